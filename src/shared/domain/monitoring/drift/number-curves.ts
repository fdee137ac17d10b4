/**
 * A numeric column as one curve a day: its distribution function at the points of the profile, then three numbers
 * about the values beyond the reference's range. The distance is Wasserstein's, in the column's unit; where the
 * standard deviation is that of a few huge values, it is taken over ranks in the reference (the area between the
 * curves, integrated over the reference's mass), because a shift of everything else would be lost in that unit.
 */
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import type { NumberProfile } from '../profile/profile.ts';
import { curvesOf, type ComparedDays, type DailyCurves } from './daily-curves.ts';
import { currentNumbers, type NumberSource } from './counted-numbers.ts';
import type { Overflow } from './overflow.ts';

/** The sd of a normal distribution is its interquartile range over this. */
const QUARTILES_IN_SD = 1.349;
const HEAVY_TAILED_RATIO = 3;

export interface NumberCurves extends DailyCurves {
  /** In the column's unit, whatever the distance is measured in. */
  readonly valueWeights: Float64Array;
  /** So many points at the start of a curve are fractions; the rest are means beyond the range. */
  readonly fractionPoints: number;
  readonly isByRank: boolean;
  /** Whether current values lie so far out that their mean says nothing of the others. */
  readonly hasFarValues: boolean;
}

/** Cumulative fractions at the points of the profile, one curve a day, or one of all rows without days. */
export function numberCurves(
  { profile, column }: { readonly profile: NumberProfile; readonly column: NumberSource },
  days: ComparedDays | undefined,
): NumberCurves {
  const { points, discrete, counts } = profile;
  const dated = profile.days === undefined ? undefined : days;
  const { counted, overflow, hasFarValues } = currentNumbers(column, profile, dated?.current);
  const curves = curvesOf({
    ...{ profile, counted, days, total: counts },
    referenceCurve: (ofDay) => numberCurve(ofDay, undefined),
    currentCurve: (ofDay, position) => numberCurve(ofDay, overflow[position]),
  });
  const valueWeights = Float64Array.of(...pointWeights(points, discrete), 0, 1, 1);
  const isByRank = isHeavyTailed(profile);
  return {
    ...curves,
    totals: {
      ...curves.totals,
      outside: {
        below: sum(overflow.map(({ belowRows }) => belowRows)),
        above: sum(overflow.map(({ aboveRows }) => aboveRows)),
      },
    },
    weights: isByRank ? Float64Array.of(...rankWeights(counts), 0, 0, 0) : valueWeights,
    valueWeights,
    fractionPoints: points.length + 1,
    isByRank,
    hasFarValues,
  };
}

/** Fractions at or below each point, the fraction below the range, and by how much the range is left on each side. */
function numberCurve(counts: readonly number[], overflow: Overflow | undefined): Float64Array {
  const total = sum(counts);
  let below = 0;
  const fractions = counts.slice(0, -1).map((count) => (below += count) / total);
  if (overflow === undefined) return Float64Array.of(...fractions, 0, 0, 0);
  // Signs are those of a difference of distribution functions, so that the mean shift comes out right.
  return Float64Array.of(...fractions, overflow.belowRows / total, overflow.below, -overflow.above);
}

/**
 * Weights that make the sum of |difference| over points the integral of |difference|: exact for a step
 * function on all its values, the trapezoid rule otherwise.
 */
function pointWeights(points: readonly number[], discrete: boolean): readonly number[] {
  return points.map((point, k) => {
    const toNext = (points[k + 1] ?? point) - point;
    return discrete ? toNext : (toNext + point - (points[k - 1] ?? point)) / 2;
  });
}

/** The same over the reference's mass: the trapezoid rule between its own fractions. */
function rankWeights(counts: readonly number[]): readonly number[] {
  const total = sum(counts);
  let below = 0;
  const ranks = counts.slice(0, -1).map((count) => (below += count) / total);
  const padded = [0, ...ranks, 1];
  return ranks.map((_, k) => (countAt(padded, k + 2) - countAt(padded, k)) / 2);
}

function isHeavyTailed({ sd, quantiles }: NumberProfile): boolean {
  const spread = countAt(quantiles, 75) - countAt(quantiles, 25);
  return spread > 0 && sd > (HEAVY_TAILED_RATIO * spread) / QUARTILES_IN_SD;
}
