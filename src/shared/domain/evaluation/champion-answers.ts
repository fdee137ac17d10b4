/**
 * Whether the champion answers as it did when it was registered. Its predictions come from code that runs in the job
 * of the challenger: code that makes it look worse would let a worse model in. On the rows of its registration the
 * predictions must be the same; on other rows its metrics must agree within both intervals.
 */
import type { ChampionAnswers, GateName } from '../documents/evaluation.ts';
import type { ModelVersion } from '../documents/model.ts';
import type { Open } from '../documents/open-values.ts';
import type { ScoringCode } from '../documents/run.ts';
import type { Answers } from '../metrics/tasks/task.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import { at } from '../statistics/vectors.ts';

/** What `model.json` says of the answers; all absent in releases of older versions. */
export type RegisteredAnswers = Pick<ModelVersion, 'answers' | 'metrics' | 'rowCount'>;

export interface CurrentMetric {
  readonly metric: string;
  readonly value: number;
  /** Undefined where the groups carry no interval. */
  readonly interval: Bounds | undefined;
}

export interface AnswersRequest {
  /** Whether values were measured of answers, such as a time: they differ from run to run, and their means do not. */
  readonly isMeasured: boolean;
  /** Whether an evaluator made the values: other rows may be those of another evaluator, of which nothing is registered. */
  readonly hasEvaluator: boolean;
  readonly source: 'scored' | 'stored';
  readonly rowsDigest: string;
  /** Of the champion's predictions now. */
  readonly digest: string;
  readonly answers: Answers;
  /** The predictions of the very same rows that its release stores. */
  readonly stored: Answers | undefined;
  readonly registered: RegisteredAnswers;
  /** Of the champion now: those that rules compare. */
  readonly metrics: readonly CurrentMetric[];
}

/** Another processor may round otherwise; a difference of this size is no gain. */
const SCORE_TOLERANCE = 1e-6;
/** The same for a metric, as a part of the width of its interval. */
const METRIC_TOLERANCE = 0.01;

type Registered = NonNullable<RegisteredAnswers['metrics']>[number];
interface Pair {
  readonly registered: Registered;
  readonly current: CurrentMetric;
}

export function compareAnswers(request: AnswersRequest): ChampionAnswers {
  const found = findState(request);
  const { answers, rowCount } = request.registered;
  const areOther =
    found.rows === undefined && !request.hasEvaluator && areOtherRows(answers, request.rowsDigest);
  const rows = areOther ? 'other' : found.rows;
  if (rows !== 'other') return found;
  return { ...found, rows, ...(rowCount !== undefined && { registeredRowCount: rowCount }) };
}

/** Where no metric can be compared, the digests of the rows can. */
function areOtherRows(answers: RegisteredAnswers['answers'], rowsDigest: string): boolean {
  const known = Object.keys(answers ?? {});
  return known.length > 0 && !known.includes(rowsDigest);
}

function findState(request: AnswersRequest): ChampionAnswers {
  const { source, rowsDigest, digest, stored, registered } = request;
  if (source === 'stored') return { state: 'verified', rows: 'same' };
  const expected = ownValue(registered.answers, rowsDigest);
  if (expected === digest) return { state: 'verified', rows: 'same' };
  const pairs = pairMetrics(request);
  if (request.isMeasured) {
    if (expected !== undefined || stored !== undefined) return compareIntervals(pairs, 'same');
    return request.hasEvaluator ? { state: 'unverified' } : compareIntervals(pairs, 'other');
  }
  if (stored !== undefined) return compareStored(request.answers, stored, pairs);
  if (expected !== undefined) {
    const changed = pairs.filter(isElsewhere);
    const isNoise = pairs.length > 0 && changed.length === 0;
    return { state: isNoise ? 'consistent' : 'inconsistent', rows: 'same', ...listChanged(changed) };
  }
  return compareIntervals(pairs, 'other');
}

/**
 * A retraining on new rows is the answer to a champion that became worse, so what differs on other rows is spared, as
 * long as the champion was scored by its own code: other code may be what made it worse.
 */
export function comparisonCounts(
  { state, rows }: ChampionAnswers,
  { gate, code }: { readonly gate: GateName; readonly code: Open<ScoringCode> | undefined },
): boolean {
  if (state !== 'inconsistent') return true;
  return gate === 'gate-retrain' && rows === 'other' && (code === 'version' || code === 'unchanged');
}

function compareStored(answers: Answers, stored: Answers, pairs: readonly Pair[]): ChampionAnswers {
  const changedRows = countChanged(answers, stored);
  if (changedRows === 0) return { state: 'verified', rows: 'same' };
  return { state: 'inconsistent', rows: 'same', changedRows, ...listChanged(pairs.filter(isElsewhere)) };
}

/** Rows of which a score or a further output is another one. Other columns are other answers in every row. */
function countChanged(answers: Answers, stored: Answers): number {
  const [now, before] = [answers, stored].map(({ scores, outputs = [] }) => [
    { role: 'score', values: scores },
    ...outputs,
  ]);
  const pairs = (now ?? []).map((output, index) => ({ output, other: before?.[index] }));
  if (now?.length !== before?.length || pairs.some(({ output, other }) => output.role !== other?.role))
    return answers.scores.length;
  return answers.scores.reduce(
    (count, _, row) =>
      count +
      (pairs.every(({ output, other }) => isClose(at(output.values, row), other?.values[row] ?? NaN))
        ? 0
        : 1),
    0,
  );
}

function compareIntervals(
  pairs: readonly Pair[],
  rows: NonNullable<ChampionAnswers['rows']>,
): ChampionAnswers {
  const comparable = pairs.filter(
    ({ registered, current }) => registered.interval !== undefined && current.interval !== undefined,
  );
  if (comparable.length === 0) return { state: 'unverified' };
  const changed = comparable.filter(
    ({ registered, current }) => !overlap(registered.interval, current.interval),
  );
  return {
    state: changed.length === 0 ? 'consistent' : 'inconsistent',
    rows,
    ...listChanged(changed),
  };
}

function pairMetrics({ registered, metrics }: AnswersRequest): readonly Pair[] {
  return metrics.flatMap((current) => {
    const known = registered.metrics?.find(({ metric }) => metric === current.metric);
    return known === undefined ? [] : [{ registered: known, current }];
  });
}

/** On the same rows a metric is the same number, but for rounding. */
function isElsewhere({ registered: { value, interval }, current }: Pair): boolean {
  const width = interval === undefined ? 0 : interval.upper - interval.lower;
  const tolerance = Math.max(width * METRIC_TOLERANCE, SCORE_TOLERANCE * Math.abs(value));
  return Math.abs(current.value - value) > tolerance;
}

function overlap(left: Bounds | undefined, right: Bounds | undefined): boolean {
  return left !== undefined && right !== undefined && left.lower <= right.upper && right.lower <= left.upper;
}

function isClose(left: number, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return Object.is(left, right);
  return Math.abs(left - right) <= SCORE_TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
}

function listChanged(pairs: readonly Pair[]): Pick<ChampionAnswers, 'changed'> {
  if (pairs.length === 0) return {};
  return {
    changed: pairs.map(({ registered, current }) => ({
      metric: current.metric,
      registered: registered.value,
      current: current.value,
    })),
  };
}

/** Own keys only: the document was read. */
function ownValue(values: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
}
