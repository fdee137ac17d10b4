/** Probabilities whose logarithm is finite, as `sklearn.metrics.log_loss` takes them: a wrong 0 costs 36 nats, not infinity. */

const SMALLEST_PROBABILITY = Number.EPSILON;

/** @returns the probability, no nearer to 0 or 1 than the machine epsilon of a double (2.2e-16). */
export function clipProbability(probability: number): number {
  return Math.min(Math.max(probability, SMALLEST_PROBABILITY), 1 - SMALLEST_PROBABILITY);
}
