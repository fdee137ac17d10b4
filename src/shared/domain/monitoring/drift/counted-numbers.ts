/** What a curve of numbers needs of the current data: counted here from a column, or somewhere else and by day. */
import { countNumbers, type DailyCounts } from '../profile/bin-counts.ts';
import type { RowDays } from '../profile/days.ts';
import { finiteValues, sortFinite, summaryQuantiles } from '../profile/number-summary.ts';
import type { NumberProfile } from '../profile/profile.ts';
import { countAt, mean } from '../../statistics/vectors.ts';
import type { NumberColumn } from '../../table/table.ts';
import { findFence, measureOverflow, type Overflow } from './overflow.ts';

export interface CurrentNumbers {
  readonly counted: Pick<DailyCounts, 'counts' | 'byDay'>;
  /** One a day; one of all rows where there are no days. */
  readonly overflow: readonly Overflow[];
  /** Whether current values lie so far out that their mean says nothing of the others. */
  readonly hasFarValues: boolean;
}

/** A column of numbers of which only counts and sums are known, in the bins of its profile. */
export interface CountedNumbers {
  readonly kind: 'counted-numbers';
  readonly mean: number;
  readonly byDay: CurrentNumbers;
  readonly all: CurrentNumbers;
}

export type NumberSource = NumberColumn | CountedNumbers;

/** O(N), with values far out of range O(N log N). */
export function currentNumbers(
  source: NumberSource,
  profile: NumberProfile,
  rowDays: RowDays | undefined,
): CurrentNumbers {
  if (source.kind === 'counted-numbers') return rowDays === undefined ? source.all : source.byDay;
  const { values } = source;
  const fence = findFence(values, profile, rowDays);
  return {
    counted: countNumbers(values, profile.points, rowDays),
    overflow: measureOverflow(values, { ...profile, fence }, rowDays),
    hasFarValues: fence !== undefined,
  };
}

/** In the unit of the column, without missing and infinite values; NaN without any. */
export function currentMean(source: NumberSource): number {
  return source.kind === 'counted-numbers' ? source.mean : mean(finiteValues(source.values));
}

/** Undefined where only counts are known: they have no more than bins. */
export function currentMedian(source: NumberSource): number | undefined {
  if (source.kind === 'counted-numbers') return undefined;
  return countAt(summaryQuantiles(sortFinite(source.values)), 50);
}
