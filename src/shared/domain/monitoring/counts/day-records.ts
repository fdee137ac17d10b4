/** What the counts of one column say of one day, as something that can be added; and lists of such days as a column. */
import { countAt } from '../../statistics/vectors.ts';
import { OUTSIDE_SUMS, type CategoryCounts, type ColumnCounts, type NumberCounts } from './counts.ts';

export interface NumberDay {
  readonly missing: number;
  readonly infinite: number;
  readonly counts: readonly number[];
  readonly sum: bigint;
  readonly squares: bigint;
  /** Far below, below, above and far above. */
  readonly outsideSums: readonly bigint[];
  readonly min: number | null;
  readonly max: number | null;
}

export interface CategoryDay {
  readonly missing: number;
  readonly rows: ReadonlyMap<string, number>;
}

/** A day of rows without a value. */
export function emptyNumberDay(missing: number, zones: number): NumberDay {
  return {
    ...{ missing, infinite: 0, sum: 0n, squares: 0n, min: null, max: null },
    counts: new Array<number>(zones).fill(0),
    outsideSums: new Array<bigint>(OUTSIDE_SUMS).fill(0n),
  };
}

/** Of the same column and zones: everything adds up exactly, the sums as whole steps. */
export function addNumberDays(left: NumberDay, right: NumberDay): NumberDay {
  return {
    missing: left.missing + right.missing,
    infinite: left.infinite + right.infinite,
    counts: left.counts.map((count, zone) => count + countAt(right.counts, zone)),
    sum: left.sum + right.sum,
    squares: left.squares + right.squares,
    outsideSums: left.outsideSums.map((sum, side) => sum + (right.outsideSums[side] ?? 0n)),
    min: combine(left.min, right.min, Math.min),
    max: combine(left.max, right.max, Math.max),
  };
}

function combine(
  left: number | null,
  right: number | null,
  pick: (left: number, right: number) => number,
): number | null {
  if (left === null || right === null) return left ?? right;
  return pick(left, right);
}

/** Rows of each category of both, in the order in which they come first. */
export function addCategoryDays(left: CategoryDay, right: CategoryDay): CategoryDay {
  const rows = new Map(left.rows);
  for (const [category, count] of right.rows) rows.set(category, (rows.get(category) ?? 0) + count);
  return { missing: left.missing + right.missing, rows };
}

/** @throws RangeError for a day that is not there, which `parseCounts` refuses: `BigInt('')` would be zero. */
function wholeOf(sums: readonly string[], day: number): bigint {
  const digits = sums[day];
  if (digits === undefined || digits === '')
    throw new RangeError(`numberDayOf: expected a sum of day ${day}, got none`);
  return BigInt(digits);
}

/** @param day the position in the counts. @throws RangeError for a day that is not there. */
export function numberDayOf(column: NumberCounts, day: number): NumberDay {
  return {
    missing: countAt(column.missing, day),
    infinite: countAt(column.infinite, day),
    counts: column.counts[day] ?? [],
    sum: wholeOf(column.sums, day),
    squares: wholeOf(column.squares, day),
    outsideSums: (column.outsideSums[day] ?? []).map(BigInt),
    min: column.min[day] ?? null,
    max: column.max[day] ?? null,
  };
}

/** @param day the position in the counts; without rows where it is not there. */
export function categoryDayOf({ missing, categories, days }: CategoryCounts, day: number): CategoryDay {
  const ofDay = days[day];
  const rows = (ofDay?.categories ?? []).map(
    (position, entry) => [categories[position] ?? '', countAt(ofDay?.rows ?? [], entry)] as const,
  );
  return { missing: countAt(missing, day), rows: new Map(rows) };
}

/** The other way round: days as the columns of a document, in their order. */
export function numberCountsOf(
  { name, stepsPerUnit }: Pick<NumberCounts, 'name' | 'stepsPerUnit'>,
  days: readonly NumberDay[],
): NumberCounts {
  return {
    ...{ name, kind: 'number', stepsPerUnit },
    missing: days.map(({ missing }) => missing),
    infinite: days.map(({ infinite }) => infinite),
    counts: days.map(({ counts }) => [...counts]),
    sums: days.map(({ sum }) => String(sum)),
    squares: days.map(({ squares }) => String(squares)),
    outsideSums: days.map(({ outsideSums }) => outsideSums.map(String)),
    min: days.map(({ min }) => min),
    max: days.map(({ max }) => max),
  };
}

export function categoryCountsOf(name: string, byDay: readonly CategoryDay[]): CategoryCounts {
  const categories = [...new Set(byDay.flatMap(({ rows }) => [...rows.keys()]))].sort();
  const positionOf = new Map(categories.map((category, position) => [category, position]));
  const days = byDay.map(({ rows }) => {
    const entries = [...rows]
      .map(([category, count]) => [positionOf.get(category) ?? -1, count] as const)
      .sort(([left], [right]) => left - right);
    return { categories: entries.map(([position]) => position), rows: entries.map(([, count]) => count) };
  });
  return { name, kind: 'category', missing: byDay.map(({ missing }) => missing), categories, days };
}

/** The days at these positions, in this order. */
export function takeDays(column: ColumnCounts, places: readonly number[]): ColumnCounts {
  switch (column.kind) {
    case 'number':
      return numberCountsOf(
        column,
        places.map((day) => numberDayOf(column, day)),
      );
    case 'category':
      return categoryCountsOf(
        column.name,
        places.map((day) => categoryDayOf(column, day)),
      );
    case 'presence':
      return { ...column, missing: places.map((day) => countAt(column.missing, day)) };
  }
}
