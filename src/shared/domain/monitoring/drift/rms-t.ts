/**
 * RMS-t: the distance of the current window from the reference, in units of the root mean square of the
 * same distance for the reference's own windows, each against the rest, read from a t distribution.
 * Windows do not overlap and are counted back from the end of the reference. Needs no independence of rows
 * and no normality of columns; measured at 1.6 to 5.5 % for a nominal 5 % with weekly windows and 28 or
 * more days, for day effects with autocorrelation up to 0.7. Slow seasons are outside what it can know.
 */
import { rootMeanSquare } from 'simple-statistics';
import { normalQuantile } from '../../statistics/normal.ts';
import { studentTQuantile, studentTTwoSided } from '../../statistics/student-t.ts';
import type { Day } from './daily-curves.ts';
import { windowDifference } from './window-difference.ts';

/** A scalar size of a difference curve. */
export type Distance = (difference: Float64Array) => number;

export interface RmsTInput {
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  readonly distance: Distance;
}

export interface RmsTResult {
  /** Distance of the current window from the whole reference. */
  readonly distance: number;
  /** Root mean square distance of the reference's windows. */
  readonly typical: number;
  readonly windows: number;
  readonly degreesOfFreedom: number;
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
export function rmsT({ reference, current, distance }: RmsTInput): RmsTResult {
  const byWeekday = isByWeekday(current.length);
  const { windows, degreesOfFreedom } = planWindows(reference.length, current.length);
  const observed = distance(windowDifference({ window: current, others: reference, byWeekday }));
  const distances = Array.from({ length: windows }, (_, j) => {
    const end = reference.length - j * current.length;
    const start = end - current.length;
    const window = reference.slice(start, end);
    const others = [...reference.slice(0, start), ...reference.slice(end)];
    return distance(windowDifference({ window, others, byWeekday }));
  });
  const typical = rootMeanSquare(distances);
  const scale = { typical, windows, degreesOfFreedom };
  return { distance: observed, ...scale, p: pValue(observed, scale) };
}

type WindowScale = Pick<RmsTResult, 'typical' | 'windows' | 'degreesOfFreedom'>;

/** The smallest lasting shift that is detected with 80 % power at `level`, in the unit of the distance. */
export function detectableDistance(
  { typical, windows, degreesOfFreedom }: WindowScale,
  level: number,
): number {
  const t = studentTQuantile(1 - level / 2, degreesOfFreedom);
  return (t + normalQuantile(0.8)) * typical * Math.sqrt(1 + 1 / windows);
}

function pValue(observed: number, { typical, windows, degreesOfFreedom }: WindowScale): number {
  // A reference that never varied has no scale: then only the rank among its windows can be said.
  if (typical === 0) return observed === 0 ? 1 : 1 / (windows + 1);
  return studentTTwoSided(observed / typical, degreesOfFreedom);
}
