/** How many different values a column has on each day: few where there used to be many is a sensor that is stuck. */
import { countAt } from '../../statistics/vectors.ts';
import type { Column } from '../../table/table.ts';
import type { RowDays } from './days.ts';

/** More are not counted: what matters is whether there are few. */
const MOST_DISTINCT = 64;

export interface DailyDistinct {
  /** At most MOST_DISTINCT, one a day. */
  readonly distinct: readonly number[];
  /** Rows with a value, one a day. */
  readonly values: readonly number[];
}

/** O(N); memory for MOST_DISTINCT values a day. */
export function countDistinct(column: Column, { days, positions }: RowDays): DailyDistinct {
  const seen = days.map(() => new Set<number>());
  const values = new Array<number>(days.length).fill(0);
  const cells = column.kind === 'category' ? column.codes : column.values;
  const isMissing =
    column.kind === 'category' ? (cell: number) => cell < 0 : (cell: number) => Number.isNaN(cell);
  for (let row = 0; row < cells.length; row++) {
    const day = positions[row] ?? -1;
    const cell = cells[row] ?? NaN;
    if (day < 0 || isMissing(cell)) continue;
    values[day] = countAt(values, day) + 1;
    const ofDay = seen[day];
    if (ofDay !== undefined && ofDay.size < MOST_DISTINCT) ofDay.add(cell);
  }
  return { distinct: seen.map(({ size }) => size), values };
}
