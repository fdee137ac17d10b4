/** The chi-squared distribution: its upper tail from the incomplete gamma function, relative error about 1e-13. */
import { regularizedGamma } from './incomplete-gamma.ts';

/** P(X > x). @throws RangeError unless degreesOfFreedom > 0 and x ≥ 0. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return regularizedGamma(degreesOfFreedom / 2, x / 2).upper;
}
