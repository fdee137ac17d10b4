/**
 * Both models on each row, case or query alone: how often each is the better one, and where they differ most. Counts of
 * wins and losses say nothing about their size, and are no verdict.
 */
import type { TaskName } from '../documents/fields.ts';
import { improvementOf, isOrdered } from '../kernel/direction.ts';
import type { Metric, ScoredRows } from '../metrics/metric.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { QUERY } from '../metrics/ranked-queries.ts';
import { groupByRow, type Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';

/** A metric that each unit has alone, the first one that the models can be compared by; the one that decides where none is named. */
const METRICS: Readonly<Record<TaskName, readonly string[]>> = {
  binary: ['brier'],
  multiclass: ['brier', 'accuracy'],
  regression: ['mae'],
  forecast: ['mase', 'mae'],
  ranking: ['ndcg@10'],
  scores: [],
  metrics: [],
};

export interface UnitComparison {
  readonly metric: Metric;
  /** What is compared alone: rows, or the queries or cases that rows are measured in. */
  readonly unit: 'row' | 'query' | 'case';
  /** The first row of each unit; U numbers, as those that follow. */
  readonly firstRow: Int32Array;
  readonly challenger: Float64Array;
  readonly champion: Float64Array;
  /** Positive where the challenger is better; NaN where one of both has no value. */
  readonly improvement: Float64Array;
}

export interface UnitCounts {
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** Undefined without a champion, and where no metric says which of two predictions of one unit is better. O(N). */
export function compareUnits(
  task: TaskName,
  { challenger, champion }: Pick<ComparedRows, 'challenger' | 'champion'>,
  deciding: Metric | undefined,
): UnitComparison | undefined {
  if (champion === undefined) return undefined;
  const named = METRICS[task].flatMap((name) => findMetric(task, name) ?? []);
  const candidates = [...named, ...(deciding === undefined || named.length > 0 ? [] : [deciding])].filter(
    ({ isComputable }) => isComputable?.(challenger) !== false && isComputable?.(champion) !== false,
  );
  const units = unitsOf(challenger);
  for (const metric of candidates) {
    const compared = compareBy(metric, { task, challenger, champion }, units);
    if (compared !== undefined) return compared;
  }
  return undefined;
}

interface BothModels {
  readonly task: TaskName;
  readonly challenger: ScoredRows;
  readonly champion: ScoredRows;
}

/** Undefined where the metric has no value on these rows, such as that of a forecast without a scale. */
function compareBy(
  metric: Metric,
  { task, challenger, champion }: BothModels,
  units: Grouping,
): UnitComparison | undefined {
  const { better } = metric;
  if (!isOrdered(better)) return undefined;
  const [own, other] = [valuesOf(metric, challenger, units), valuesOf(metric, champion, units)];
  if (own === undefined || other === undefined) return undefined;
  return {
    metric,
    unit: challenger.byRole?.has(QUERY) === true ? 'query' : task === 'scores' ? 'case' : 'row',
    firstRow: firstRows(units),
    challenger: own,
    champion: other,
    improvement: own.map((value, unit) => improvementOf(value - at(other, unit), better)),
  };
}

export function countUnits({ improvement }: Pick<UnitComparison, 'improvement'>): UnitCounts {
  let [wins, losses, ties] = [0, 0, 0];
  for (const value of improvement) {
    if (value > 0) wins += 1;
    else if (value < 0) losses += 1;
    else if (value === 0) ties += 1;
  }
  return { wins, losses, ties };
}

/** The units in which both models differ most, the largest difference first; equal ones in order of units. O(U log U). */
export function largestDifferences(
  { improvement }: Pick<UnitComparison, 'improvement'>,
  most: number,
): readonly number[] {
  const sizes = improvement.map(Math.abs).filter((size) => size > 0);
  const limit = sizes.length <= most ? 0 : at(sizes.sort(), sizes.length - most);
  const found: number[] = [];
  improvement.forEach((value, unit) => {
    if (value !== 0 && Math.abs(value) >= limit) found.push(unit);
  });
  const sizeOf = (unit: number): number => Math.abs(at(improvement, unit));
  return found.sort((left, right) => sizeOf(right) - sizeOf(left) || left - right).slice(0, most);
}

/** Each row alone, or the rows of each query. */
function unitsOf({ labels, byRole }: ScoredRows): Grouping {
  const queries = byRole?.get(QUERY);
  const rows = groupByRow(labels.length);
  if (queries === undefined) return rows;
  const groupOfRow = Int32Array.from(queries);
  return {
    ...rows,
    isByRow: false,
    groupOfRow,
    count: 1 + groupOfRow.reduce((most, query) => Math.max(most, query), -1),
  };
}

function valuesOf(metric: Metric, rows: ScoredRows, units: Grouping): Float64Array | undefined {
  const statistic = metric.computeStatistic(rows, units);
  if (statistic === undefined) return undefined;
  return Float64Array.from({ length: units.count }, (_, unit) => statistic.withinGroup(unit) ?? Number.NaN);
}

function firstRows({ count, groupOfRow }: Grouping): Int32Array {
  const first = new Int32Array(count).fill(-1);
  groupOfRow.forEach((unit, row) => {
    if (indexAt(first, unit) === -1) first[unit] = row;
  });
  return first;
}
