/**
 * How far a column moved, whether or not the difference is significant: effect sizes, and the values that
 * changed most. The distance is Wasserstein's in standard deviations of the reference; for categories, the total
 * variation distance: the fraction of rows that would have to change their category.
 */
import type { Effect, Finding } from '../../documents/check.ts';
import type { FindingDetail } from '../../documents/finding-detail.ts';
import type { CategoryProfile, NumberProfile } from '../profile/profile.ts';
import { normalCdf } from '../../statistics/normal.ts';
import { at, countAt } from '../../statistics/vectors.ts';
import {
  categoryCurves,
  type ComparableColumn,
  type ComparedDays,
  type DailyCurves,
} from './daily-curves.ts';
import { currentMean, currentMedian, type NumberSource } from './counted-numbers.ts';
import { numberCurves, type NumberCurves } from './number-curves.ts';
import { jensenShannonDistance, joinBins, populationStabilityIndex } from './effect-sizes.ts';
import { isByWeekday } from './rho-t.ts';
import {
  kolmogorovSmirnovDistance,
  meanCurve,
  meanShift,
  wassersteinDistance,
  windowDifference,
} from './window-difference.ts';

/** Of ranks from 0 to 1, which are uniform in the reference. */
const RANK_SD = 1 / Math.sqrt(12);

export interface ColumnChange {
  readonly effect: Effect;
  /** One unit of the effect in units of the distance: the sd of the values or of their ranks, or 1 for fractions. */
  readonly scale: number;
  readonly side: 'up' | 'down' | undefined;
  readonly measures: NonNullable<Finding['measures']>;
  readonly detail: FindingDetail;
}

/** `change` is undefined where a side has no day with a value. */
export function compareColumn(
  comparable: ComparableColumn,
  days: ComparedDays | undefined,
  smallestEffect: number,
): { readonly curves: DailyCurves; readonly change: ColumnChange | undefined } {
  switch (comparable.kind) {
    case 'number': {
      const curves = numberCurves(comparable, days);
      return {
        curves,
        change: isEmpty(curves) ? undefined : numberChange(comparable, curves, smallestEffect),
      };
    }
    case 'category': {
      const curves = categoryCurves(comparable, days);
      return {
        curves,
        change: isEmpty(curves) ? undefined : categoryChange(comparable, curves, smallestEffect),
      };
    }
  }
}

function isEmpty({ reference, current }: DailyCurves): boolean {
  return reference.length === 0 || current.length === 0;
}

function differenceOf({ reference, current }: DailyCurves): Float64Array {
  return windowDifference({ window: current, others: reference, byWeekday: isByWeekday(current.length) });
}

function numberChange(
  { profile, column }: Extract<ComparableColumn, { kind: 'number' }>,
  curves: NumberCurves,
  smallestEffect: number,
): ColumnChange {
  const difference = differenceOf(curves);
  const { weights, valueWeights, fractionPoints, isByRank, hasFarValues } = curves;
  const scale = isByRank ? RANK_SD : profile.sd;
  const value = wassersteinDistance(difference, weights) / scale;
  const shift = meanShift(difference, valueWeights);
  return {
    effect: {
      measure: isByRank ? 'rank-distance' : 'wasserstein-distance',
      value,
      threshold: smallestEffect,
    },
    scale,
    side: (isByRank ? meanShift(difference, weights) : shift) >= 0 ? 'up' : 'down',
    measures: {
      ...binnedMeasures(curves),
      kolmogorovSmirnovDistance: kolmogorovSmirnovDistance(difference.subarray(0, fractionPoints)),
      meanShiftSd: shift / profile.sd,
    },
    detail: {
      code: 'numeric-shift',
      referenceMean: profile.mean,
      currentMean: currentMean(column),
      ...((isByRank || hasFarValues) && mediansOf(profile, column)),
    },
  };
}

function mediansOf(
  { quantiles }: NumberProfile,
  column: NumberSource,
): { readonly referenceMedian?: number; readonly currentMedian?: number } {
  const median = currentMedian(column);
  return median === undefined ? {} : { referenceMedian: countAt(quantiles, 50), currentMedian: median };
}

function categoryChange(
  { profile }: Extract<ComparableColumn, { kind: 'category' }>,
  curves: DailyCurves,
  smallestEffect: number,
): ColumnChange {
  const difference = differenceOf(curves);
  const value = wassersteinDistance(difference, curves.weights);
  // Two normal distributions that differ by so many sd have this total variation distance.
  const threshold = 2 * normalCdf(smallestEffect / 2) - 1;
  return {
    effect: { measure: 'total-variation-distance', value, threshold },
    scale: 1,
    side: undefined,
    measures: binnedMeasures(curves),
    detail: largestShift(profile, difference, meanCurve(curves.current)),
  };
}

/**
 * The category whose fraction changed most. The last point of the curves is of all rarer categories together. The
 * fraction before is that of the days that the window was compared with (the same weekdays), so both are fractions.
 */
function largestShift(profile: CategoryProfile, difference: Float64Array, now: Float64Array): FindingDetail {
  let most = 0;
  difference.forEach((change, bin) => {
    if (Math.abs(change) > Math.abs(at(difference, most))) most = bin;
  });
  const category = most < difference.length - 1 ? profile.categories[most]?.category : undefined;
  const currentFraction = asFraction(at(now, most));
  return {
    code: 'category-shift',
    ...(category !== undefined && { category }),
    referenceFraction: asFraction(currentFraction - at(difference, most)),
    currentFraction,
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
