/**
 * How far apart the challenger's own values in two slices of one column are, such as the recall of two regions: the largest gap
 * of each column, with an interval that is corrected for all pairs of slices of which it could have been.
 */
import { largest, smallest } from '../kernel/extremes.ts';
import { addEstimates, correlateEstimates, scaleEstimate } from '../statistics/grouped/mover.ts';
import { at } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';
import {
  shareConfidence,
  type MetricSlices,
  type SliceFinding,
  type SliceOptions,
} from './evaluate-slices.ts';
import { computeOwn } from './metric-finding.ts';
import { takeComparedRows } from './slice-rows.ts';
import type { Slice } from './list-slices.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import type { SliceCondition } from './read-slices.ts';

interface SliceGap {
  readonly column: string;
  readonly highest: SliceCondition;
  readonly lowest: SliceCondition;
  /** Highest minus lowest, in the unit of the metric. */
  readonly estimate: number;
  /** Undefined where one of both values has no interval. */
  readonly bounds: Bounds | undefined;
}

/** A slice of one column, and its challenger's value. */
interface ValueInSlice {
  readonly slice: Slice;
  readonly condition: SliceCondition;
  readonly value: number;
}

/** One for each column that has two slices with a value; in the order of the columns. */
export function findGaps(
  { metric, slices }: MetricSlices,
  rows: ComparedRows,
  options: Omit<SliceOptions, 'isSameModel'>,
): readonly SliceGap[] {
  const columns = [...slicesByColumn(slices)];
  const pairCount = columns.reduce((sum, [, { length }]) => sum + (length * (length - 1)) / 2, 0);
  const confidence = shareConfidence(options.confidence, pairCount);
  return columns.flatMap(([column, found]) => {
    const values = found.flatMap(valueIn).sort((one, other) => other.value - one.value);
    const [highest, lowest] = [values[0], values.at(-1)];
    if (highest === undefined || lowest === undefined || highest === lowest) return [];
    const bounds = boundGap([highest.slice, lowest.slice], {
      metric,
      rows,
      options: { ...options, confidence },
    });
    return {
      column,
      ...{
        highest: highest.condition,
        lowest: lowest.condition,
        estimate: highest.value - lowest.value,
        bounds,
      },
    };
  });
}

/** Those of one column alone, with the rows without a value. */
export function slicesByColumn(
  slices: readonly SliceFinding[],
): ReadonlyMap<string, readonly SliceFinding[]> {
  const found = new Map<string, SliceFinding[]>();
  for (const finding of slices) {
    const [condition, other] = finding.slice.conditions;
    if (condition === undefined || other !== undefined) continue;
    const known = found.get(condition.column);
    if (known === undefined) found.set(condition.column, [finding]);
    else known.push(finding);
  }
  return found;
}

function valueIn({ slice, finding }: SliceFinding): readonly ValueInSlice[] {
  const [condition] = slice.conditions;
  const { challenger: value } = finding;
  return condition === undefined || value === undefined ? [] : [{ slice, condition, value }];
}

interface GapRequest {
  readonly metric: MetricSlices['metric'];
  readonly rows: ComparedRows;
  readonly options: Omit<SliceOptions, 'isSameModel'>;
}

/** Groups that lie in both slices, such as days, may make their values resemble each other. */
function boundGap(pair: readonly [Slice, Slice], { metric, rows, options }: GapRequest): Bounds | undefined {
  const [highest, lowest] = pair.map((slice) => {
    const { challenger, grouping } = takeComparedRows(rows, slice.rows);
    const own = computeOwn(metric, challenger, { ...options, grouping });
    if (own?.interval.kind !== 'interval') return undefined;
    return { interval: own.interval, influence: spread(own.statistic.rowInfluence, slice.rows, rows.count) };
  });
  if (highest === undefined || lowest === undefined) return undefined;
  const correlations = correlateEstimates(highest.influence, lowest.influence, rows.grouping);
  const bounds = correlations.map((correlation) =>
    addEstimates(highest.interval, scaleEstimate(lowest.interval, -1), -correlation),
  );
  return {
    lower: smallest(bounds.map(({ lower }) => lower)),
    upper: largest(bounds.map(({ upper }) => upper)),
  };
}

/** Over all rows; those outside of the slice have no influence. */
function spread(influence: Float64Array, rows: Int32Array, count: number): Float64Array {
  const all = new Float64Array(count);
  rows.forEach((row, index) => (all[row] = at(influence, index)));
  return all;
}
