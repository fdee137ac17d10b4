/**
 * What a training logged to the file store of MLflow: `mlruns/<experiment>/<run>/metrics/<name>`, in which each line is
 * `timestamp value step` (mlflow/store/tracking/file_store.py). A folder may have runs of many trainings. The run that
 * logged last counts, and of each metric what MLflow calls its latest value: that of the greatest step, then time.
 */
import { DataError } from '../kernel/errors.ts';
import { parseMetrics, type Metrics } from './measurements.ts';

/** One file of the store. */
export interface LoggedMetric {
  /** Relative to the folder of the store: `<experiment>/<run>/metrics/<name>`; a name may have "/". */
  readonly path: string;
  readonly text: string;
}

export interface MlflowMetrics {
  readonly metrics: Metrics;
  /** Paths of the files of the run that counts. */
  readonly paths: readonly string[];
}

/** Below the folder of the store. */
export const LOGGED_METRICS = '*/*/metrics/**';

const PATH = /^(?<run>[^/]+\/[^/]+)\/metrics\/(?<name>.+)$/;

interface Point {
  readonly timestampMs: number;
  readonly step: number;
  /** As it is written: it may be `nan`. */
  readonly value: string;
}

/**
 * @param where names the folder. @param logged at least one.
 * @throws DataError for a line of another form, or where no file is one of a run.
 */
export function parseMlflowMetrics(logged: readonly LoggedMetric[], where: string): MlflowMetrics {
  const runs = new Map<
    string,
    { latestMs: number; readonly values: Map<string, Point>; readonly paths: string[] }
  >();
  for (const { path, text } of logged) {
    const { run, name } = PATH.exec(path)?.groups ?? {};
    if (run === undefined || name === undefined) continue;
    const points = pointsOf(text, `${where}/${path}`);
    const latest = points.toSorted(byStep).at(-1);
    if (latest === undefined) continue;
    const known = runs.get(run) ?? { latestMs: 0, values: new Map<string, Point>(), paths: [] };
    known.latestMs = Math.max(known.latestMs, ...points.map(({ timestampMs }) => timestampMs));
    known.values.set(name, latest);
    known.paths.push(path);
    runs.set(run, known);
  }
  const newest = [...runs.values()].toSorted((left, right) => left.latestMs - right.latestMs).at(-1);
  if (newest === undefined) throw nothingLogged(where);
  const entries = [...newest.values].map(([name, { value }]) => [name, asValue(value)] as const);
  const metrics = parseMetrics(new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries))), where);
  const notes = runs.size === 1 ? {} : { mlflow: `the newest of ${runs.size} runs` };
  return { metrics: { ...metrics, notes: { ...metrics.notes, ...notes } }, paths: newest.paths };
}

function byStep(left: Point, right: Point): number {
  return left.step - right.step || left.timestampMs - right.timestampMs;
}

function pointsOf(text: string, where: string): readonly Point[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [time, value, step = '0'] = line.trim().split(/\s+/);
      const [timestampMs, atStep] = [Number(time), Number(step)];
      if (value !== undefined && Number.isFinite(timestampMs) && Number.isFinite(atStep))
        return { timestampMs, value, step: atStep };
      throw new DataError(
        'DATA_INVALID',
        `${where}: line ${index + 1}: expected a timestamp, a value and a step, got ${JSON.stringify(line.slice(0, 60))}`,
        { hint: 'name the folder of the file store of MLflow, such as mlruns, as `train.metrics`' },
      );
    });
}

/** `nan` and `inf` of Python stay text. */
function asValue(value: string): number | string {
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
}

function nothingLogged(where: string): DataError {
  return new DataError('DATA_EMPTY', `${where}: expected metrics of a run of MLflow, got none`, {
    hint: 'log metrics with `mlflow.log_metric`, and set MLFLOW_TRACKING_URI=file:./mlruns for the training',
  });
}
