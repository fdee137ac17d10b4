/** Whether the merged tree, which is checked out, holds what the tested one trained from (journeys.md R5). */
import { trainingConfigDigest } from '../../src/shared/domain/config/select-model.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { compareInputs } from '../../src/shared/domain/evidence/compare-inputs.ts';
import type { Registration } from './registration.ts';

/** @returns one line for each of the model's inputs that differs; none when the evidence is fresh. */
export async function findStaleInputs(
  { model, ports }: Registration,
  inputs: Run['inputs'],
): Promise<readonly string[]> {
  const { workspace } = ports;
  const present: string[] = [];
  for (const { path } of inputs.files) if (await workspace.exists(path)) present.push(path);
  const files = await Promise.all(present.map((path) => workspace.record(path)));
  const { paths } = model.config;
  const matched = paths.length === 0 ? [] : await workspace.match(paths);
  return compareInputs(inputs, { files, matched, config: trainingConfigDigest(model) });
}
