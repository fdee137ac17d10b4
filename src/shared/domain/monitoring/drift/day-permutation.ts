/**
 * Permutation of whole days within weekdays, with the observed distance deflated for the autocorrelation
 * of days: consecutive days are alike, so a window differs from the rest more than shuffled days would.
 * The autocorrelation is estimated from the weekday-centered curves of the reference, corrected for its bias and bounded
 * (statistics/autocorrelation.ts). p = (b + 1) / (m + 1) (Phipson & Smyth 2010).
 */
import { sum } from 'simple-statistics';
import { weekday } from '../profile/days.ts';
import { createRandomNumbers } from '../../statistics/random-numbers.ts';
import { addScaled, at, sumOfSquares } from '../../statistics/vectors.ts';
import type { Day } from './daily-curves.ts';
import type { Distance } from './rho-t.ts';
import { windowDifference } from './window-difference.ts';
import { autocorrelationOfDays } from '../../statistics/autocorrelation.ts';

/** Squares of what days differ by, over those of their curves: less is a rounding error, and has no autocorrelation. */
const ROUNDING = 1e-24;

export interface DayPermutationInput {
  readonly reference: readonly Day[];
  readonly current: readonly Day[];
  readonly distance: Distance;
  readonly draws: number;
  /** Same seed, same answer. */
  readonly seed: number;
}

export interface DayPermutationResult {
  /** Weekday-matched distance of the current window. */
  readonly distance: number;
  /** Root mean square of the shuffled distances, inflated for autocorrelation. */
  readonly typical: number;
  readonly autocorrelation: number;
  readonly p: number;
}

/** O(draws × days of the window × points). */
export function dayPermutation(input: DayPermutationInput): DayPermutationResult {
  const { reference, current, distance, draws } = input;
  const observed = distance(windowDifference({ window: current, others: reference, byWeekday: true }));
  const autocorrelation = estimateAutocorrelation(reference);
  const inflation = varianceInflation(autocorrelation, current.length, reference.length);
  // The arrangement that was observed must count, whatever the order in which its sums were rounded.
  const limit = (observed / Math.sqrt(inflation)) * (1 - 1e-12);
  const draw = createShuffler(input);
  let atLeast = 0;
  let squares = 0;
  for (let i = 0; i < draws; i++) {
    const shuffled = distance(draw());
    if (shuffled >= limit) atLeast++;
    squares += shuffled ** 2;
  }
  const typical = Math.sqrt((inflation * squares) / draws);
  return { distance: observed, typical, autocorrelation, p: (1 + atLeast) / (1 + draws) };
}

/** The smallest p that the permutation could give: with few days of a weekday there are few arrangements. */
export function smallestPermutationP(
  reference: readonly Day[],
  current: readonly Day[],
  draws: number,
): number {
  let arrangements = 1;
  for (let wanted = 0; wanted < 7; wanted++) {
    const chosen = current.filter(({ day }) => weekday(day) === wanted).length;
    const pooled = chosen + reference.filter(({ day }) => weekday(day) === wanted).length;
    for (let i = 1; i <= chosen; i++) arrangements *= (pooled - chosen + i) / i;
  }
  return Math.max(1 / (draws + 1), 1 / arrangements);
}

/** Variance of the difference of two adjacent means of AR(1) days over that of independent days; at least 1. */
export function varianceInflation(
  autocorrelation: number,
  currentDays: number,
  referenceDays: number,
): number {
  if (currentDays === 1) return 1;
  let cross = 0;
  for (let i = 1; i <= currentDays; i++) {
    for (let j = 1; j <= referenceDays; j++) cross += autocorrelation ** (i + j - 1);
  }
  const variance =
    sumVariance(autocorrelation, currentDays) / currentDays ** 2 +
    sumVariance(autocorrelation, referenceDays) / referenceDays ** 2 -
    (2 * cross) / (currentDays * referenceDays);
  return Math.max(1, variance / (1 / currentDays + 1 / referenceDays));
}

