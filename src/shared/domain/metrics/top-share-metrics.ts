/**
 * Metrics of a binary task for teams that act on the highest scores only, such as a campaign for one customer in ten:
 * precision and lift of the rows at the top. Rows of equal score at the cut count as the mean over all their orders, so
 * that the order of a file decides nothing.
 */
import { ascendingOrder } from '../statistics/ascending-order.ts';
import { groupByRow, groupRows, sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { allDefined, type Statistic } from '../statistics/grouped/statistic.ts';
import { at, dot, indexAt, multiply, take, total } from '../statistics/vectors.ts';
import type { MetricForm } from './metric-form.ts';
import type { Baseline, Metric, ScoredRows } from './metric.ts';
import { ones } from './sum-statistic.ts';

/** `precision@0.1` and `lift@0.1`: of the tenth of the rows with the highest scores. */
export const topShareForms: readonly MetricForm[] = [
  createForm('precision@', ['0.1', '0.05'], precisionOf),
  createForm('lift@', ['0.1', '0.35'], liftOf),
];

function createForm(
  prefix: MetricForm['prefix'],
  examples: MetricForm['examples'],
  createOf: (name: string, share: number) => Metric,
): MetricForm {
  return {
    prefix,
    examples,
    create: (share) =>
      /^0?\.\d{1,6}$/.test(share) && Number(share) > 0 ? createOf(prefix + share, Number(share)) : undefined,
  };
}

/** Random order has the share of positive rows as its precision, and a lift of 1. */
const equalScores: Baseline = {
  words: 'that predicts the same score for every row',
  computeStatistic: (metric, challenger, grouping) =>
    metric.computeStatistic({ ...challenger, scores: new Float64Array(challenger.labels.length) }, grouping),
};

function precisionOf(name: string, share: number): Metric {
  const percent = percentOf(share);
  return {
    name,
    words: {
      title: `Precision of the top ${percent} %`,
      meaning: `the share of positive rows among the ${percent} % with the highest scores`,
    },
    better: 'higher',
    range: { lower: 0, upper: 1 },
    defaultMargin: { kind: 'absolute', value: 0.02 },
    baseline: equalScores,
    undefinedBecause: 'there are no rows',
    dependsOn: 'order',
    computeStatistic: (rows, grouping) =>
      computeTop(rows, grouping, { topFraction: share, divisor: ones(rows), isProportion: true }),
  };
}

function liftOf(name: string, share: number): Metric {
  const percent = percentOf(share);
  return {
    name,
    words: {
      title: `Lift of the top ${percent} %`,
      meaning: `the share of positive rows among the ${percent} % with the highest scores, divided by that among all rows`,
    },
    better: 'higher',
    range: { lower: 0, upper: 1 / share },
    // Two points of the recall of these rows, which is the lift times the share.
    defaultMargin: { kind: 'absolute', value: 0.02 / share },
    baseline: equalScores,
    undefinedBecause: 'no evaluated row is positive',
    dependsOn: 'order',
    computeStatistic: (rows, grouping) =>
      computeTop(rows, grouping, { topFraction: share, divisor: rows.labels }),
  };
}

function percentOf(share: number): number {
  return Number((100 * share).toPrecision(12));
}

interface TopForm {
  /** The part of all rows that is the top. */
  readonly topFraction: number;
  /** What the positive rows at the top are divided by, besides the share: all rows, or the positive ones. N numbers. */
  readonly divisor: Float64Array;
  /** Where it is all rows. */
  readonly isProportion?: true;
}

/** Σ positive rows at the top / share / Σ divisor, each row by its weight; undefined where the last is 0. O(N log N). */
function computeTop(rows: ScoredRows, grouping: Grouping, form: TopForm): Statistic | undefined {
  const { labels, weights = ones(rows) } = rows;
  const { topFraction: share } = form;
  const divisor = multiply(weights, form.divisor);
  const divided = total(divisor);
  if (divided === 0) return undefined;
  const { taken, rateAtCut } = findTop({ ...rows, weights }, share);
  const atTop = multiply(weights, taken);
  // In this order no rounding takes it out of its range.
  const value = Math.min((dot(atTop, labels) / total(atTop)) * (total(weights) / divided), 1 / share);
  const rowInfluence = labels.map((label, row) => {
    // A row at the top takes the place of the last ones there, but for the share by which it makes the top longer.
    const moved = at(atTop, row) * label - rateAtCut * (at(atTop, row) - share * at(weights, row));
    return (moved / share - value * at(divisor, row)) / divided;
  });
  const ofTop = sharesByGroup(atTop, grouping);
  const groupWeights = sharesByGroup(divisor, grouping).map((part, group) => (part + at(ofTop, group)) / 2);
  return {
    value,
    form:
      form.isProportion && rows.weights === undefined
        ? { kind: 'proportion', hits: multiply(atTop, labels), counted: atTop }
        : { kind: 'counts' },
    rowInfluence,
    withoutGroup: extrapolate(value, { rowInfluence, groupWeights, grouping }),
    groupWeights,
    withinGroup: createWithinGroup(rows, grouping, form),
  };
}

interface Top {
  /** The part of each row that is at the top: 1, 0, or what the cut leaves of rows with its score. */
  readonly taken: Float64Array;
  /** The share of positive rows near the cut: what the last rows at the top are worth. */
  readonly rateAtCut: number;
}

type WeightedRows = Pick<ScoredRows, 'labels' | 'scores'> & { readonly weights: Float64Array };

function findTop(rows: WeightedRows, share: number): Top {
  const { labels, weights } = rows;
  const order = ascendingOrder(rows.scores).reverse();
  const target = share * total(weights);
  const cut = findCut(rows, order, target);
  const taken = new Float64Array(labels.length);
  for (let place = 0; place < cut.start; place += 1) taken[indexAt(order, place)] = 1;
  const part = Math.min(1, Math.max(0, (target - cut.above) / cut.equal));
  for (let place = cut.start; place < cut.end; place += 1) taken[indexAt(order, place)] = part;
  return { taken, rateAtCut: rateIn(rows, order, widen(cut, labels.length, share)) };
}

/** Places in descending order of the scores; `end` is exclusive. */
interface Places {
  readonly start: number;
  readonly end: number;
}

interface Cut extends Places {
  /** The weight of the rows before its start, and that of its own. */
  readonly above: number;
  readonly equal: number;
}

/** The rows of one score, among which the sum of the weights from the top reaches the target. */
function findCut({ scores, weights }: WeightedRows, order: Int32Array, target: number): Cut {
  let start = 0;
  let above = 0;
  for (;;) {
    const score = at(scores, indexAt(order, start));
    let end = start;
    let equal = 0;
    while (end < order.length && at(scores, indexAt(order, end)) === score) {
      equal += at(weights, indexAt(order, end));
      end += 1;
    }
    if (above + equal >= target || end === order.length) return { start, end, above, equal };
    start = end;
    above += equal;
  }
}

/**
 * Where scores differ, the row at the cut alone would say 0 or 1, whatever the rate is: it is the mean over n^(2/3) rows
 * around the cut, which get ever more and ever closer to it, and never over more than half of either side.
 */
function widen({ start, end }: Places, count: number, share: number): Places {
  const width = Math.min(count ** (2 / 3), share * count, (1 - share) * count);
  if (end - start >= width) return { start, end };
  const middle = (start + end) / 2;
  return {
    start: Math.max(0, Math.min(start, Math.floor(middle - width / 2))),
    end: Math.min(count, Math.max(end, Math.ceil(middle + width / 2))),
  };
}

function rateIn({ labels, weights }: WeightedRows, order: Int32Array, { start, end }: Places): number {
  let positives = 0;
  let all = 0;
  for (let place = start; place < end; place += 1) {
    const row = indexAt(order, place);
    positives += at(weights, row) * at(labels, row);
    all += at(weights, row);
  }
  return positives / all;
}

/**
 * The influence stands for the deletion of a group: without a group the cut falls on another row, whose label alone would
 * decide, and the jackknife of such a statistic does not converge (Efron 1982, of the median).
 */
function extrapolate(
  value: number,
  {
    rowInfluence,
    groupWeights,
    grouping,
  }: Pick<Statistic, 'rowInfluence' | 'groupWeights'> & { readonly grouping: Grouping },
): Float64Array | undefined {
  const influences = sumByGroup(rowInfluence, grouping);
  return allDefined(grouping.count, (group) => {
    const weight = at(groupWeights, group);
    return weight < 1 ? value - at(influences, group) / (1 - weight) : undefined;
  });
}

function createWithinGroup(
  rows: ScoredRows,
  grouping: Grouping,
  { topFraction, divisor }: TopForm,
): Statistic['withinGroup'] {
  let rowsOf: readonly Int32Array[] | undefined;
  return (group) => {
    rowsOf ??= groupRows(grouping);
    const places = rowsOf[group] ?? new Int32Array();
    const ofGroup = {
      ...rows,
      labels: take(rows.labels, places),
      scores: take(rows.scores, places),
      weights: rows.weights && take(rows.weights, places),
    };
    return computeTop(ofGroup, groupByRow(places.length), { topFraction, divisor: take(divisor, places) })
      ?.value;
  };
}

/** G numbers that add up to one. */
function sharesByGroup(values: Float64Array, grouping: Grouping): Float64Array {
  const sums = sumByGroup(values, grouping);
  const all = total(sums);
  return sums.map((sum) => sum / all);
}
