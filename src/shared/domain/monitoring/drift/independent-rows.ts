/**
 * The test for rows that the user declares independent of each other: chi-squared of homogeneity on the
 * profile's bins. Nothing in the data can show that independence; where rows share a day, a user or a
 * machine, this test raises an alert on nearly every window.
 */
import { sum } from 'simple-statistics';
import { chiSquaredTail } from '../../statistics/chi-squared.ts';
import { countAt } from '../../statistics/vectors.ts';
import type { BinnedPair } from './effect-sizes.ts';

export interface RowsComparison {
  readonly statistic: number;
  readonly p: number;
}

/** Two-sample chi-squared statistic; bins that are empty in both are left out. */
export function chiSquaredHomogeneity({ reference, current }: BinnedPair): RowsComparison {
  const referenceTotal = sum(reference);
  const currentTotal = sum(current);
  let statistic = 0;
  let bins = 0;
  reference.forEach((count, bin) => {
    const other = countAt(current, bin);
    const both = count + other;
    if (both === 0) return;
    bins++;
    const expected = (both * currentTotal) / (referenceTotal + currentTotal);
    statistic += (other - expected) ** 2 / expected + (other - expected) ** 2 / (both - expected);
  });
  if (bins < 2 || referenceTotal === 0 || currentTotal === 0) return { statistic: 0, p: 1 };
  return { statistic, p: chiSquaredTail(statistic, bins - 1) };
}
