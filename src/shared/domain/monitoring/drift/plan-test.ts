/**
 * Which test the number of days allows. Measured limits: with fewer than 28 reference days, or a window
 * longer than the reference, no test keeps a level of 1 %; with fewer than four windows rho-t has no
 * power, and the deflated permutation of days stands in for it, provisionally.
 */
import type { Obstacle } from '../../documents/finding-detail.ts';
import { planWindows } from './rho-t.ts';
import { FEWEST_REFERENCE_DAYS } from '../profile/days.ts';

const FEWEST_WINDOWS = 4;

export type TestPlan =
  | { readonly kind: 'rho-t' }
  | { readonly kind: 'permutation' }
  | { readonly kind: 'none'; readonly obstacle: Obstacle };

/** @param referenceDays days with rows; `currentDays` the same of the window. */
export function planTest(referenceDays: number, currentDays: number): TestPlan {
  if (currentDays === 0) return { kind: 'none', obstacle: { code: 'no-dated-rows' } };
  if (referenceDays < FEWEST_REFERENCE_DAYS) {
    return {
      kind: 'none',
      obstacle: {
        code: 'too-few-reference-days',
        days: referenceDays,
        neededDays: FEWEST_REFERENCE_DAYS,
      },
    };
  }
  if (currentDays > referenceDays) {
    return {
      kind: 'none',
      obstacle: { code: 'window-longer-than-reference', days: currentDays, referenceDays },
    };
  }
  const { windows, degreesOfFreedom } = planWindows(referenceDays, currentDays);
  return windows >= FEWEST_WINDOWS && degreesOfFreedom >= 1 ? { kind: 'rho-t' } : { kind: 'permutation' };
}
