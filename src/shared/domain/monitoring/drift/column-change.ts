/**
 * How far a column moved, whatever the chance of that: effect sizes, and a sentence in the column's units.
 * The distance is Wasserstein's in standard deviations of the reference; for labels, the total variation
 * distance: the share of rows that would have to change their label.
 */
import type { Finding } from '../../documents/check.ts';
import { normalCdf } from '../../statistics/normal.ts';
import type { ComparableColumn, DailyCurves } from './daily-curves.ts';
import { describeLabelMove, describeNumberMove } from './describe-move.ts';
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
  readonly effect: NonNullable<Finding['effect']>;
  /** One unit of the effect in units of the distance: the sd, or 1 for shares. */
  readonly scale: number;
  readonly side: 'up' | 'down' | undefined;
  readonly measures: NonNullable<Finding['measures']>;
  readonly text: string;
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
    : labelChange(comparable, { curves, difference, smallestEffect });
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
    effect: { name: 'Wasserstein distance', value, threshold: smallestEffect, unit: 'sd' },
    scale: profile.sd,
    side: shift >= 0 ? 'up' : 'down',
    measures: {
      ...binnedMeasures(curves),
      kolmogorovSmirnov: kolmogorovSmirnovDistance(difference),
      meanShiftSd: shift / profile.sd,
    },
    text: describeNumberMove({ before: profile.mean, now, distanceInSd: value }),
  };
}

function labelChange(
  { profile }: Extract<ComparableColumn, { kind: 'category' }>,
  { curves, difference, smallestEffect }: Compared,
): ColumnChange {
  const value = wassersteinDistance(difference, curves.weights);
  // Two normal distributions that differ by so many sd have this total variation distance.
  const threshold = 2 * normalCdf(smallestEffect / 2) - 1;
  return {
    effect: { name: 'total variation distance', value, threshold, unit: 'share of rows' },
    scale: 1,
    side: undefined,
    measures: binnedMeasures(curves),
    text: describeLabelMove({ profile, difference, before: meanCurve(curves.reference), distance: value }),
  };
}

function binnedMeasures({
  totals,
}: DailyCurves): Pick<ColumnChange['measures'], 'populationStabilityIndex' | 'jensenShannon'> {
  const joined = joinBins(totals);
  return {
    populationStabilityIndex: populationStabilityIndex(joined),
    jensenShannon: jensenShannonDistance(joined),
  };
}
