/**
 * Loader's two pieces of the binomial and Poisson densities: the error of Stirling's formula and the
 * deviance. They keep x^a (1-x)^b / B(a, b) accurate where the textbook form cancels.
 * Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
 */

/** Above this the series below is exact to the last bits; smaller arguments are shifted up to it. */
const SERIES_FROM = 16;

/** ln Γ(n+1) - [ln √(2π) + (n + 1/2) ln n - n], for n > 0. */
export function stirlingError(n: number): number {
  let shift = 0;
  let x = n;
  while (x < SERIES_FROM) {
    shift += (x + 0.5) * Math.log1p(1 / x) - 1;
    x += 1;
  }
  const xx = x * x;
  const series = 1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / xx) / xx) / xx) / xx;
  return shift + series / x;
}

/** x ln(x / mean) + mean - x, for x ≥ 0 and mean > 0, without cancellation near x = mean. */
function deviance(x: number, mean: number): number {
  if (x === 0) return mean;
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let term = 2 * x * v;
  for (let j = 1; j < 1000; j += 1) {
    term *= v * v;
    const next = sum + term / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** mean^x e^-mean / Γ(x+1), for x > 0 and mean > 0. */
export function poissonDensity(x: number, mean: number): number {
  return Math.exp(-stirlingError(x) - deviance(x, mean)) / Math.sqrt(2 * Math.PI * x);
}

/** Γ(x+y+1) / (Γ(x+1) Γ(y+1)) p^x q^y, for x, y > 0 and p + q = 1; both p and q are given so that neither is rounded. */
export function binomialDensity(x: number, y: number, { p, q }: { p: number; q: number }): number {
  const n = x + y;
  const exponent =
    stirlingError(n) - stirlingError(x) - stirlingError(y) - deviance(x, n * p) - deviance(y, n * q);
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * x * y));
}
