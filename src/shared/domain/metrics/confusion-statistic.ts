/**
 * Metrics of predicted classes, taken apart by groups. A metric is a function of sums over classes, to which each class
 * adds what follows from its own counts. So leaving out rows changes the parts of their classes only, however many
 * classes there are; partial derivatives by the counts give each row's influence.
 */
import { groupRows, sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { ascendingOrder } from '../statistics/ascending-order.ts';
import type { Statistic, StatisticForm } from '../statistics/grouped/statistic.ts';
import { at, countAt, divideEach, total } from '../statistics/vectors.ts';
import { addRow, countClasses, noRows, type ConfusionCounts } from './confusion-counts.ts';
import type { Metric, MetricDescription, ScoredRows } from './metric.ts';
import { rowChangeOf } from './row-change.ts';

export interface ConfusionFormula {
  /** What one class adds to each sum. Classes without a label are in no average, but predictions of them count. */
  readonly parts: (counts: ConfusionCounts, code: number, hasLabel: boolean) => readonly number[];
  /** @param sums over the classes. @param listedCount how many classes have a label. */
  readonly value: (sums: readonly number[], of: ListedRows) => number | undefined;
  /** @param listed the classes that have a label; the list is the same for both models and without any group. */
  readonly gradient: (counts: ConfusionCounts, listed: Int32Array) => ConfusionGradient;
  /** What gives a group its weight: its rows, or its part of each class. */
  readonly weighBy: 'rows' | 'classes';
}

export interface ListedRows {
  /** Rows, or their weights. */
  readonly rows: number;
  /** Classes that have a label. */
  readonly listedCount: number;
}

/** Partial derivatives, K numbers each: by one more actual, one more predicted, one more of both. */
export interface ConfusionGradient {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly hits: Float64Array;
  /** By one more row, whatever its classes. */
  readonly rows: number;
}

/** A metric that is a function of the counts of the confusion matrix; its gradient gives the influence of a row. */
export function createConfusionMetric({
  parts,
  value,
  gradient,
  weighBy,
  ...description
}: MetricDescription & ConfusionFormula): Metric {
  const formula = { parts, value, gradient, weighBy };
  return {
    ...description,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) => computeConfusionStatistic(formula, rows, grouping),
  };
}

/** Undefined where the metric has no value on these rows. O(N + K). */
function computeConfusionStatistic(
  formula: ConfusionFormula,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic | undefined {
  const counts = countClasses(rows, rows.classes?.length ?? 0);
  const listed = listClasses(counts);
  const value = valueOf(formula, counts);
  if (value === undefined) return undefined;
  const groupSums = sumByGroup(weighRows(rows, counts, formula.weighBy), grouping);
  const gradient = formula.gradient(counts, listed);
  const rowChange = rowChangeOf([widestPrediction(gradient, listed)], rows.weights);
  return {
    value,
    ...(rowChange !== undefined && { rowChange }),
    form: COUNTS,
    rowInfluence: computeInfluence(gradient, rows),
    withoutGroup: deleteGroups(formula, { rows, grouping, counts, listedCount: listed.length }),
    groupWeights: divideEach(groupSums, total(groupSums)),
    withinGroup: createWithinGroup(formula, rows, grouping),
  };
}

const COUNTS: StatisticForm = { kind: 'counts' };

function listClasses({ actual }: ConfusionCounts): Int32Array {
  const listed: number[] = [];
  for (let code = 0; code < actual.length; code += 1) if (at(actual, code) > 0) listed.push(code);
  return Int32Array.from(listed);
}

function valueOf(formula: ConfusionFormula, counts: ConfusionCounts): number | undefined {
  const { rows } = counts;
  return formula.value(sumOver(counts, formula.parts), { rows, listedCount: listClasses(counts).length });
}

/** The sums over all classes. */
export function sumOver(counts: ConfusionCounts, parts: ConfusionFormula['parts']): readonly number[] {
  let sums: number[] = [];
  for (let code = 0; code < counts.actual.length; code += 1) {
    const own = parts(counts, code, at(counts.actual, code) > 0);
    if (code === 0) sums = [...own];
    else own.forEach((part, index) => (sums[index] = countAt(sums, index) + part));
  }
  return sums;
}

function computeInfluence(
  gradient: ConfusionGradient,
  { labels, scores, weights }: ScoredRows,
): Float64Array {
  const influence = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row += 1) {
    const actual = at(labels, row);
    const predicted = at(scores, row);
    const hit = actual === predicted ? at(gradient.hits, actual) : 0;
    const part = at(gradient.actual, actual) + at(gradient.predicted, predicted) + hit + gradient.rows;
    influence[row] = weights === undefined ? part : part * at(weights, row);
  }
  return influence;
}

/** How much further the best prediction of a row is from the worst one, for the label for which that is most. O(K). */
function widestPrediction({ predicted, hits }: ConfusionGradient, listed: Int32Array): number {
  const order = ascendingOrder(predicted);
  /** Of the classes but one, which is another prediction where it is the label's own. */
  const firstBut = (code: number, places: Int32Array): number =>
    places.find((place) => place !== code) ?? code;
  const fromTop = order.toReversed();
  let widest = 0;
  for (const code of listed) {
    const hit = at(predicted, code) + at(hits, code);
    const [worst, best] = [order, fromTop].map((places) => at(predicted, firstBut(code, places)));
    widest = Math.max(widest, Math.max(best ?? hit, hit) - Math.min(worst ?? hit, hit));
  }
  return widest;
}

