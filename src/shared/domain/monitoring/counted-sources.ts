/** Counts of the days of a window as what the rules about values and distributions take. */
import { sum } from 'simple-statistics';
import { countAt } from '../statistics/vectors.ts';
import type { CountedNumbers, CurrentNumbers } from './drift/counted-numbers.ts';
import type { Overflow } from './drift/overflow.ts';
import type { DailyDistinct } from './profile/distinct-values.ts';
import type { CountedCategories } from './profile/category-rows.ts';
import type { NumberProfile } from './profile/profile.ts';
import { standsApart, type BeyondCounts } from './quality/column-values.ts';
import type { ValueRange } from './quality/value-range.ts';
import type { CategoryCounts, ColumnCounts, NumberCounts } from './counts/counts.ts';
import {
  addNumberDays,
  categoryDayOf,
  emptyNumberDay,
  numberDayOf,
  type NumberDay,
} from './counts/day-records.ts';
import { binsOfZones } from './counts/number-zones.ts';
import { FEW_DAYS, FEW_ROWS_OF_DAY } from './drift/overflow.ts';

/** As many as are counted of a column of rows: more than any rule asks for. */
const MANY_VALUES = 64;

/** Rows of all days without a value. */
export function missingRowsOf({ missing }: ColumnCounts): number {
  return sum(missing);
}

/** Rows of each category, one list a day, in the order of the days of the counts. */
export function toCategories(column: CategoryCounts): CountedCategories {
  return {
    kind: 'counted-categories',
    missingRows: missingRowsOf(column),
    byDay: column.days.map((_, day) =>
      [...categoryDayOf(column, day).rows].map(([category, rows]) => ({ category, rows })),
    ),
  };
}

/**
 * One entry a day and one for all days together; the mean is in the unit of the column, NaN without a finite value.
 * @throws RangeError for a day without sums, which `parseCounts` refuses.
 */
export function toNumbers(column: NumberCounts, profile: NumberProfile): CountedNumbers {
  const days = daysOf(column);
  const all = sumOfDays(days, column);
  const steps = { profile, stepsPerUnit: column.stepsPerUnit };
  return {
    kind: 'counted-numbers',
    mean: Number(all.sum) / column.stepsPerUnit / sum([...all.counts]),
    byDay: toCurrent(days, all, steps),
    all: toCurrent([all], all, steps),
  };
}

function daysOf(column: NumberCounts): readonly NumberDay[] {
  return column.counts.map((_, day) => numberDayOf(column, day));
}

function sumOfDays(days: readonly NumberDay[], { counts }: NumberCounts): NumberDay {
  return days.reduce(addNumberDays, emptyNumberDay(0, counts[0]?.length ?? 0));
}

interface Steps {
  readonly profile: NumberProfile;
  readonly stepsPerUnit: number;
}

function toCurrent(days: readonly NumberDay[], all: NumberDay, steps: Steps): CurrentNumbers {
  const isFarBelowUsual = isUsual(days, (zones) => countAt(zones, 0));
  const isFarAboveUsual = isUsual(days, (zones) => zones.at(-1) ?? 0);
  const [farBelow, farAbove] = [countAt(all.counts, 0), all.counts.at(-1) ?? 0];
  return {
    counted: {
      counts: binsOfZones(all.counts),
      byDay: days.map(({ counts }) => binsOfZones(counts)),
    },
    overflow: days.map((day) => overflowOf(day, { ...steps, isFarBelowUsual, isFarAboveUsual })),
    hasFarValues: farBelow + farAbove > 0,
  };
}

/** Whether more than a few rows of more than a few days are that far: then they count in full. */
function isUsual(days: readonly NumberDay[], farOf: (zones: readonly number[]) => number): boolean {
  const filled = days.filter(({ counts }) => sum([...counts]) > 0);
  const moved = filled.filter(({ counts }) => farOf(counts) >= FEW_ROWS_OF_DAY * sum([...counts]));
  return moved.length > 0 && moved.length >= FEW_DAYS * filled.length;
}

