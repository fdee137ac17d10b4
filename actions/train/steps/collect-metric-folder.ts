/** `train.metrics` that names a folder of a tool: the file store of MLflow, event files of TensorBoard, or DVCLive. */
import { recordFile, recordFiles } from '../../../src/shared/usecases/record-files.ts';
import { checkMeasurementSize } from '../../../src/shared/domain/interop/measurement-file.ts';
import { parseMetrics, type Metrics } from '../../../src/shared/domain/interop/measurements.ts';
import {
  LOGGED_METRICS,
  PARENT_RUNS,
  parseMlflowMetrics,
  type LoggedFile,
} from '../../../src/shared/domain/interop/mlflow-metrics.ts';
import {
  EVENT_FILES,
  MAX_EVENT_BYTES,
  parseTensorboardMetrics,
  type EventFile,
} from '../../../src/shared/domain/interop/tensorboard-metrics.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { TrackedFile } from './collect-logged.ts';

export interface CollectedFolder {
  readonly metrics: Metrics;
  readonly kept: readonly TrackedFile[];
}

/** What DVCLive writes into its folder (`dvclive`). */
const DVCLIVE_METRICS = 'metrics.json';

/** @returns undefined for a path that is no such folder. @throws DataError for one that cannot be read. */
export async function collectMetricFolder(
  workspace: Files,
  folder: string,
): Promise<CollectedFolder | undefined> {
  return (
    (await collectMlflow(workspace, folder)) ??
    (await collectTensorboard(workspace, folder)) ??
    (await collectDvclive(workspace, folder))
  );
}

async function collectMlflow(workspace: Files, folder: string): Promise<CollectedFolder | undefined> {
  const found = await workspace.match([LOGGED_METRICS, PARENT_RUNS].map((files) => `${folder}/${files}`));
  if (found.length === 0) return undefined;
  const logged: LoggedFile[] = [];
  for (const path of found) {
    checkMeasurementSize((await workspace.open(path)).sizeBytes, path);
    const text = new TextDecoder().decode(await workspace.read(path));
    logged.push({ path: path.slice(folder.length + 1), text });
  }
  const { metrics, paths } = parseMlflowMetrics(logged, folder);
  const records = await recordFiles(
    workspace,
    paths.map((path) => `${folder}/${path}`),
  );
  const kept = records.map((record): TrackedFile => {
    const name = record.path.slice(record.path.indexOf('/metrics/') + 1);
    return { role: 'metrics', source: workspace, record, path: name };
  });
  return { metrics, kept };
}

/** The names of event files have that of the machine, so they are numbered in the evidence. */
async function collectTensorboard(workspace: Files, folder: string): Promise<CollectedFolder | undefined> {
  const found = await workspace.match([`${folder}/${EVENT_FILES}`]);
  if (found.length === 0) return undefined;
  const files: EventFile[] = [];
  let sizeBytes = 0;
  for (const path of found) {
    sizeBytes += (await workspace.open(path)).sizeBytes;
    if (sizeBytes > MAX_EVENT_BYTES) throw tooLarge(folder);
    files.push({ path: path.slice(folder.length + 1), bytes: await workspace.read(path) });
  }
  const metrics = parseTensorboardMetrics(files, folder);
  const records = await recordFiles(workspace, found);
  const kept = records.map((record, index): TrackedFile => {
    const path = `metrics/events-${index + 1}.tfevents`;
    return { role: 'metrics', source: workspace, record, path };
  });
  return { metrics, kept };
}

function tooLarge(folder: string): DataError {
  return new DataError('DATA_INVALID', `${folder}: expected at most 64 MiB of event files, got more`, {
    hint: 'write scalars to a folder of their own, without pictures and histograms, or write a metrics.json',
  });
}

async function collectDvclive(workspace: Files, folder: string): Promise<CollectedFolder | undefined> {
  const path = `${folder}/${DVCLIVE_METRICS}`;
  if (!(await workspace.exists(path))) return undefined;
  checkMeasurementSize((await workspace.open(path)).sizeBytes, path);
  const metrics = parseMetrics(await workspace.read(path), path);
  const record = await recordFile(workspace, path);
  return { metrics, kept: [{ role: 'metrics', source: workspace, record, path: DVCLIVE_METRICS }] };
}
