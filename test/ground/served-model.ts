/** Evidence of a model that says itself how the service of the tests behaves while it serves it. */
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { describeEvidence, writeEvidence, type EvidenceFiles } from './evidence.ts';

export const MODEL = 'flights';

/** What the service of the tests does with this model: the model itself says so. */
export interface Behavior {
  /** Status of the health path; 200 by default. */
  readonly health?: number;
  /** Text of the answer to the example; as many numbers as rows by default. */
  readonly answer?: string;
}

export interface Training {
  readonly version: string;
  readonly behavior: Behavior;
  /** Text of the example input; empty for a release without one. */
  readonly example: string;
  /** As the files of the model describe themselves. */
  readonly format?: Run['format'];
}

/** @param folder is made. */
export async function leaveEvidence(
  folder: string,
  { version, behavior, example, format }: Training,
): Promise<{ readonly evidence: string; readonly run: Run }> {
  const files: EvidenceFiles = {
    'model/model.json': { role: 'model', text: JSON.stringify(behavior) },
    'model/nested/weights.bin': { role: 'model', text: `weights of ${version}` },
    ...(example !== '' && { 'example.json': { role: 'example', text: example } }),
  };
  const run = describeEvidence(files, { model: MODEL, ...(format && { format }) });
  await writeEvidence(folder, files, run);
  return { evidence: folder, run };
}
