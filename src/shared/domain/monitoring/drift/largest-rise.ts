/**
 * The category whose fraction rose most. The total variation distance adds up what all categories do, and with many
 * of them that is noise: 92 % of the rows on one category that used to be rare is lost in it. Here each category with
 * counts of its own, and each bucket of the others, is compared with its own windows; variances are moderated, because
 * a few windows give poor ones (Smyth 2004), and the level is divided among them. At most 1 % of unchanged windows
 * exceed a level of 0.01 % where the weights of categories differ between days by a factor of 2; the level used here
 * is a tenth of that of the other rules about fractions for that reason.
 */
import { largest } from '../../kernel/extremes.ts';
import type { FindingTest } from '../../documents/check.ts';
import type { FindingDetail } from '../../documents/finding-detail.ts';
import { studentTTail, studentTQuantile } from '../../statistics/student-t.ts';
import { at } from '../../statistics/vectors.ts';
import type { CategoryProfile } from '../profile/profile.ts';
import { MAX_DAILY_CATEGORIES } from '../profile/profile.ts';
import { countCurrent, countReference, fractionsOf } from '../profile/category-counts.ts';
import { cutWindows } from '../profile/reference-windows.ts';
import { mean, sampleVariance } from 'simple-statistics';
import type { CategorySource } from '../profile/category-rows.ts';
import { FEWEST_WINDOWS, PRIOR_DEGREES } from '../quality/shares-rule.ts';

const FEW_WINDOWS = 8;

/** A smaller rise does not matter, however sure. */
const SMALLEST_RISE = 0.01;

export interface Rise {
  readonly detail: Extract<FindingDetail, { code: 'category-rise' }>;
  readonly limit: number;
  readonly test: FindingTest;
}

export interface RiseRequest {
  readonly profile: CategoryProfile;
  readonly column: CategorySource;
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
    largest: largest(fractions),
    angle,
    spread: Math.sqrt(
      Math.max(ofRows, (PRIOR_DEGREES * common + own * variance) / (PRIOR_DEGREES + own)) *
        (1 + 1 / before.length),
    ),
  }));
}
