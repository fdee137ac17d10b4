/**
 * Binomial tails from the incomplete beta function, and the exact (Clopper-Pearson) upper bound for a
 * proportion of which nothing was seen.
 */
import { regularisedBeta } from './incomplete-beta.ts';

/** P(X ≥ successes) for X binomial(trials, probability). @throws RangeError outside 0 ≤ successes ≤ trials, 0 ≤ probability ≤ 1. */
export function binomialTail(successes: number, trials: number, probability: number): number {
  if (!(successes >= 0 && successes <= trials) || !(probability >= 0 && probability <= 1)) {
    throw new RangeError(
      `binomialTail: expected 0 <= successes <= trials and a probability, got ${successes}, ${trials}, ${probability}`,
    );
  }
  if (successes === 0) return 1;
  return regularisedBeta({
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
