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
import type { CommandOutcome } from '../../../src/shared/ports/runner.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { requireContent } from './check-limits.ts';
import { keep, type Kept } from './collect.ts';
import type { TrainPorts } from '../ports.ts';
import type { ScoreSettings } from './settings.ts';
import { requireSuccess } from './train-command.ts';

export interface ScoreRequest {
  readonly role:
    | 'predictions-challenger'
    | 'predictions-champion'
    | 'predictions-anchor'
    | 'predictions-seed';
  readonly settings: Pick<ScoreSettings, 'command' | 'data' | 'timeoutMs'>;
  /** The checkout in which the command runs, and finds its data. */
  readonly checkout: Files;
  /** The model's files, below `model/` in the evidence. */
  readonly model: readonly Kept[];
  /** Of a run that is measured, and whose predictions are none. */
  readonly round?: number;
}

const PREDICTIONS = 'predictions.csv';
/** Numbers of the command's own, such as what a request cost. */
export const MEASURES = 'measures.json';

/** @throws DataError when the table is missing or empty. */
export async function recordScoreData(workspace: Files, path: string): Promise<FileRecord> {
  if (!(await workspace.exists(path))) {
    throw new DataError('FILES_INVALID', `score.data: expected a file at ${path}, got none`, {
      hint: 'fetch the data in a step before this one',
    });
  }
  await requireContent(workspace, path, 'score.data');
  const record = await recordFile(workspace, path);
  if (record.sizeBytes > 0) return record;
  throw new DataError('DATA_EMPTY', `${path}: expected rows to score, got an empty file`, {
    hint: 'put the rows of the evaluation there, with a header; a step before train may fetch them',
  });
}

export interface ScoredModel extends Pick<CommandOutcome, 'durationMs' | 'peakMemoryBytes'> {
  readonly kind: 'scored';
  readonly predictions: Kept;
  /** Where the command wrote. */
  readonly out: Files;
}

export type ScoreResult =
  | ScoredModel
  | { readonly kind: 'failed'; readonly error: DataError; readonly lastLines: readonly string[] };

/** A command that fails, or leaves no predictions, is a result: the champion may be scored in another way. */
export async function scoreModel(ports: TrainPorts, request: ScoreRequest): Promise<ScoreResult> {
  const { role, settings, model, checkout, round } = request;
  const name = role === 'predictions-seed' ? 'model of another seed' : role.replace('predictions-', '');
  const [folder, out] = [
    await ports.scratch(role.replace('predictions-', '')),
    await ports.scratch('predictions'),
  ];
  await keep(model, folder);
  const outcome = await ports.commands.run({
    title: `Score the ${name}${round === undefined ? '' : `, round ${round}`}`,
    command: settings.command,
    cwd: checkout.root,
    timeoutMs: settings.timeoutMs,
    measuresMemory: round !== undefined,
    environment: {
      GITHUB_WORKSPACE: checkout.root,
      [`${ENVIRONMENT_PREFIX}MODEL`]: `${folder.root}/model`,
      [`${ENVIRONMENT_PREFIX}DATA`]: `${checkout.root}/${settings.data}`,
      [`${ENVIRONMENT_PREFIX}OUT`]: `${out.root}/${PREDICTIONS}`,
      [`${ENVIRONMENT_PREFIX}MEASURES`]: `${out.root}/${MEASURES}`,
      // CodeCarbon looks for its settings there; one in the code of the command comes before it.
      ...(round !== undefined && { CODECARBON_OUTPUT_DIR: out.root }),
    },
  });
  try {
    requireSuccess(outcome, `score command (${name})`);
    const predictions = await takePredictions(out, PREDICTIONS, role);
    const { durationMs, peakMemoryBytes } = outcome;
    return { kind: 'scored', predictions, out, durationMs, peakMemoryBytes };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { kind: 'failed', error, lastLines: outcome.lastLines };
  }
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
