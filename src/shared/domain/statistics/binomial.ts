/**
 * Binomial tails and the intervals of a proportion. Successes and trials need not be whole numbers: an interval by
 * groups puts in as many trials as the groups are worth.
 */
import { regularizedBeta } from './incomplete-beta.ts';
import { normalQuantile } from './normal.ts';

/** Halvings of [0, 1] that leave nothing to halve in a double. */
const HALVINGS = 60;

interface Ends {
  readonly lower: number;
  readonly upper: number;
}

/** P(X ≥ successes) for X binomial(trials, probability). @throws RangeError outside 0 ≤ successes ≤ trials, 0 ≤ probability ≤ 1. */
export function binomialTail(successes: number, trials: number, probability: number): number {
  if (!(successes >= 0 && successes <= trials) || !(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `binomialTail: expected 0 <= successes <= trials and a probability, got ${successes}, ${trials}, ${probability}`,
    );
  }
  if (successes === 0) return 1;
  return regularizedBeta({
    a: successes,
    b: trials - successes + 1,
    x: probability,
    complement: 1 - probability,
  }).lower;
}

/** Upper confidence bound for a proportion when none of `trials` showed it: 1 - (1 - confidence)^(1/trials). */
export function zeroEventsBound(trials: number, confidence: number): number {
  return -Math.expm1(Math.log(1 - confidence) / trials);
}

/**
 * The two-sided exact interval of a proportion: each end is missed in at most (1 − confidence) / 2 of all samples,
 * whatever the proportion is. Source: Clopper & Pearson 1934.
 */
export function clopperPearson(successes: number, trials: number, confidence: number): Ends {
  const tail = (1 - confidence) / 2;
  const failures = trials - successes;
  return {
    lower: successes <= 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    upper: failures <= 0 ? 1 : betaQuantile(1 - tail, successes + 1, failures),
  };
}

/** The two-sided score interval of a proportion. Source: Wilson 1927. */
export function wilson(successes: number, trials: number, confidence: number): Ends {
  const proportion = successes / trials;
  const z = normalQuantile((1 + confidence) / 2);
  const scale = 1 + (z * z) / trials;
  const center = (proportion + (z * z) / (2 * trials)) / scale;
  const halfWidth =
    (z / scale) * Math.sqrt((proportion * (1 - proportion)) / trials + (z * z) / (4 * trials * trials));
  return { lower: Math.max(0, center - halfWidth), upper: Math.min(1, center + halfWidth) };
}

/** So many trials without any event make `share` the upper end of Wilson's interval. */
export function trialsForZeroEvents(share: number, confidence: number): number {
  const z = normalQuantile((1 + confidence) / 2);
  return z * z * (1 / share - 1);
}

/** The largest x in [0, 1] for which a condition holds that holds up to some x and not beyond it; 0 where it never does. */
export function findLargest(holds: (x: number) => boolean): number {
  if (holds(1)) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < HALVINGS; step += 1) {
    const x = (low + high) / 2;
    if (holds(x)) low = x;
    else high = x;
  }
  return low;
}

/** The x with I_x(a, b) = probability. */
function betaQuantile(probability: number, a: number, b: number): number {
  return findLargest((x) => regularizedBeta({ a, b, x, complement: 1 - x }).lower < probability);
}
