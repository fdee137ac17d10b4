/**
 * rho-t: the distance of the current window from the reference, in units of the root mean square of the same distance for
 * the reference's own windows, each against the rest (T). Windows do not overlap and are counted back from the end of the
 * reference. Where one factor moves all points of the curves, T is the size of a t; where many do, squares of them
 * average out, and a t would be far too cautious. So only the part of one factor counts: rho, the share of the first
 * principal direction of the windows' differences, and t² = (T² − (1 − rho)) / rho. With few windows rho is estimated too
 * large, which is cautious. Needs no independence of rows and no normality of columns; measured in
 * test/domain/monitoring/drift/false-alarms.rates.test.ts. Skewed days break it: the permutation of days is the second
 * test. Slow seasons are outside what it can know.
 */
import { rootMeanSquare } from 'simple-statistics';
import { normalQuantile } from '../../statistics/normal.ts';
import { studentTQuantile, studentTTwoSided } from '../../statistics/student-t.ts';
import { principalShare } from '../../statistics/principal-share.ts';
import { at } from '../../statistics/vectors.ts';
import type { Day } from './daily-curves.ts';
import { windowDifference } from './window-difference.ts';

/** A scalar size of a difference curve. */
export type Distance = (difference: Float64Array) => number;

export interface RhoTInput {
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  readonly distance: Distance;
  /** What each point of a curve adds to the distance. */
  readonly weights: Float64Array;
}

export interface RhoTResult {
  /** Distance of the current window from the whole reference. */
  readonly distance: number;
  /** Root mean square distance of the reference's windows. */
  readonly typical: number;
  readonly windows: number;
  readonly degreesOfFreedom: number;
  /** Share of one factor in what the windows differ by, up to 1. */
  readonly rho: number;
  readonly p: number;
}

/** Whether windows of `days` days are compared weekday by weekday: not when they hold whole weeks. */
export function isByWeekday(days: number): boolean {
  return days % 7 !== 0;
}

/** Non-overlapping windows of the current length that the reference holds, and the degrees of freedom of their t. */
export function planWindows(
  referenceDays: number,
  currentDays: number,
): { readonly windows: number; readonly degreesOfFreedom: number } {
  const windows = Math.floor(referenceDays / currentDays);
  // Seven weekday means are fitted, over 7 / d windows' worth of days; without them, one mean.
  return { windows, degreesOfFreedom: windows - Math.ceil(7 / currentDays) };
}

/** O((windows + 1) × days × points). Needs at least two windows and one degree of freedom. */
export function rhoT({ reference, current, distance, weights }: RhoTInput): RhoTResult {
  const byWeekday = isByWeekday(current.length);
  const { windows, degreesOfFreedom } = planWindows(reference.length, current.length);
  const observed = distance(windowDifference({ window: current, others: reference, byWeekday }));
  const differences = Array.from({ length: windows }, (_, j) => {
    const end = reference.length - j * current.length;
    const start = end - current.length;
    const window = reference.slice(start, end);
    const others = [...reference.slice(0, start), ...reference.slice(end)];
    return windowDifference({ window, others, byWeekday });
  });
  const typical = rootMeanSquare(differences.map(distance));
  const roots = weights.map(Math.sqrt);
  const rho = principalShare(differences.map((curve) => curve.map((value, k) => value * at(roots, k))));
  const scale = { typical, windows, degreesOfFreedom, rho };
  return { distance: observed, ...scale, p: pValue(observed, scale) };
}

type WindowScale = Pick<RhoTResult, 'typical' | 'windows' | 'degreesOfFreedom' | 'rho'>;

/** The smallest lasting shift that is detected with 80 % power at `level`, in the unit of the distance. */
export function detectableDistance(
  { typical, windows, degreesOfFreedom, rho }: WindowScale,
  level: number,
): number {
  const t = studentTQuantile(1 - level / 2, degreesOfFreedom);
  const ratio = Math.sqrt(1 - rho + rho * t ** 2);
  return (ratio + normalQuantile(0.8)) * typical * Math.sqrt(1 + 1 / windows);
}

function pValue(observed: number, { typical, windows, degreesOfFreedom, rho }: WindowScale): number {
  // A reference that never varied has no scale: then only the rank among its windows can be said.
  if (typical === 0) return observed === 0 ? 1 : 1 / (windows + 1);
  const squared = ((observed / typical) ** 2 - (1 - rho)) / rho;
  return studentTTwoSided(Math.sqrt(Math.max(0, squared)), degreesOfFreedom);
}
