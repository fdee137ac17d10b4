/**
 * The standard normal distribution, accurate in both tails (relative error about 1e-13).
 * Tail: Q(1/2, z²/2) / 2. Quantile: Abramowitz & Stegun 26.2.23, then Halley steps on the tail itself.
 */
import { regularizedGamma } from './incomplete-gamma.ts';

/** P(Z > z). */
export function normalTail(z: number): number {
  const { lower, upper } = regularizedGamma(0.5, (z * z) / 2);
  return z >= 0 ? upper / 2 : 0.5 + lower / 2;
}

/** P(Z ≤ z). */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

/** The z with P(Z ≤ z) = probability. @throws RangeError unless 0 < probability < 1. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`normalQuantile: expected a probability in (0, 1), got ${probability}`);
  }
  if (probability === 0.5) return 0;
  if (probability > 0.5) return upperQuantile(1 - probability);
  return -upperQuantile(probability);
}

/** The z ≥ 0 with P(Z > z) = tail, for tail in (0, 1/2). */
function upperQuantile(tail: number): number {
  const t = Math.sqrt(-2 * Math.log(tail));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = t - numerator / denominator;
  for (let step = 0; step < 4; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const newton = (normalTail(z) - tail) / density;
    z += newton / (1 - (z * newton) / 2);
  }
  return z;
}
