/** A column of categories into its profile: the frequent ones by name and by day, the rest by what they have in common. */
import { sum } from 'simple-statistics';
import { indexAt } from '../../statistics/vectors.ts';
import type { CategoryColumn } from '../../table/table.ts';
import { copyRows, countCategories } from './bin-counts.ts';
import type { RowDays } from './days.ts';
import { countDistinct } from './distinct-values.ts';
import { measureLevelSpans } from './level-spans.ts';
import { bucketOf, BUCKETS, encodeLevels, MAX_LEVELS } from './levels.ts';
import { MAX_CATEGORIES, MAX_DAILY_CATEGORIES, type CategoryProfile } from './profile.ts';
import { compareBytes } from '../../kernel/byte-order.ts';

/** With at least so many distinct categories a row, a text column identifies rows and does not describe them. */
const IDENTIFIER_FRACTION = 0.5;
const IDENTIFIER_MIN_CATEGORIES = 50;

/** @param rowDays the day of each row, for counts by day. O(N + categories log categories). */
export function profileCategories(column: CategoryColumn, rowDays?: RowDays): CategoryProfile {
  const { name, codes } = column;
  const { ranked, n } = rankCategories(column);
  const distinct = ranked.length;
  const identifier = distinct >= IDENTIFIER_MIN_CATEGORIES && distinct >= IDENTIFIER_FRACTION * n;
  const categories = identifier ? [] : ranked.slice(0, MAX_CATEGORIES);
  const other = n - sum(categories.map(({ count }) => count));
  const isHashed = other > 0 && !identifier && distinct <= MAX_LEVELS;
  const summary = {
    name,
    kind: 'category' as const,
    ...{ missing: codes.length - n, n, distinct, identifier, categories, other },
    singletons: ranked.filter(({ count }) => count === 1).length,
    ...(isHashed && { levels: encodeLevels(ranked.map(({ category }) => category)) }),
  };
  if (rowDays === undefined || rowDays.days.length === 0) return summary;
  const names = categories.map(({ category }) => category);
  const { byDay, missingByDay } = countCategories(
    codes,
    dailyCategoryBins(column.categories, names),
    rowDays,
  );
  const days = {
    missing: [...missingByDay],
    distinct: [...countDistinct(column, rowDays).distinct],
    counts: copyRows(byDay),
  };
  if (identifier) return { ...summary, days };
  const { first, last, rows } = measureLevelSpans(codes, column.categories.length, rowDays);
  const spans = { first: [...first], last: [...last], rows: [...rows] };
  const buckets = distinct > MAX_DAILY_CATEGORIES ? countBuckets(column, names, rowDays) : undefined;
  return { ...summary, days: { ...days, ...(buckets !== undefined && { buckets }), spans } };
}

/** The most frequent first, then by name; categories without rows are left out. */
function rankCategories({ codes, categories }: CategoryColumn): {
  readonly ranked: readonly { readonly category: string; readonly count: number }[];
  /** Rows that have one. */
  readonly n: number;
} {
  const totals = new Int32Array(categories.length);
  let n = 0;
  for (let index = 0; index < codes.length; index++) {
    const code = indexAt(codes, index);
    if (code < 0) continue;
    n++;
    totals[code] = indexAt(totals, code) + 1;
  }
  const ranked = categories
    .map((category, code) => ({ category, count: indexAt(totals, code) }))
    .filter(({ count }) => count > 0)
    .sort((left, right) => right.count - left.count || compareBytes(left.category, right.category));
  return { ranked, n };
}

function countBuckets(
  { categories, codes }: CategoryColumn,
  names: readonly string[],
  rowDays: RowDays,
): number[][] {
  const named = new Set(names.slice(0, MAX_DAILY_CATEGORIES));
  const binOfCode = Int32Array.from(categories, (category) =>
    named.has(category) ? -1 : bucketOf(category),
  );
  return copyRows(countCategories(codes, { binOfCode, binCount: BUCKETS }, rowDays).byDay);
}

/** The bin of each category in the counts by day of a profile: the frequent ones, then all others. */
export function dailyCategoryBins(
  categories: readonly string[],
  known: readonly string[],
): { readonly binOfCode: Int32Array; readonly binCount: number } {
  const daily = known.slice(0, MAX_DAILY_CATEGORIES);
  const binOfCategory = new Map(daily.map((category, bin) => [category, bin]));
  const binOfCode = Int32Array.from(categories, (category) => binOfCategory.get(category) ?? daily.length);
  return { binOfCode, binCount: daily.length + 1 };
}
