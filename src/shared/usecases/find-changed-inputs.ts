/** What makes a model, as it was recorded, against the commit that is checked out now (docs/lifecycle.md#stale-evidence). */
import { trainingConfigDigest, type SelectedModel } from '../domain/config/select-model.ts';
import type { Run } from '../domain/documents/run.ts';
import { createFileIndex } from '../domain/supply-chain/file-index.ts';
import { filesOfCommands } from '../domain/supply-chain/files-of-commands.ts';
import { compareInputs } from '../domain/supply-chain/compare-inputs.ts';
import { lockFilePatterns } from '../domain/supply-chain/lock-files.ts';
import type { Checkout } from '../ports/workspace.ts';
import { recordFiles } from './record-files.ts';

/** @returns one line for each of the model's inputs that differs; none when they would make the same model. */
export async function findChangedInputs(
  checkout: Checkout,
  model: SelectedModel,
  { inputs, commands }: Pick<Run, 'inputs' | 'commands'>,
): Promise<readonly string[]> {
  const committed = await checkout.committed();
  const present: string[] = [];
  for (const { path } of inputs.files) if (await committed.exists(path)) present.push(path);
  const files = await recordFiles(committed, present);
  const { paths, data, 'working-directory': folder } = model.config;
  // Each on its own: a pattern with "!" leaves out files of its own list alone.
  const matched = [paths, data, lockFilePatterns(folder)].map((patterns) => committed.match(patterns));
  const named = filesOfCommands(
    [commands.train, commands.score],
    createFileIndex(await committed.match(['**'])),
  );
  const all = [...new Set([...(await Promise.all(matched)).flat(), ...named])];
  return compareInputs(inputs, { files, matched: all, config: trainingConfigDigest(model) });
}