function sumVariance(autocorrelation: number, days: number): number {
  let variance = days;
  for (let lag = 1; lag < days; lag++) variance += 2 * (days - lag) * autocorrelation ** lag;
  return variance;
}

/** Lag-1 autocorrelation of the weekday-centered curves, summed over points, with its bias added back. */
export function estimateAutocorrelation(days: readonly Day[]): number {
  const residuals = centerByWeekday(days);
  let lagged = 0;
  let squares = 0;
  residuals.forEach((residual, i) => {
    const before = residuals[i - 1];
    residual.forEach((value, k) => {
      squares += value * value;
      if (before !== undefined) lagged += value * at(before, k);
    });
  });
  const size = sum(days.map(({ curve }) => sumOfSquares(curve)));
  const ratio = squares <= ROUNDING * size ? 0 : lagged / squares;
  return autocorrelationOfDays(ratio, days.length);
}

function centerByWeekday(days: readonly Day[]): readonly Float64Array[] {
  const sums = weekdaySums(days);
  return days.map(({ day, curve }) => {
    const group = sums[weekday(day)];
    return group === undefined ? curve : curve.map((value, k) => value - at(group.sum, k) / group.days);
  });
}

interface WeekdaySum {
  readonly sum: Float64Array;
  readonly days: number;
}

function weekdaySums(days: readonly Day[]): readonly WeekdaySum[] {
  const points = days[0]?.curve.length ?? 0;
  return Array.from({ length: 7 }, (_, wanted) => {
    const group = days.filter(({ day }) => weekday(day) === wanted);
    const sum = new Float64Array(points);
    for (const { curve } of group) addScaled(sum, 1, curve);
    return { sum, days: group.length };
  });
}

/** Each call shuffles the days of each weekday and returns the difference curve of the drawn window. */
function createShuffler({ reference, current, seed }: DayPermutationInput): () => Float64Array {
  const random = createRandomNumbers(seed);
  const pooled = [...reference, ...current];
  const totals = weekdaySums(pooled);
  const everything = weekdaySums(pooled).reduce(
    (sum, group) => (addScaled(sum, 1, group.sum), sum),
    new Float64Array(totals[0]?.sum.length ?? 0),
  );
  const strata = Array.from({ length: 7 }, (_, wanted) => ({
    days: pooled.filter(({ day }) => weekday(day) === wanted).map(({ curve }) => curve),
    chosen: current.filter(({ day }) => weekday(day) === wanted).length,
    total: totals[wanted]?.sum ?? everything,
  })).filter(({ chosen }) => chosen > 0);
  const difference = new Float64Array(everything.length);
  const drawn = new Float64Array(everything.length);
  return () => {
    difference.fill(0);
    for (const { days, chosen, total } of strata) {
      chooseSum({ curves: days, chosen }, random, drawn);
      const rest = days.length - chosen;
      for (let k = 0; k < difference.length; k++) {
        const expected =
          rest === 0 ? at(everything, k) / pooled.length : (at(total, k) - at(drawn, k)) / rest;
        difference[k] = at(difference, k) + (at(drawn, k) - chosen * expected) / current.length;
      }
    }
    return difference;
  };
}

/** Sum of `chosen` of the curves, drawn without replacement: the first steps of Fisher and Yates' shuffle, in place. */
function chooseSum(
  { curves, chosen }: { readonly curves: Float64Array[]; readonly chosen: number },
  random: () => number,
  sum: Float64Array,
): void {
  sum.fill(0);
  for (let i = 0; i < chosen; i++) {
    const j = i + Math.floor(random() * (curves.length - i));
    const picked = curves[j];
    const swapped = curves[i];
    if (picked === undefined || swapped === undefined) continue;
    curves[i] = picked;
    curves[j] = swapped;
    addScaled(sum, 1, picked);
  }
}
