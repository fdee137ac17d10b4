/**
 * How far a column moved, whether or not the difference is significant: effect sizes, and the values that
 * changed most. The distance is Wasserstein's in standard deviations of the reference; for categories, the total
 * variation distance: the fraction of rows that would have to change their category.
 */
import type { Effect, Finding } from '../../documents/check.ts';
import type { FindingDetail } from '../../documents/finding.ts';
import type { CategoryProfile } from '../profile/profile.ts';
import { normalCdf } from '../../statistics/normal.ts';
import { at } from '../../statistics/vectors.ts';
import type { ComparableColumn, DailyCurves } from './daily-curves.ts';
import { jensenShannonDistance, joinBins, populationStabilityIndex } from './effect-sizes.ts';
import { isByWeekday } from './rms-t.ts';
import {
  kolmogorovSmirnovDistance,
  meanCurve,
  meanShift,
  wassersteinDistance,
  windowDifference,
} from './window-difference.ts';

export interface ColumnChange {
  readonly effect: Effect;
  /** One unit of the effect in units of the distance: the sd, or 1 for fractions. */
  readonly scale: number;
  readonly side: 'up' | 'down' | undefined;
  readonly measures: NonNullable<Finding['measures']>;
  readonly detail: FindingDetail;
}

/** Both sides of `curves` hold at least one day. */
export function measureChange(
  comparable: ComparableColumn,
  curves: DailyCurves,
  smallestEffect: number,
): ColumnChange {
  const difference = windowDifference({
    window: curves.current,
    others: curves.reference,
    byWeekday: isByWeekday(curves.current.length),
  });
  return comparable.kind === 'number'
    ? numberChange(comparable, { curves, difference, smallestEffect })
    : categoryChange(comparable, { curves, difference, smallestEffect });
}

interface Compared {
  readonly curves: DailyCurves;
  readonly difference: Float64Array;
  readonly smallestEffect: number;
}

function numberChange(
  { profile, column }: Extract<ComparableColumn, { kind: 'number' }>,
  { curves, difference, smallestEffect }: Compared,
): ColumnChange {
  const value = wassersteinDistance(difference, curves.weights) / profile.sd;
  const shift = meanShift(difference, curves.weights);
  const finite = column.values.filter(Number.isFinite);
  const now = finite.reduce((sum, number) => sum + number / finite.length, 0);
  return {
    effect: { measure: 'wasserstein-distance', value, threshold: smallestEffect },
    scale: profile.sd,
    side: shift >= 0 ? 'up' : 'down',
    measures: {
      ...binnedMeasures(curves),
      kolmogorovSmirnovDistance: kolmogorovSmirnovDistance(difference),
      meanShiftSd: shift / profile.sd,
    },
    detail: { code: 'numeric-shift', referenceMean: profile.mean, currentMean: now },
  };
}

function categoryChange(
  { profile }: Extract<ComparableColumn, { kind: 'category' }>,
  { curves, difference, smallestEffect }: Compared,
): ColumnChange {
  const value = wassersteinDistance(difference, curves.weights);
  // Two normal distributions that differ by so many sd have this total variation distance.
  const threshold = 2 * normalCdf(smallestEffect / 2) - 1;
  return {
    effect: { measure: 'total-variation-distance', value, threshold },
    scale: 1,
    side: undefined,
    measures: binnedMeasures(curves),
    detail: largestShift(profile, difference, meanCurve(curves.reference)),
  };
}

/** The category whose fraction changed most. The last point of the curves is of all rarer categories together. */
function largestShift(
  profile: CategoryProfile,
  difference: Float64Array,
  before: Float64Array,
): FindingDetail {
  let most = 0;
  difference.forEach((change, bin) => {
    if (Math.abs(change) > Math.abs(at(difference, most))) most = bin;
  });
  const category = most < difference.length - 1 ? profile.categories[most]?.category : undefined;
  const referenceFraction = asFraction(at(before, most));
  return {
    code: 'category-shift',
    ...(category !== undefined && { category }),
    referenceFraction,
    currentFraction: asFraction(referenceFraction + at(difference, most)),
  };
}

/** Sums of fractions can leave the range by a rounding error. */
function asFraction(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function binnedMeasures({
  totals,
}: DailyCurves): Pick<ColumnChange['measures'], 'populationStabilityIndex' | 'jensenShannonDistance'> {
  const joined = joinBins(totals);
  return {
    populationStabilityIndex: populationStabilityIndex(joined),
    jensenShannonDistance: jensenShannonDistance(joined),
  };
}
