/** How many rows each category has: counted here from a column, or somewhere else and by day. */
import { indexAt } from '../../statistics/vectors.ts';
import type { CategoryColumn } from '../../table/table.ts';

export interface CategoryRows {
  readonly category: string;
  readonly rows: number;
}

/** A column of categories of which only counts are known. */
export interface CountedCategories {
  readonly kind: 'counted-categories';
  readonly missingRows: number;
  /** Of each day the categories that occur, with their rows. */
  readonly byDay: readonly (readonly CategoryRows[])[];
}

export type CategorySource = CategoryColumn | CountedCategories;

/** Categories without rows are left out of counts, and have 0 in a column. O(N). */
export function rowsOfCategories(source: CategorySource): readonly CategoryRows[] {
  if (source.kind === 'counted-categories') return sumDays(source.byDay);
  const { codes, categories } = source;
  const rows = new Int32Array(categories.length);
  for (let index = 0; index < codes.length; index++) {
    const code = indexAt(codes, index);
    if (code >= 0) rows[code] = indexAt(rows, code) + 1;
  }
  return categories.map((category, code) => ({ category, rows: indexAt(rows, code) }));
}

/** With and without a category. */
export function rowCountOf(source: CategorySource): number {
  if (source.kind === 'category') return source.codes.length;
  return sumDays(source.byDay).reduce((total, { rows }) => total + rows, source.missingRows);
}

function sumDays(byDay: CountedCategories['byDay']): readonly CategoryRows[] {
  const total = new Map<string, number>();
  for (const { category, rows } of byDay.flat()) total.set(category, (total.get(category) ?? 0) + rows);
  return [...total].map(([category, rows]) => ({ category, rows }));
}
