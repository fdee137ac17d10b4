/**
 * Metrics of predicted classes, taken apart by groups. A metric is a function of the counts of classes; its partial
 * derivatives give each row's influence. Leaving out single rows costs one evaluation for each pair of classes that
 * occurs, not one for each row.
 */
import { groupRows, sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import type { Statistic, StatisticForm } from '../statistics/grouped/statistic.ts';
import { at, total } from '../statistics/vectors.ts';
import { addRow, countClasses, noRows, type ConfusionCounts } from './confusion-counts.ts';
import type { Metric, MetricDescription, ScoredRows } from './metric.ts';

export interface ConfusionFormula {
  /** @param listed the classes that have a label; the list is the same for both models and without any group. */
  readonly value: (counts: ConfusionCounts, listed: Int32Array) => number | undefined;
  readonly gradient: (counts: ConfusionCounts, listed: Int32Array) => ConfusionGradient;
  /** What gives a group its weight: its rows, or its part of each class. */
  readonly weighBy: 'rows' | 'classes';
}

/** Partial derivatives, K numbers each: by one more actual, one more predicted, one more of both. */
export interface ConfusionGradient {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly hits: Float64Array;
  /** By one more row, whatever its classes. */
  readonly rows: number;
}

export function createConfusionMetric({
  value,
  gradient,
  weighBy,
  ...description
}: MetricDescription & ConfusionFormula): Metric {
  const formula = { value, gradient, weighBy };
  return {
    ...description,
    dependsOn: 'scores',
    computeStatistic: (rows, grouping) => computeConfusionStatistic(formula, rows, grouping),
  };
}

/** Undefined where the metric has no value on these rows. O(N + G K), for single rows O(N + P K) with P pairs of classes. */
function computeConfusionStatistic(
  formula: ConfusionFormula,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic | undefined {
  const classCount = rows.classes?.length ?? 0;
  const counts = countClasses(rows, classCount);
  const listed = listClasses(counts);
  const value = formula.value(counts, listed);
  if (value === undefined) return undefined;
  const weights = weighRows(rows, counts, formula.weighBy);
  return {
    value,
    form: COUNTS,
    rowInfluence: computeInfluence(formula.gradient(counts, listed), rows),
    withoutGroup: deleteGroups(formula, { rows, grouping, counts, listed }),
    groupWeights: normalize(sumByGroup(weights, grouping)),
    withinGroup: createWithinGroup(formula, rows, grouping),
  };
}

const COUNTS: StatisticForm = { kind: 'counts' };

function listClasses({ actual }: ConfusionCounts): Int32Array {
  const listed: number[] = [];
  for (let code = 0; code < actual.length; code += 1) if (at(actual, code) > 0) listed.push(code);
  return Int32Array.from(listed);
}

function computeInfluence(
  gradient: ConfusionGradient,
  { labels, scores, weights }: ScoredRows,
): Float64Array {
  const influence = new Float64Array(labels.length);
  for (let row = 0; row < labels.length; row += 1) {
    const [actual, predicted] = [at(labels, row), at(scores, row)];
    const hit = actual === predicted ? at(gradient.hits, actual) : 0;
    const part = at(gradient.actual, actual) + at(gradient.predicted, predicted) + hit + gradient.rows;
    influence[row] = weights === undefined ? part : part * at(weights, row);
  }
  return influence;
}

interface Deletion {
  readonly rows: ScoredRows;
  readonly grouping: Grouping;
  readonly counts: ConfusionCounts;
  readonly listed: Int32Array;
}

function deleteGroups(formula: ConfusionFormula, deletion: Deletion): Float64Array | undefined {
  const { rows, grouping, counts, listed } = deletion;
  if (grouping.isByRow && rows.weights === undefined) return deleteRows(formula, deletion);
  const values = new Float64Array(grouping.count);
  const rowsOf = groupRows(grouping);
  for (let group = 0; group < grouping.count; group += 1) {
    // Weights that are added again would leave roundings behind.
    const left = copyCounts(counts);
    for (const row of rowsOf[group] ?? new Int32Array()) addRow(left, rows, row, -1);
    const value = formula.value(left, listed);
    if (value === undefined) return undefined;
    values[group] = value;
  }
  return values;
}

/** Rows of the same two classes leave the same behind. */
function deleteRows(
  formula: ConfusionFormula,
  { rows, grouping, counts, listed }: Deletion,
): Float64Array | undefined {
  const known = new Map<number, number>();
  const values = new Float64Array(grouping.count);
  const left = copyCounts(counts);
  const classCount = counts.actual.length;
  for (let row = 0; row < values.length; row += 1) {
    const pair = at(rows.labels, row) * classCount + at(rows.scores, row);
    let value = known.get(pair);
    if (value === undefined) {
      addRow(left, rows, row, -1);
      value = formula.value(left, listed);
      addRow(left, rows, row, 1);
      if (value === undefined) return undefined;
      known.set(pair, value);
    }
    values[row] = value;
  }
  return values;
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
  return labels.map((label, row) => {
    const weight = weights === undefined ? 1 : at(weights, row);
    return weighBy === 'rows' ? weight : weight / at(actual, label);
  });
}

function normalize(values: Float64Array): Float64Array {
  const sum = total(values);
  return values.map((value) => value / sum);
}

/** Within a group the classes are those that it has. */
function createWithinGroup(
  formula: ConfusionFormula,
  rows: ScoredRows,
  grouping: Grouping,
): Statistic['withinGroup'] {
  let rowsOf: readonly Int32Array[] | undefined;
  return (group) => {
    rowsOf ??= groupRows(grouping);
    const counts = noRows(rows.classes?.length ?? 0);
    for (const row of rowsOf[group] ?? new Int32Array()) addRow(counts, rows, row, 1);
    return formula.value(counts, listClasses(counts));
  };
}
