/** What makes the model, before any command runs: code, data and lock files by digest. */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import {
  gateConfigDigest,
  trainingConfigDigest,
  type SelectedModel,
} from '../../../src/shared/domain/config/select-model.ts';
import { findUnmatched } from '../../../src/shared/domain/kernel/glob.ts';
import { setDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { InputRole, Run } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { lockFilePatterns } from '../../../src/shared/domain/supply-chain/lock-files.ts';
import { createFileIndex } from '../../../src/shared/domain/supply-chain/file-index.ts';
import { filesOfCommands } from '../../../src/shared/domain/supply-chain/files-of-commands.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainSettings } from './settings.ts';

type FingerprintedRun = Pick<Run, 'inputs' | 'commands'>;

export interface InputFiles {
  readonly committed: CommittedFiles;
  /** For data that are fetched, and not committed. */
  readonly workspace: Files;
  /** Files of the commit that the stages of a pipeline read. */
  readonly ofPipeline: readonly (readonly [path: string, role: InputRole])[];
}

type FoundFiles = Omit<InputFiles, 'ofPipeline'>;

/**
 * Code and lock files are those of the commit: what a runner leaves beside them makes no other model. Data are too,
 * where git tracks them.
 * @throws DataError when a pattern of `paths` or `data` matches nothing: it is misspelled, or the data were not fetched.
 */
export async function fingerprintInputs(
  { committed, workspace, ofPipeline }: InputFiles,
  settings: TrainSettings,
  model: SelectedModel,
): Promise<Run['inputs']> {
  const roles = new Map<string, InputRole>();
  const add = (role: InputRole, paths: readonly string[]): void => {
    for (const path of paths) if (!roles.has(path)) roles.set(path, role);
  };
  add('lock', await committed.match(lockFilePatterns(model.config['working-directory'])));
  add('code', await matchCode({ committed, workspace }, settings.paths));
  // The command of an entry point, and what names the file that it is from.
  const ofProject = settings.mlproject && model.config.train?.command;
  const commands = [settings.command, ofProject, settings.score?.command];
  add('code', filesOfCommands(commands, createFileIndex(await committed.match(['**']))));
  for (const [path, role] of ofPipeline) add(role, [path]);
  add('data', await matchData({ committed, workspace }, settings.data));
  for (const path of [settings.reference, settings.score?.data]) {
    // The training command may be what makes them.
    if (path !== undefined && ((await committed.exists(path)) || (await workspace.exists(path))))
      add('data', [path]);
  }
  const files: Run['inputs']['files'] = [];
  for (const [path, role] of [...roles].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const source = (await committed.exists(path)) ? committed : workspace;
    files.push({ ...(await recordFile(source, path)), role });
  }
  return {
    files,
    digest: setDigest(files),
    config: trainingConfigDigest(model),
    gate: gateConfigDigest(model, 'gate'),
  };
}

async function matchCode(
  { committed, workspace }: FoundFiles,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const found = await committed.match(patterns);
  const unmatched = findUnmatched(patterns, found);
  if (unmatched === undefined) return found;
  const isOnDisk = findUnmatched([unmatched], await workspace.match(patterns)) === undefined;
  throw noMatch('paths', unmatched, {
    got: isOnDisk ? 'only files that git does not track' : 'none',
    hint: isOnDisk
      ? 'commit them, or list what is fetched under `data`'
      : 'patterns are relative to the root of the checkout',
  });
}

async function matchData(
  { committed, workspace }: FoundFiles,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const found = [...(await committed.match(patterns)), ...(await workspace.match(patterns))];
  const unmatched = findUnmatched(patterns, found);
  if (unmatched === undefined) return found;
  throw noMatch('data', unmatched, { got: 'none', hint: 'fetch the data in a step before this one' });
}

function noMatch(
  setting: string,
  pattern: string,
  { got, hint }: { readonly got: string; readonly hint: string },
): DataError {
  return new DataError(
    'FILES_INVALID',
    `${setting}: expected files that match ${JSON.stringify(pattern)}, got ${got}`,
    { hint },
  );
}

/** Whether training again could only give the model that is in production already (docs/lifecycle.md#an-unaffected-pull-request). */
export function isUnaffected(
  { settings, run }: { readonly settings: Pick<TrainSettings, 'paths'>; readonly run: FingerprintedRun },
  champion: Run | undefined,
): boolean {
  // Without the code among the inputs, a change of it would not be noticed.
  if (champion === undefined || settings.paths.length === 0) return false;
  return (
    run.inputs.digest === champion.inputs.digest &&
    run.inputs.config === champion.inputs.config &&
    run.commands.train === champion.commands.train &&
    run.commands.score === champion.commands.score
  );
}
