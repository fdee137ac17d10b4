/** Rows of each category, in windows of the reference and in the current data: named categories first, then buckets of the others. */
import { at, countAt } from '../../statistics/vectors.ts';
import { rowsOfCategories, type CategorySource } from './category-rows.ts';
import { BUCKETS, bucketOf, knownLevels } from './levels.ts';
import { MAX_DAILY_CATEGORIES, type CategoryProfile } from './profile.ts';
import type { DayRange } from './reference-windows.ts';

/** Named categories, then buckets. A profile without buckets has one bin of all others. */
export function countReference({ days }: CategoryProfile, { start, end }: DayRange): Float64Array {
  const named = days?.counts ?? [];
  const buckets = days?.buckets;
  const counts = new Float64Array(binCount(days));
  for (let day = start; day < end; day++) {
    const ofDay = named[day] ?? [];
    const own = buckets === undefined ? ofDay : ofDay.slice(0, MAX_DAILY_CATEGORIES);
    own.forEach((count, bin) => (counts[bin] = at(counts, bin) + count));
    (buckets?.[day] ?? []).forEach((count, bucket) => {
      counts[MAX_DAILY_CATEGORIES + bucket] = at(counts, MAX_DAILY_CATEGORIES + bucket) + count;
    });
  }
  return counts;
}

function binCount(days: CategoryProfile['days']): number {
  if (days === undefined) return 0;
  return days.buckets === undefined ? (days.counts[0]?.length ?? 0) : MAX_DAILY_CATEGORIES + BUCKETS;
}

export interface CurrentCounts {
  readonly counts: Float64Array;
  /** With a category, new ones included: those are the subject of another rule, and in no bin. */
  readonly rows: number;
  /** The most frequent category of each bin. */
  readonly leading: readonly string[];
}

/**
 * Current rows in the bins of the profile: named categories, then buckets or one bin of all others. Categories that
 * the reference does not know are in no bin; `rows` counts them too. O(categories).
 */
export function countCurrent(profile: CategoryProfile, current: CategorySource): CurrentCounts {
  const bins = binCount(profile.days);
  const hasBuckets = profile.days?.buckets !== undefined;
  const named = new Map(
    profile.categories.slice(0, MAX_DAILY_CATEGORIES).map(({ category }, bin) => [category, bin]),
  );
  const isKnown = knownLevels(profile) ?? (() => true);
  const counts = new Float64Array(bins);
  const leading = new Array<string>(bins).fill('');
  const most = new Array<number>(bins).fill(0);
  let rows = 0;
  rowsOfCategories(current).forEach(({ category, rows: count }) => {
    rows += count;
    if (count === 0 || !isKnown(category)) return;
    const bin = named.get(category) ?? (hasBuckets ? MAX_DAILY_CATEGORIES + bucketOf(category) : bins - 1);
    counts[bin] = at(counts, bin) + count;
    if (count <= countAt(most, bin)) return;
    most[bin] = count;
    leading[bin] = category.slice(0, 80).toWellFormed();
  });
  return { counts, rows, leading };
}

/** Counts over their sum; all zero where that is zero. */
export function fractionsOf(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
