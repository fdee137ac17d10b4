/**
 * Whether the outputs are the training's own (docs/lifecycle.md#what-train-collects): a file that was there before the
 * command began and that it did not write, or that git tracks and no step has changed, is no result of a training.
 */
import { recordFile } from '../../../src/shared/usecases/record-files.ts';
import type { OutputRole } from '../../../src/shared/domain/documents/run.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { foldersAbove } from '../../../src/shared/domain/kernel/repository-path.ts';
import type { CommittedFiles, Files } from '../../../src/shared/ports/workspace.ts';
import type { Kept } from './collect.ts';
import { listLikelyOutputs } from './likely-outputs.ts';
import type { TrainSettings } from './settings.ts';

/** The state of every possible output before the command, by path. */
export type StatesBefore = ReadonlyMap<string, string>;

/** Parameters and an example may be written by hand: the model does not come from them. */
const madeByTraining: Readonly<Record<OutputRole, boolean>> = {
  model: true,
  metrics: true,
  parameters: false,
  example: false,
  profile: false,
  'predictions-challenger': true,
  'predictions-champion': true,
  'predictions-anchor': true,
  'predictions-seed': true,
  // A picture of another training would be taken for one of this.
  report: true,
  // It stays as it was where no stage changed.
  pipeline: false,
};

const MAX_LISTED = 5;

/** Whether a file of this role that the command did not write is none of its outputs. */
export function isMadeByTraining(role: OutputRole): boolean {
  return madeByTraining[role];
}

/** By state and not by time: clocks of file systems are coarse, and a copy can keep the time of its source. */
export async function recordStates(workspace: Files, settings: TrainSettings): Promise<StatesBefore> {
  const { modelFiles, defaultMetrics, metrics = defaultMetrics, predictions, included } = settings;
  // Metrics may be a folder, as MLflow fills it.
  const paths = new Set(await workspace.match([...modelFiles, metrics, ...included]));
  if (predictions !== undefined) paths.add(predictions);
  const states = new Map<string, string>();
  for (const path of paths)
    if (await workspace.exists(path)) states.set(path, (await workspace.open(path)).state);
  return states;
}

export interface WrittenRequest {
  readonly committed: CommittedFiles;
  /** Undefined when an earlier step of the job has trained. */
  readonly before: StatesBefore | undefined;
  /** Outputs of a pipeline that have the digests of its lock file: a stage that did not change writes them no more. */
  readonly verified?: ReadonlySet<string>;
}

/** @throws DataError FILES_INVALID that names the files that no training wrote. */
export async function requireWritten(
  kept: readonly Kept[],
  { committed, before, verified = new Set() }: WrittenRequest,
): Promise<void> {
  const old: Kept[] = [];
  for (const output of kept) {
    if (!isMadeByTraining(output.role) || isAmong(verified, output.record.path)) continue;
    const isOld =
      before === undefined ? await isAsCommitted(output, committed) : await isAsBefore(output, before);
    if (isOld) old.push(output);
  }
  const [first] = old;
  if (first === undefined) return;
  const got = before === undefined ? 'files that git tracks, unchanged' : 'files from before it began';
  const paths = old.slice(0, MAX_LISTED).map(({ record }) => record.path);
  const more = old.length > MAX_LISTED ? `, and ${old.length - MAX_LISTED} more` : '';
  throw new DataError(
    'FILES_INVALID',
    `${first.role}: expected files that the training wrote, got ${got}: ${paths.join(', ')}${more}`,
    { hint: await hintOf(first, before, committed) },
  );
}

/** An output may be a folder. */
function isAmong(outputs: ReadonlySet<string>, path: string): boolean {
  return [path, ...foldersAbove(path)].some((one) => outputs.has(one));
}

async function isAsBefore({ source, record }: Kept, before: StatesBefore): Promise<boolean> {
  return before.get(record.path) === (await source.open(record.path)).state;
}

async function isAsCommitted({ record }: Kept, committed: CommittedFiles): Promise<boolean> {
  if (!(await committed.exists(record.path))) return false;
  return (await recordFile(committed, record.path)).sha256 === record.sha256;
}

async function hintOf(
  { role, source }: Kept,
  before: StatesBefore | undefined,
  committed: CommittedFiles,
): Promise<string> {
  const likely = await listLikelyOutputs(source, committed);
  return likely === '' ? adviceOf(role, before) : `${adviceOf(role, before)}; ${likely}`;
}

function adviceOf(role: OutputRole, before: StatesBefore | undefined): string {
  const narrow =
    role === 'model' ? 'write a pattern that matches only what the training writes' : 'name another file';
  return before === undefined
    ? `set \`train.command\`, or train in a step before this one; or ${narrow}`
    : `let the training command write them; or ${narrow}`;
}
