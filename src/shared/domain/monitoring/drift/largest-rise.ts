/**
 * The category whose fraction rose most. The total variation distance adds up what all categories do, and with many
 * of them that is noise: 92 % of the rows on one category that used to be rare is lost in it. Here each category with
 * counts of its own, and each bucket of the others, is compared with its own windows; variances are moderated, because
 * a few windows give poor ones (Smyth 2004), and the level is divided among them. At most 1 % of unchanged windows
 * exceed a level of 0.01 % where the weights of categories differ between days by a factor of 2; the level used here
 * is a tenth of that of the other rules about fractions for that reason.
 */
import type { FindingTest } from '../../documents/check.ts';
import type { FindingDetail } from '../../documents/finding.ts';
import { studentTTail, studentTQuantile } from '../../statistics/student-t.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import type { CategoryProfile } from '../profile/profile.ts';
import { knownLevels, BUCKETS, bucketOf } from '../profile/levels.ts';
import { MAX_DAILY_CATEGORIES } from '../profile/profile.ts';
import { cutWindows, type DayRange } from '../profile/reference-windows.ts';
import { mean, sampleVariance } from 'simple-statistics';
import type { CategoryColumn } from '../../table/table.ts';

const FEWEST_WINDOWS = 4;
const FEW_WINDOWS = 8;

/** Degrees of freedom that the common variance counts for. */
const PRIOR_DEGREES = 14;

/** A smaller rise does not matter, however sure. */
const SMALLEST_RISE = 0.01;

export interface Rise {
  readonly detail: Extract<FindingDetail, { code: 'category-rise' }>;
  readonly limit: number;
  readonly test: FindingTest;
}

export interface RiseRequest {
  readonly profile: CategoryProfile;
  readonly column: CategoryColumn;
  readonly windowDays: number;
  /** Of this rule about this column in this check. */
  readonly level: number;
}

/** Undefined when nothing rose beyond what the reference allows, or the profile cannot say. O(N + windows × bins). */
export function findLargestRise(request: RiseRequest): Rise | undefined {
  const { profile, column, windowDays, level } = request;
  const windows = cutWindows(profile.days?.counts.length ?? 0, windowDays);
  if (windows.length < FEWEST_WINDOWS || profile.days === undefined) return undefined;
  const before = windows.map((range) => fractionsOf(countReference(profile, range)));
  const now = countCurrent(profile, column);
  const moderated = moderate(before, now.rows);
  const degreesOfFreedom = windows.length + PRIOR_DEGREES - 1;
  const bins = moderated.length;
  const t = studentTQuantile(1 - level / (2 * bins), degreesOfFreedom);
  const risen = moderated
    .map((bin): RisenBin => {
      const fraction = at(now.counts, bin.bin) / now.rows;
      const bound = Math.sin(Math.min(Math.PI / 2, bin.angle + t * bin.spread)) ** 2;
      return { ...bin, fraction, limit: Math.max(bound, bin.largest + SMALLEST_RISE) };
    })
    .filter(({ fraction, limit }) => fraction > limit)
    .sort((left, right) => right.fraction - right.mean - (left.fraction - left.mean));
  const [most] = risen;
  if (most === undefined) return undefined;
  const statistic = (Math.asin(Math.sqrt(most.fraction)) - most.angle) / most.spread;
  return {
    detail: {
      code: 'category-rise',
      category: most.bin < MAX_DAILY_CATEGORIES ? nameOf(profile, most.bin) : (now.leading[most.bin] ?? ''),
      isBucket: most.bin >= MAX_DAILY_CATEGORIES,
      referenceFraction: most.mean,
      currentFraction: most.fraction,
    },
    limit: most.limit,
    test: {
      name: 'largest-rise',
      p: Math.min(1, 2 * bins * studentTTail(statistic, degreesOfFreedom)),
      level,
      statistic,
      effectiveN: windows.length,
      provisional: windows.length < FEW_WINDOWS,
    },
  };
}

function nameOf({ categories }: CategoryProfile, bin: number): string {
  return (categories[bin]?.category ?? '').slice(0, 80).toWellFormed();
}

interface BinBefore {
  readonly bin: number;
  /** Mean and largest fraction of the windows. */
  readonly mean: number;
  readonly largest: number;
  /** Mean of arcsine roots, and the standard deviation of one more. */
  readonly angle: number;
  readonly spread: number;
}

interface RisenBin extends BinBefore {
  readonly fraction: number;
  readonly limit: number;
}

function moderate(before: readonly Float64Array[], rows: number): readonly BinBefore[] {
  const bins = Array.from({ length: before[0]?.length ?? 0 }, (_, bin) => {
    const fractions = before.map((window) => at(window, bin));
    const angles = fractions.map((fraction) => Math.asin(Math.sqrt(fraction)));
    return { bin, fractions, angle: mean(angles), variance: sampleVariance(angles) };
  });
  const common = mean(bins.map(({ variance }) => variance));
  const ofRows = 0.25 / rows;
  const own = before.length - 1;
  return bins.map(({ bin, fractions, angle, variance }) => ({
    bin,
    mean: mean(fractions),
    largest: Math.max(...fractions),
    angle,
    spread: Math.sqrt(
      Math.max(ofRows, (PRIOR_DEGREES * common + own * variance) / (PRIOR_DEGREES + own)) *
        (1 + 1 / before.length),
    ),
  }));
}

/** Named categories, then buckets. A profile without buckets has one bin of all others. */
function countReference({ days }: CategoryProfile, { start, end }: DayRange): Float64Array {
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

interface CurrentCounts {
  readonly counts: Float64Array;
  /** With a category, new ones included: those are the subject of another rule, and in no bin. */
  readonly rows: number;
  /** The most frequent category of each bin. */
  readonly leading: readonly string[];
}

function countCurrent(profile: CategoryProfile, { codes, labels }: CategoryColumn): CurrentCounts {
  const bins = binCount(profile.days);
  const hasBuckets = profile.days?.buckets !== undefined;
  const named = new Map(
    profile.categories.slice(0, MAX_DAILY_CATEGORIES).map(({ category }, bin) => [category, bin]),
  );
  const isKnown = knownLevels(profile) ?? (() => true);
  const rowsOf = new Int32Array(labels.length);
  for (const code of codes) if (code >= 0) rowsOf[code] = indexAt(rowsOf, code) + 1;
  const counts = new Float64Array(bins);
  const leading = new Array<string>(bins).fill('');
  const most = new Array<number>(bins).fill(0);
  let rows = 0;
  labels.forEach((label, code) => {
    const count = indexAt(rowsOf, code);
    rows += count;
    if (count === 0 || !isKnown(label)) return;
    const bin = named.get(label) ?? (hasBuckets ? MAX_DAILY_CATEGORIES + bucketOf(label) : bins - 1);
    counts[bin] = at(counts, bin) + count;
    if (count <= countAt(most, bin)) return;
    most[bin] = count;
    leading[bin] = label.slice(0, 80).toWellFormed();
  });
  return { counts, rows, leading };
}

function fractionsOf(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}
