/** What makes the model, before any command runs: code, data and lock files by digest. */
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';
import {
  gateConfigDigest,
  trainingConfigDigest,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import { setDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { InputRole, Run } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { lockFilePatterns } from '../../../src/shared/domain/supply-chain/lock-files.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainSettings } from './settings.ts';

/** @throws DataError when a pattern of `paths` or `data` matches nothing: it is misspelled, or the data were not fetched. */
export async function fingerprintInputs(
  workspace: Files,
  settings: TrainSettings,
  model: SelectedModel,
): Promise<Run['inputs']> {
  const roles = new Map<string, InputRole>();
  const add = (role: InputRole, paths: readonly string[]): void => {
    for (const path of paths) if (!roles.has(path)) roles.set(path, role);
  };
  add('lock', await workspace.match(lockFilePatterns));
  add('code', await matchEach(workspace, 'paths', settings.paths));
  add('data', await matchEach(workspace, 'data', settings.data));
  for (const path of [settings.reference, settings.score?.data]) {
    // The training command may be what makes them.
    if (path !== undefined && (await workspace.exists(path))) add('data', [path]);
  }
  const records = await recordFiles(workspace, [...roles.keys()].sort());
  const files = records.map((record) => ({ ...record, role: roles.get(record.path) ?? ('code' as const) }));
  return {
    files,
    digest: setDigest(files),
    config: trainingConfigDigest(model),
    gate: gateConfigDigest(model, 'gate'),
  };
}

async function matchEach(
  workspace: Files,
  setting: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const matches = await Promise.all(patterns.map((pattern) => workspace.match([pattern])));
  const empty = patterns.find((_, index) => matches[index]?.length === 0);
  if (empty === undefined) return matches.flat();
  throw new DataError(
    'FILES_INVALID',
    `${setting}: expected files that match ${JSON.stringify(empty)}, got none`,
    {
      hint:
        setting === 'data'
          ? 'fetch the data in a step before this one'
          : 'patterns are relative to the root of the checkout',
    },
  );
}

/** Whether training again could only give the model that is in production already (docs/lifecycle.md#an-unaffected-pull-request). */
export function isUnaffected(run: Pick<Run, 'inputs' | 'commands'>, champion: Run | undefined): boolean {
  // Without the code among the inputs, a change of it would not be noticed.
  if (champion === undefined || !run.inputs.files.some(({ role }) => role === 'code')) return false;
  return (
    run.inputs.digest === champion.inputs.digest &&
    run.inputs.config === champion.inputs.config &&
    run.commands.train === champion.commands.train &&
    run.commands.score === champion.commands.score
  );
}
