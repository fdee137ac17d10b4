/**
 * Which test the number of days allows. Measured limits: with fewer than 28 reference days, or a window
 * longer than the reference, no honest answer exists at 1 %; with fewer than four windows RMS-t has no
 * power, and the deflated permutation of days stands in for it, provisionally.
 */
import { planWindows } from './rms-t.ts';

export const FEWEST_REFERENCE_DAYS = 28;
const FEWEST_WINDOWS = 4;

export type TestPlan =
  | { readonly kind: 'rms-t' }
  | { readonly kind: 'permutation' }
  /** `missing` completes "cannot tell yet: …". */
  | { readonly kind: 'none'; readonly missing: string };

export function planTest(referenceDays: number, currentDays: number): TestPlan {
  if (currentDays === 0)
    return { kind: 'none', missing: 'no row of the current data has a value and a time' };
  if (referenceDays < FEWEST_REFERENCE_DAYS) {
    return {
      kind: 'none',
      missing: `the reference has ${plural(referenceDays, 'day')}, and ${FEWEST_REFERENCE_DAYS} are needed to know how much days differ by themselves`,
    };
  }
  if (currentDays > referenceDays) {
    return {
      kind: 'none',
      missing: `the current data span ${plural(currentDays, 'day')} and the reference ${referenceDays}; look at fewer days at a time`,
    };
  }
  const { windows, degreesOfFreedom } = planWindows(referenceDays, currentDays);
  return windows >= FEWEST_WINDOWS && degreesOfFreedom >= 1 ? { kind: 'rms-t' } : { kind: 'permutation' };
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