interface Deletion {
  readonly rows: ScoredRows;
  readonly grouping: Grouping;
  /** Of all rows. */
  readonly counts: ConfusionCounts;
  readonly listedCount: number;
}

/** The value without each group; undefined where one of them has none. */
function deleteGroups(formula: ConfusionFormula, deletion: Deletion): Float64Array | undefined {
  const { rows, grouping } = deletion;
  const withoutRows = createDeletion(formula, deletion);
  if (grouping.isByRow && rows.weights === undefined) return deleteEachRow(deletion, withoutRows);
  const values = new Float64Array(grouping.count);
  const rowsOf = groupRows(grouping);
  for (let group = 0; group < values.length; group += 1) {
    const value = withoutRows(rowsOf[group] ?? new Int32Array());
    if (value === undefined) return undefined;
    values[group] = value;
  }
  return values;
}

type ValueWithout = (rowsOfGroup: Int32Array) => number | undefined;

/** Rows of the same two classes leave the same behind. */
function deleteEachRow({ rows, counts }: Deletion, withoutRows: ValueWithout): Float64Array | undefined {
  const known = new Map<number, number>();
  const values = new Float64Array(rows.labels.length);
  const single = new Int32Array(1);
  for (let row = 0; row < values.length; row += 1) {
    const pair = at(rows.labels, row) * counts.actual.length + at(rows.scores, row);
    let value = known.get(pair);
    if (value === undefined) {
      single[0] = row;
      value = withoutRows(single);
      if (value === undefined) return undefined;
      known.set(pair, value);
    }
    values[row] = value;
  }
  return values;
}

/** What is left of the sums when rows are gone: only the parts of their classes change. O(rows that are gone). */
function createDeletion(formula: ConfusionFormula, { rows, counts, listedCount }: Deletion): ValueWithout {
  const sums = sumOver(counts, formula.parts);
  const left = copyCounts(counts);
  const classesOf = createClassFinder(rows);
  return (rowsOfGroup) => {
    const touched = classesOf(rowsOfGroup);
    for (const row of rowsOfGroup) addRow(left, rows, row, -1);
    const changes = sums.map(() => 0);
    for (const code of touched) {
      const hadLabel = at(counts.actual, code) > 0;
      const before = formula.parts(counts, code, hadLabel);
      formula.parts(left, code, hadLabel).forEach((part, index) => {
        changes[index] = countAt(changes, index) + part - countAt(before, index);
      });
    }
    const remaining = sums.map((sum, index) => sum + countAt(changes, index));
    const value = formula.value(remaining, { rows: left.rows, listedCount });
    // Weights that are added again would leave roundings behind.
    for (const code of touched) restoreClass(left, counts, code);
    left.rows = counts.rows;
    return value;
  };
}

/** The classes of some rows, labels and predictions, each once and in their order. */
function createClassFinder({ labels, scores, classes = [] }: ScoredRows): (of: Int32Array) => Int32Array {
  const lastSeen = new Int32Array(classes.length);
  let call = 0;
  return (of) => {
    call += 1;
    const found: number[] = [];
    for (const row of of) {
      const actual = at(labels, row);
      const predicted = at(scores, row);
      if (lastSeen[actual] !== call) found.push(actual);
      lastSeen[actual] = call;
      if (lastSeen[predicted] !== call) found.push(predicted);
      lastSeen[predicted] = call;
    }
    return Int32Array.from(found).sort();
  };
}

function restoreClass(target: ConfusionCounts, from: ConfusionCounts | undefined, code: number): void {
  target.actual[code] = from === undefined ? 0 : at(from.actual, code);
  target.predicted[code] = from === undefined ? 0 : at(from.predicted, code);
  target.hits[code] = from === undefined ? 0 : at(from.hits, code);
}

function copyCounts({ actual, predicted, hits, rows }: ConfusionCounts): ConfusionCounts {
  return { actual: actual.slice(), predicted: predicted.slice(), hits: hits.slice(), rows };
}

/** By classes all that have a label count alike, however many rows each has. */
function weighRows(
  { labels, weights }: ScoredRows,
  { actual }: ConfusionCounts,
  weighBy: ConfusionFormula['weighBy'],
): Float64Array {
  const weighted = new Float64Array(labels.length);
  for (let row = 0; row < weighted.length; row += 1) {
    const weight = weights === undefined ? 1 : at(weights, row);
    weighted[row] = weighBy === 'rows' ? weight : weight / at(actual, at(labels, row));
  }
  return weighted;
}

/** Within a group the classes are those that it has. */
function createWithinGroup(
  formula: ConfusionFormula,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic['withinGroup'] {
  let kept: { readonly rowsOf: readonly Int32Array[]; readonly counts: ConfusionCounts } | undefined;
  const classesOf = createClassFinder(rows);
  return (group) => {
    kept ??= { rowsOf: groupRows(grouping), counts: noRows(rows.classes?.length ?? 0) };
    const { rowsOf, counts } = kept;
    const own = rowsOf[group] ?? new Int32Array();
    for (const row of own) addRow(counts, rows, row, 1);
    const found = classesOf(own);
    const value = valueOf(formula, pickClasses(counts, found));
    for (const code of found) restoreClass(counts, undefined, code);
    counts.rows = 0;
    return value;
  };
}

function pickClasses({ actual, predicted, hits, rows }: ConfusionCounts, codes: Int32Array): ConfusionCounts {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(codes, (code) => at(values, code));
  return { actual: pick(actual), predicted: pick(predicted), hits: pick(hits), rows };
}
