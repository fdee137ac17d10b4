/** What makes a model, as it was recorded, against the files that are checked out now (docs/lifecycle.md#stale-evidence). */
import { trainingConfigDigest, type SelectedModel } from '../domain/config/select-model.ts';
import type { Run } from '../domain/documents/run.ts';
import { compareInputs } from '../domain/supply-chain/compare-inputs.ts';
import { lockFilePatterns } from '../domain/supply-chain/lock-files.ts';
import type { Files } from '../ports/workspace.ts';
import { recordFiles } from './record-files.ts';

/** @returns one line for each of the model's inputs that differs; none when they would make the same model. */
export async function findChangedInputs(
  workspace: Files,
  model: SelectedModel,
  inputs: Run['inputs'],
): Promise<readonly string[]> {
  const present: string[] = [];
  for (const { path } of inputs.files) if (await workspace.exists(path)) present.push(path);
  const files = await recordFiles(workspace, present);
  const { paths, data } = model.config;
  const matched = await workspace.match([...paths, ...data, ...lockFilePatterns]);
  return compareInputs(inputs, { files, matched, config: trainingConfigDigest(model) });
}
