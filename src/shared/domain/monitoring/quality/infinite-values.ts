/**
 * Infinite values where the reference has some too: a division by zero that pandas wrote. They are compared with the
 * windows of the reference, like missing values; where the reference has none, they are out of its range.
 */
import type { Finding } from '../../documents/check.ts';
import type { NumberProfile } from '../profile/profile.ts';
import { sum } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import { fractionOfRows, qualityFinding, rowsEffect } from './quality-finding.ts';
import type { ValuesContext } from './reference-context.ts';
import { OBVIOUS_RISE, outcomeAbove, usualFraction } from './usual-fraction.ts';
import type { ValueRange } from './value-range.ts';

/** As for values out of range. */
const LEAST_RISE = 0.01;

/** `now`: the range of all current values, `currentRows` of them. */
export function checkInfinite(
  reference: NumberProfile,
  { now, currentRows }: { readonly now: ValueRange; readonly currentRows: number },
  context: ValuesContext,
): readonly Finding[] {
  const fraction = fractionOfRows(now.infiniteRows, currentRows);
  const usual = usualFraction(
    {
      ...{ byDay: infiniteByDay(reference, context), currentRows, leastRise: LEAST_RISE },
      overallFraction: reference.infinite / (reference.infinite + reference.missing + reference.n),
    },
    context,
  );
  const { largest, warning, limit } = usual;
  if (!(fraction > warning)) return [];
  const isGone = now.currentMin === undefined && 1 - largest >= OBVIOUS_RISE;
  const wasFound = context.wasFound('out-of-range', reference.name);
  return [
    qualityFinding({
      subject: reference.name,
      ...outcomeAbove(fraction, usual, { windowDays: context.windowDays, isGone, wasFound }),
      effect: rowsEffect(fraction, limit),
      detail: {
        ...{ code: 'out-of-range', outsideFraction: fraction, distance: 'far' },
        ...{ referenceMin: reference.min, referenceMax: reference.max },
        ...{ ...now, usualInfiniteFraction: largest },
      },
    }),
  ];
}

/** Rows of a day that are neither missing nor in a bin: every finite value is in one. */
function infiniteByDay(
  { days }: NumberProfile,
  { referenceRows }: ValuesContext,
): readonly number[] | undefined {
  return days?.counts.map((counts, day) =>
    Math.max(0, countAt(referenceRows, day) - countAt(days.missing, day) - sum(counts)),
  );
}
