/**
 * A metric by how far ahead was forecast, for the reader of a report: a model that is better on average may be worse far
 * ahead. Values without intervals: so many looks at the same rows decide nothing.
 */
import type { Evaluation } from '../documents/evaluation.ts';
import { HORIZON } from '../metrics/forecast-series.ts';
import type { Metric, ScoredRows } from '../metrics/metric.ts';
import { groupByRow, groupRows, type Grouping } from '../statistics/grouped/grouping.ts';
import { at } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';

type Horizons = NonNullable<Evaluation['horizons']>;

/** So many lines are read. */
const MAX_RANGES = 8;

/** Undefined where no horizon is known, or all are one. O(N). */
export function describeHorizons(
  { challenger, champion }: ComparedRows,
  metric: Metric,
): Horizons | undefined {
  const steps = challenger.byRole?.get(HORIZON);
  if (steps === undefined) return undefined;
  const distinct = Float64Array.from(new Set(steps)).sort();
  if (distinct.length < 2) return undefined;
  const ranges = splitEvenly(distinct, Math.min(MAX_RANGES, distinct.length));
  const grouping = groupByRange(steps, ranges);
  const [own, other] = [challenger, champion].map((rows) => valuesWithin(metric, rows, grouping));
  const rowsOf = groupRows(grouping);
  return {
    metric: metric.name,
    ranges: ranges.map((range, index) => {
      const [value, comparedValue] = [own?.(index), other?.(index)];
      return {
        fromSteps: at(range, 0),
        toSteps: at(range, range.length - 1),
        rowCount: rowsOf[index]?.length ?? 0,
        ...(value !== undefined && { challenger: value }),
        ...(comparedValue !== undefined && { comparedValue }),
      };
    }),
  };
}

/** Neighboring horizons together, in parts that differ by one at most. */
function splitEvenly(distinct: Float64Array, count: number): readonly Float64Array[] {
  return Array.from({ length: count }, (_, part) =>
    distinct.subarray(
      Math.floor((part * distinct.length) / count),
      Math.floor(((part + 1) * distinct.length) / count),
    ),
  );
}

function groupByRange(steps: Float64Array, ranges: readonly Float64Array[]): Grouping {
  const rangeOf = new Map(
    ranges.flatMap((range, index) => Array.from(range, (step) => [step, index] as const)),
  );
  return {
    ...groupByRow(steps.length),
    isByRow: false,
    count: ranges.length,
    groupOfRow: Int32Array.from(steps, (step) => rangeOf.get(step) ?? -1),
    nameOf: (range) => String(range),
  };
}

function valuesWithin(
  metric: Metric,
  rows: ScoredRows | undefined,
  grouping: Grouping,
): ((range: number) => number | undefined) | undefined {
  if (rows === undefined || metric.isComputable?.(rows) === false) return undefined;
  return metric.computeStatistic(rows, grouping)?.withinGroup;
}
