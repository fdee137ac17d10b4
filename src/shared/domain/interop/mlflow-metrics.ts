/**
 * What a training logged to the file store of MLflow: `mlruns/<experiment>/<run>/metrics/<name>`, in which each line is
 * `timestamp value step`, and `<run>/tags/mlflow.parentRunId` (mlflow/store/tracking/file_store.py). A folder may have runs
 * of many trainings. The run that logged last counts, and of each metric what MLflow calls its latest value: that of the
 * greatest step, then time. The runs of a search are nested in one that logs what the search has found: that one counts.
 */
import { DataError } from '../kernel/errors.ts';
import { parseMetrics, type Metrics } from './measurements.ts';

/** One file of the store. */
export interface LoggedFile {
  /** Relative to the folder of the store; the name of a metric may have "/". */
  readonly path: string;
  readonly text: string;
}

export interface MlflowMetrics {
  readonly metrics: Metrics;
  /** Paths of the metrics of the run that counts. */
  readonly paths: readonly string[];
}

/** Below the folder of the store. */
export const LOGGED_METRICS = '*/*/metrics/**';
export const PARENT_RUNS = '*/*/tags/mlflow.parentRunId';

const METRIC = /^[^/]+\/(?<run>[^/]+)\/metrics\/(?<name>.+)$/;
const PARENT = /^[^/]+\/(?<run>[^/]+)\/tags\/mlflow\.parentRunId$/;

/** Whether a thread of MLflow measures it of the machine, also when the training has ended. */
export function isOfMachine(metric: string): boolean {
  return metric.startsWith('system/');
}

interface Point {
  readonly timestampMs: number;
  readonly step: number;
  /** As it is written: it may be `nan`. */
  readonly value: string;
}

interface LoggedRun {
  /** Of what the training logged; -Infinity for nothing. */
  latestMs: number;
  readonly values: Map<string, Point>;
  readonly paths: string[];
}

/**
 * @param where names the folder. @param logged what matches LOGGED_METRICS and PARENT_RUNS.
 * @throws DataError for a line of another form, or where no file is one of a run.
 */
export function parseMlflowMetrics(logged: readonly LoggedFile[], where: string): MlflowMetrics {
  const runs = readRuns(logged, where);
  const isNested = createNestedTest(logged, runs);
  const candidates = [...runs].filter(([id]) => !isNested(id)).map(([, run]) => run);
  // Two runs without a time differ by NaN: they keep their order.
  const newest = candidates.toSorted((left, right) => left.latestMs - right.latestMs || 0).at(-1);
  if (newest === undefined) throw nothingLogged(where);
  const entries = [...newest.values].map(([name, { value }]) => [name, asValue(value)] as const);
  const metrics = parseMetrics(new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries))), where);
  const nestedCount = runs.size - candidates.length;
  const nested = nestedCount === 0 ? '' : `, without ${nestedCount} that are nested in others`;
  const notes = runs.size === 1 ? {} : { mlflow: `the newest of ${runs.size} runs${nested}` };
  return { metrics: { ...metrics, notes: { ...metrics.notes, ...notes } }, paths: newest.paths };
}

/** By the id of the run; without those that logged nothing. */
function readRuns(logged: readonly LoggedFile[], where: string): ReadonlyMap<string, LoggedRun> {
  const runs = new Map<string, LoggedRun>();
  for (const { path, text } of logged) {
    const { run: id, name } = METRIC.exec(path)?.groups ?? {};
    if (id === undefined || name === undefined) continue;
    const points = pointsOf(text, `${where}/${path}`);
    const [first] = points;
    if (first === undefined) continue;
    const run = runs.get(id) ?? { latestMs: -Infinity, values: new Map<string, Point>(), paths: [] };
    runs.set(id, run);
    run.paths.push(path);
    run.values.set(
      name,
      points.reduce((latest, point) => (isLater(point, latest) ? point : latest), first),
    );
    if (!isOfMachine(name))
      for (const { timestampMs } of points) run.latestMs = Math.max(run.latestMs, timestampMs);
  }
  return runs;
}

/** Whether a run is within one that logged metrics, however deep; without those it is all that is known of the search. */
function createNestedTest(
  logged: readonly LoggedFile[],
  runs: ReadonlyMap<string, LoggedRun>,
): (id: string) => boolean {
  const parentOf = new Map(
    logged.flatMap(({ path, text }) => {
      const id = PARENT.exec(path)?.groups?.run;
      return id === undefined ? [] : [[id, text.trim()] as const];
    }),
  );
  return (id) => {
    const seen = new Set([id]);
    for (let above = parentOf.get(id); above !== undefined && !seen.has(above); above = parentOf.get(above)) {
      if ((runs.get(above)?.latestMs ?? -Infinity) > -Infinity) return true;
      seen.add(above);
    }
    return false;
  };
}

/** Of one step and time the line that comes last. */
function isLater(point: Point, latest: Point): boolean {
  return point.step === latest.step ? point.timestampMs >= latest.timestampMs : point.step > latest.step;
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

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** `nan` and `inf` of Python stay text, and whatever else is no decimal number. */
function asValue(value: string): number | string {
  const number = DECIMAL.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : value;
}

function nothingLogged(where: string): DataError {
  return new DataError('DATA_EMPTY', `${where}: expected metrics of a run of MLflow, got none`, {
    hint: 'log metrics with `mlflow.log_metric`, and set MLFLOW_TRACKING_URI=file:./mlruns for the training',
  });
}
