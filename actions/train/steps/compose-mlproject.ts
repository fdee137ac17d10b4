/**
 * The command of an entry point of the file `MLproject` (`train.mlproject`), composed before anything runs: it is what
 * `run.json` has as the command of the training.
 */
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { commandIn, defaultPath } from '../../../src/shared/domain/config/working-directory.ts';
import {
  composeEntryPoint,
  MAX_MLPROJECT_BYTES,
  MLPROJECT_FILE,
  parseMlproject,
} from '../../../src/shared/domain/interop/mlproject.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrainSettings } from './settings.ts';

export interface ComposedTraining {
  /** The command that runs; undefined where there is none, or where an earlier step has trained. */
  readonly command: string | undefined;
  /** Of the entry point, for the record; none for a command that was written itself. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** @throws InputError, DataError for an entry point that cannot be run. */
export async function composeTraining(
  workspace: Files,
  config: ModelConfig,
  { command, mlproject }: Pick<TrainSettings, 'command' | 'mlproject'>,
): Promise<ComposedTraining> {
  if (mlproject === undefined) return { command, parameters: {} };
  const path = defaultPath(config, MLPROJECT_FILE);
  const project = parseMlproject(await readProject(workspace, path), path);
  if (project.hasContainer) {
    throw new DataError('DATA_INVALID', `${path}: expected no docker_env, got one`, {
      hint: 'run the job in that container (`jobs.<id>.container`), or write `train.command`: docker run …',
    });
  }
  const composed = composeEntryPoint(project, mlproject, path);
  return { command: commandIn(config, composed.command), parameters: composed.parameters };
}

async function readProject(workspace: Files, path: string): Promise<string> {
  const hint = 'commit the file MLproject into the folder of the model, or write `train.command`';
  if (!(await workspace.exists(path)))
    throw new DataError('FILES_INVALID', `train.mlproject: expected a file at ${path}, got none`, { hint });
  const { sizeBytes } = await workspace.open(path);
  if (sizeBytes > MAX_MLPROJECT_BYTES)
    throw new DataError('FILES_INVALID', `${path}: expected at most 1 MiB, got ${sizeBytes} bytes`, { hint });
  return new TextDecoder().decode(await workspace.read(path));
}
