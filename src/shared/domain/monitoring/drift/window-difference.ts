/**
 * The difference between a window of days and other days, as a curve, and its size. With `byWeekday` each
 * day is compared with the other days of the same weekday (all other days where there is none), so that a
 * weekly rhythm is no difference.
 */
import { weekday } from '../profile/days.ts';
import { addScaled, at, dot } from '../../statistics/vectors.ts';
import type { Day } from './daily-curves.ts';

export interface WindowComparison {
  readonly window: readonly Day[];
  readonly others: readonly Day[];
  readonly byWeekday: boolean;
}

/** Mean over the window of (curve of the day - mean curve of the others it is compared with). O(days × points). */
export function windowDifference({ window, others, byWeekday }: WindowComparison): Float64Array {
  const difference = meanCurve(window);
  const groups = byWeekday ? groupByWeekday(window) : [window];
  for (const group of groups) {
    const peers = byWeekday ? sameWeekday(group, others) : others;
    const expected = meanCurve(peers.length === 0 ? others : peers);
    const share = group.length / window.length;
    addScaled(difference, -share, expected);
  }
  return difference;
}

/** Of the largest distance that fractions can have: less is a rounding error of their sums. */
const ROUNDING = 1e-12;

/** Integral of |difference|: the 1-Wasserstein distance of distribution functions, the total variation of shares. */
export function wassersteinDistance(difference: Float64Array, weights: Float64Array): number {
  let distance = 0;
  let largest = 0;
  for (let k = 0; k < difference.length; k++) {
    const weight = at(weights, k);
    largest += weight;
    distance += weight * Math.abs(at(difference, k));
  }
  return distance <= ROUNDING * largest ? 0 : distance;
}

/** Largest |difference|: the Kolmogorov-Smirnov distance of distribution functions. */
export function kolmogorovSmirnovDistance(difference: Float64Array): number {
  return difference.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/** How far the mean moved: minus the integral of the difference of distribution functions. */
export function meanShift(difference: Float64Array, weights: Float64Array): number {
  return -dot(weights, difference);
}

/** Point by point, each day counting once; empty without days. */
export function meanCurve(days: readonly Day[]): Float64Array {
  const sum = new Float64Array(days[0]?.curve.length ?? 0);
  for (const { curve } of days) addScaled(sum, 1, curve);
  return sum.map((value) => value / days.length);
}

function groupByWeekday(days: readonly Day[]): readonly (readonly Day[])[] {
  return Array.from({ length: 7 }, (_, wanted) => days.filter(({ day }) => weekday(day) === wanted)).filter(
    (group) => group.length > 0,
  );
}

function sameWeekday([first]: readonly Day[], others: readonly Day[]): readonly Day[] {
  return first === undefined ? [] : others.filter(({ day }) => weekday(day) === weekday(first.day));
}
