/**
 * Average precision, taken apart by groups. With N(s) the rows and TP(s) the positive rows of score >= s, and P
 * all positive rows, AP = Σ over positive rows TP(s) / N(s) / P: the step-wise area under the precision-recall
 * curve as scikit-learn's `average_precision_score` defines it, where rows of equal score share one threshold.
 */
import { groupRows, sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { allDefined, type Statistic } from '../statistics/grouped/statistic.ts';
import { addScaled, ascending, at, indexAt, take, takeIndices, total } from '../statistics/vectors.ts';
import { weighBothClasses } from './class-weights.ts';
import type { ScoredRows } from './metric.ts';
import { countTypical, rowChangeOf } from './row-change.ts';
import { ascendingOrder } from '../statistics/ascending-order.ts';

/**
 * Up to so many rows × groups each group is deleted literally; beyond, its influence stands for the deletion (the
 * infinitesimal jackknife), which differs by the square of the group's weight.
 */
const MAX_DELETIONS = 20_000_000;

/** Undefined when no row is positive. O(N log N + min(N G, 2e7)). */
export function computePrecisionRecallStatistic(rows: ScoredRows, grouping: Grouping): Statistic | undefined {
  const { labels, weights: rowWeights } = rows;
  const thresholds = indexThresholds(rows.scores);
  const curve = computeCurve(thresholds, labels, rowWeights);
  if (curve === undefined) return undefined;
  const rowInfluence = new Float64Array(labels.length);
  for (let row = 0; row < rowInfluence.length; row += 1) {
    const influence = influenceOf(curve, indexAt(thresholds.ofRow, row), at(labels, row));
    rowInfluence[row] = rowWeights === undefined ? influence : influence * at(rowWeights, row);
  }
  const positiveWeights =
    rowWeights === undefined ? labels : labels.map((label, row) => label * at(rowWeights, row));
  const groupWeights = weighClasses(rows, grouping);
  const rowChange = findRowChange(curve.positives, rowWeights);
  return {
    value: curve.value,
    ...(rowChange !== undefined && { rowChange }),
    ...(rowWeights !== undefined && { rowWeights }),
    form: { kind: 'smooth' },
    rowInfluence,
    withoutGroup:
      labels.length * grouping.count <= MAX_DELETIONS
        ? allDefined(
            grouping.count,
            rowWeights === undefined
              ? createDeletions(thresholds, labels, grouping)
              : (group) =>
                  computeCurve(thresholds, labels, weightsWithout(group, grouping, rowWeights))?.value,
          )
        : extrapolateDeletions(
            curve.value,
            { rowInfluence, labels: positiveWeights, groupWeights },
            grouping,
          ),
    groupWeights,
    withinGroup: createWithinGroup(rows, grouping),
  };
}

/**
 * A positive row that falls from the first place to the last one loses its part; a negative row before all P positive ones
 * makes the precision of the i-th i ÷ (i + 1), which is less by 1 ÷ (i + 1): together the harmonic number of P + 1, less 1.
 */
function findRowChange(positives: number, weights: Float64Array | undefined): number | undefined {
  const count = countTypical(positives, weights);
  const harmonic = Math.log(count + 1) + EULER - 1 + 1 / (2 * count + 2);
  return rowChangeOf([1 / positives, harmonic / positives], weights);
}

/** Of the harmonic numbers: H_n ≈ ln n + γ + 1 ÷ 2n. */
const EULER = 0.577_215_664_901_532_9;

interface Thresholds {
  readonly count: number;
  /** The place of each row's score among the distinct scores, in ascending order. */
  readonly ofRow: Int32Array;
}

function indexThresholds(scores: Float64Array): Thresholds {
  const ofRow = new Int32Array(scores.length);
  let threshold = -1;
  let before = Number.NaN;
  const order = ascendingOrder(scores);
  for (let place = 0; place < order.length; place += 1) {
    const row = indexAt(order, place);
    const score = at(scores, row);
    if (score !== before) threshold += 1;
    before = score;
    ofRow[row] = threshold;
  }
  return { count: threshold + 1, ofRow };
}

/** What the influence of a row follows from; each vector has one number a threshold. */
interface Curve {
  readonly value: number;
  /** P, the weight of all positive rows. */
  readonly positives: number;
  /** TP / N. */
  readonly precision: Float64Array;
  /** What one more positive row at this threshold adds to the precision of the positive rows at and below it: Σ 1 / N. */
  readonly gain: Float64Array;
  /** What one more row of either class takes from them: Σ TP / N². */
  readonly loss: Float64Array;
}

/** @param weights one a row; a row of weight 0 is not there; absent where all count as one. Undefined when no positive row is. */
function computeCurve(
  { count, ofRow }: Thresholds,
  labels: Float64Array,
  weights: Float64Array | undefined,
): Curve | undefined {
  const rowsAt = new Float64Array(count);
  const positivesAt = new Float64Array(count);
  for (let row = 0; row < labels.length; row += 1) {
    const threshold = indexAt(ofRow, row);
    const weight = weights === undefined ? 1 : at(weights, row);
    rowsAt[threshold] = at(rowsAt, threshold) + weight;
    positivesAt[threshold] = at(positivesAt, threshold) + weight * at(labels, row);
  }
  const positives = total(positivesAt);
  if (positives === 0) return undefined;
  const rowsFrom = sumFromTop(rowsAt);
  const positivesFrom = sumFromTop(positivesAt.slice());
  const [precision, gain, loss] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  let sum = 0;
  let gained = 0;
  let lost = 0;
  for (let threshold = 0; threshold < count; threshold += 1) {
    const here = at(positivesAt, threshold);
    const rows = at(rowsFrom, threshold);
    const hits = at(positivesFrom, threshold);
    const precisionHere = hits === 0 ? 0 : hits / rows;
    precision[threshold] = precisionHere;
    if (here > 0) {
      sum += here * precisionHere;
      gained += here / rows;
      lost += (here * precisionHere) / rows;
    }
    gain[threshold] = gained;
    loss[threshold] = lost;
  }
  return { value: sum / positives, positives, precision, gain, loss };
}

/**
 * The value without a group, bit for bit that of `computeCurve` with weight 0 for its rows: rows that count as one are
 * taken from counts, which is exact. O(thresholds with a positive row + rows of the group), in arrays that all deletions share.
 */
function createDeletions(
  thresholds: Thresholds,
  labels: Float64Array,
  grouping: Grouping,
): (group: number) => number | undefined {
  const { count, ofRow } = keepPositive(thresholds, labels);
  const left: CountsLeft = { rowsAt: new Float64Array(count), positivesAt: new Float64Array(count) };
  const { rowsAt, positivesAt } = left;
  const move = (rows: Int32Array, sign: 1 | -1): number => {
    let positives = 0;
    for (let index = 0; index < rows.length; index += 1) {
      const row = indexAt(rows, index);
      const threshold = indexAt(ofRow, row);
      const positive = sign * at(labels, row);
      rowsAt[threshold] = at(rowsAt, threshold) + sign;
      positivesAt[threshold] = at(positivesAt, threshold) + positive;
      positives += positive;
    }
    return positives;
  };
  const allPositives = move(ascending(labels.length), 1);
  const rowsOf = groupRows(grouping);
  return (group) => {
    const rows = rowsOf[group] ?? new Int32Array();
    const positives = allPositives + move(rows, -1);
    const value = averagePrecision(left, labels.length - rows.length, positives);
    move(rows, 1);
    return value;
  };
}

/**
 * The thresholds that a positive row has, each with the rows up to the next one: no other adds to the value. The first
 * one has the rows below all of them.
 */
function keepPositive({ count, ofRow }: Thresholds, labels: Float64Array): Thresholds {
  const places = new Int32Array(count);
  for (let row = 0; row < ofRow.length; row += 1) if (at(labels, row) !== 0) places[indexAt(ofRow, row)] = 1;
  let last = 0;
  for (let threshold = 0; threshold < count; threshold += 1) {
    last += indexAt(places, threshold);
    places[threshold] = last;
  }
  return { count: last + 1, ofRow: takeIndices(places, ofRow) };
}

/** How many rows are left at each threshold. */
interface CountsLeft {
  readonly rowsAt: Float64Array;
  readonly positivesAt: Float64Array;
}

/**
 * Undefined without a positive row. A threshold of which a deletion leaves none adds zero, which costs less than to find out.
 */
function averagePrecision(
  { rowsAt, positivesAt }: CountsLeft,
  rows: number,
  positives: number,
): number | undefined {
  if (positives === 0) return undefined;
  let sum = 0;
  let rowsFrom = rows;
  let positivesFrom = positives;
  for (let threshold = 0; threshold < positivesAt.length && positivesFrom > 0; threshold += 1) {
    const here = at(positivesAt, threshold);
    sum += here * (positivesFrom / rowsFrom);
    positivesFrom -= here;
    rowsFrom -= at(rowsAt, threshold);
  }
  return sum / positives;
}

/** For each threshold the sum from it to the highest one, in place. */
function sumFromTop(values: Float64Array): Float64Array {
  let sum = 0;
  for (let index = values.length - 1; index >= 0; index -= 1) {
    sum += at(values, index);
    values[index] = sum;
  }
  return values;
}

/** The derivative of the value by the weight of one row. */
function influenceOf(curve: Curve, threshold: number, label: number): number {
  const ofItself = label * (at(curve.precision, threshold) - curve.value);
  const onOthers = label * at(curve.gain, threshold) - at(curve.loss, threshold);
  return (ofItself + onOthers) / curve.positives;
}

/** Of each row, and none for those of the group. */
function weightsWithout(group: number, { groupOfRow }: Grouping, rowWeights: Float64Array): Float64Array {
  const weights = rowWeights.slice();
  for (let row = 0; row < weights.length; row += 1) if (indexAt(groupOfRow, row) === group) weights[row] = 0;
  return weights;
}

/** Both classes count one half, as for ROC AUC: a group of negatives alone moves the precision too. */
function weighClasses(rows: ScoredRows, grouping: Grouping): Float64Array {
  const { positives, negatives, allPositives, allNegatives } = weighBothClasses(rows, grouping);
  const weights = new Float64Array(grouping.count);
  if (allPositives > 0) addScaled(weights, 1 / allPositives, positives);
  if (allNegatives > 0) addScaled(weights, 1 / allNegatives, negatives);
  const sum = total(weights);
  for (let group = 0; group < weights.length; group += 1) weights[group] = at(weights, group) / sum;
  return weights;
}

function extrapolateDeletions(
  value: number,
  {
    rowInfluence,
    labels,
    groupWeights,
  }: Readonly<Record<'rowInfluence' | 'labels' | 'groupWeights', Float64Array>>,
  grouping: Grouping,
): Float64Array | undefined {
  const positives = sumByGroup(labels, grouping);
  const all = total(positives);
  if (positives.includes(all)) return undefined;
  return sumByGroup(rowInfluence, grouping).map(
    (part, group) => value - part / (1 - at(groupWeights, group)),
  );
}

function createWithinGroup(
  { labels, scores, weights }: ScoredRows,
  grouping: Grouping,
): (group: number) => number | undefined {
  let rowsOf: readonly Int32Array[] | undefined;
  return (group) => {
    rowsOf ??= groupRows(grouping);
    const rows = rowsOf[group] ?? new Int32Array();
    const thresholds = indexThresholds(take(scores, rows));
    return computeCurve(thresholds, take(labels, rows), weights && take(weights, rows))?.value;
  };
}
