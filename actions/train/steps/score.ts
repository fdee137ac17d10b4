/**
 * Runs the `score` command on the rows of the evaluation. It gets a copy of a model that was verified, and
 * leaves predictions in a folder of its own (docs/lifecycle.md#the-champion-on-the-same-rows).
 */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { FileRecord } from '../../../src/shared/domain/kernel/digest.ts';
import type { OutputRole } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { ENVIRONMENT_PREFIX } from '../../../src/shared/domain/kernel/names.ts';
import { detectFormat, FORMAT_BYTES, formatExtensions } from '../../../src/shared/domain/table/format.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { keep, type Kept } from './collect.ts';
import type { TrainPorts } from '../ports.ts';
import type { ScoreSettings } from './settings.ts';
import { requireSuccess } from './train-command.ts';

export interface ScoreRequest {
  readonly role: 'predictions-challenger' | 'predictions-champion';
  readonly settings: ScoreSettings;
  /** The model's files, below `model/` in the evidence. */
  readonly model: readonly Kept[];
}

const PREDICTIONS = 'predictions.csv';

/** @throws DataError when the table is missing or empty. */
export async function recordScoreData(workspace: Files, path: string): Promise<FileRecord> {
  if (!(await workspace.exists(path))) {
    throw new DataError('FILES_INVALID', `score.data: expected a file at ${path}, got none`, {
      hint: 'fetch the data in a step before this one',
    });
  }
  const record = await recordFile(workspace, path);
  if (record.sizeBytes > 0) return record;
  throw new DataError('DATA_EMPTY', `${path}: expected rows to score, got an empty file`);
}

/** @throws DataError when the command fails, or leaves no predictions. */
export async function scoreModel(ports: TrainPorts, { role, settings, model }: ScoreRequest): Promise<Kept> {
  const name = role.replace('predictions-', '');
  const [folder, out] = [await ports.scratch(name), await ports.scratch('predictions')];
  await keep(model, folder);
  const outcome = await ports.commands.run({
    title: `Score the ${name}`,
    command: settings.command,
    cwd: ports.workspace.root,
    timeoutMs: settings.timeoutMs,
    environment: {
      [`${ENVIRONMENT_PREFIX}MODEL`]: `${folder.root}/model`,
      [`${ENVIRONMENT_PREFIX}DATA`]: `${ports.workspace.root}/${settings.data}`,
      [`${ENVIRONMENT_PREFIX}OUT`]: `${out.root}/${PREDICTIONS}`,
    },
  });
  requireSuccess(outcome, `score command (${name})`);
  return takePredictions(out, PREDICTIONS, role);
}

/** Predictions under a name with the extension of their format. @throws DataError when there are none. */
export async function takePredictions(source: Files, path: string, role: OutputRole): Promise<Kept> {
  const content = (await source.exists(path)) ? await source.open(path) : undefined;
  if (content === undefined || content.sizeBytes === 0) {
    throw new DataError(
      'DATA_EMPTY',
      `${role}: expected a table at ${path}, got ${content === undefined ? 'none' : 'an empty file'}`,
      {
        hint: `the score command writes them to the path in ${ENVIRONMENT_PREFIX}OUT`,
      },
    );
  }
  const extension = formatExtensions[detectFormat(await content.slice(0, FORMAT_BYTES))];
  return { role, source, record: await recordFile(source, path), path: `${role}.${extension}` };
}