/** Values far out of range count as if they stood where that begins, unless so many do that it is the distribution. */
function overflowOf(
  { counts, outsideSums }: NumberDay,
  {
    profile: { min, max },
    stepsPerUnit,
    isFarBelowUsual,
    isFarAboveUsual,
  }: Steps & { readonly isFarBelowUsual: boolean; readonly isFarAboveUsual: boolean },
): Overflow {
  const [farBelowSum = 0, belowSum = 0, aboveSum = 0, farAboveSum = 0] = outsideSums.map(
    (steps) => Number(steps) / stepsPerUnit,
  );
  const rows = sum([...counts]);
  const [farBelow, farAbove] = [countAt(counts, 0), counts.at(-1) ?? 0];
  const below = countAt(counts, 1) + countAt(counts, 2);
  const above = (counts.at(-2) ?? 0) + (counts.at(-3) ?? 0);
  const width = max - min;
  const farBelowBy = isFarBelowUsual ? farBelow * min - farBelowSum : farBelow * width;
  const farAboveBy = isFarAboveUsual ? farAboveSum - farAbove * max : farAbove * width;
  return {
    rows,
    belowRows: farBelow + below,
    aboveRows: farAbove + above,
    below: (below * min - belowSum + farBelowBy) / Math.max(1, rows),
    above: (aboveSum - above * max + farAboveBy) / Math.max(1, rows),
  };
}

export function rangeOf(column: NumberCounts): ValueRange {
  const { min, max, infinite } = sumOfDays(daysOf(column), column);
  return {
    ...(min !== null && max !== null && { currentMin: min, currentMax: max }),
    infiniteRows: infinite,
  };
}

/** Infinite values are as far as can be, where the reference has none. */
export function beyondOf(column: NumberCounts, profile: NumberProfile): BeyondCounts {
  const { counts, missing, infinite, min, max } = sumOfDays(daysOf(column), column);
  const infiniteRows = profile.infinite === 0 ? infinite : 0;
  const [farBelow, halfBelow, nearBelow] = [0, 1, 2].map((zone) => countAt(counts, zone));
  const [nearAbove, halfAbove, farAbove] = [3, 2, 1].map((back) => counts.at(-back) ?? 0);
  const belowFar = farBelow ?? 0;
  const aboveFar = farAbove ?? 0;
  const far = belowFar + aboveFar + infiniteRows;
  const onSides =
    (belowFar > 0 ? belowFar + (halfBelow ?? 0) : 0) + (aboveFar > 0 ? aboveFar + (halfAbove ?? 0) : 0);
  const rows = sum([...counts]) + missing + infinite;
  return {
    values: rows,
    outside: far + (halfBelow ?? 0) + (nearBelow ?? 0) + (nearAbove ?? 0) + (halfAbove ?? 0),
    far,
    standsApart: () =>
      standsApart({
        onSides: onSides + infiniteRows,
        ...{ far, values: rows },
        hasFewValues: () => min === max,
      }),
  };
}

/**
 * Different values of each day, as far as counts show them: the bins that have rows where each is one value, and one
 * where the smallest value is the largest. Else there may be many, and the day is taken to have them.
 */
export function distinctOf(column: ColumnCounts, profile: { readonly discrete?: boolean }): DailyDistinct {
  switch (column.kind) {
    case 'presence':
      return { distinct: [], values: [] };
    case 'category':
      return {
        distinct: column.days.map(({ categories }) => Math.min(MANY_VALUES, categories.length)),
        values: column.days.map(({ rows }) => sum(rows)),
      };
    case 'number':
      return {
        distinct: column.counts.map((zones, day) => distinctOfDay(zones, column, { day, profile })),
        values: column.counts.map((zones, day) => sum(zones) + countAt(column.infinite, day)),
      };
  }
}

function distinctOfDay(
  zones: readonly number[],
  { min, max }: NumberCounts,
  { day, profile }: { readonly day: number; readonly profile: { readonly discrete?: boolean } },
): number {
  if (min[day] === max[day]) return 1;
  const isOutside = [0, 1, 2, -1, -2, -3].some((zone) => (zones.at(zone) ?? 0) > 0);
  if (profile.discrete !== true || isOutside) return MANY_VALUES;
  return zones.filter((rows) => rows > 0).length;
}
