/**
 * Student's t distribution for any real number of degrees of freedom, accurate in the tails.
 * Tail: incomplete beta; above 1e5 degrees of freedom Hill's normal transform (G. W. Hill, CACM
 * Algorithm 395, 1970), because the beta prefactor loses digits there. Quantile: Newton inside a bracket.
 */
import { regularizedBeta } from './incomplete-beta.ts';
import { normalTail } from './normal.ts';
import { stirlingError } from './stirling.ts';

const HILL_FROM = 1e5;

/** P(T > t). @throws RangeError unless degreesOfFreedom > 0. */
export function studentTTail(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0) || Number.isNaN(t)) {
    throw new RangeError(`studentTTail: expected t and df > 0, got ${t} and ${degreesOfFreedom}`);
  }
  if (t < 0) return 1 - studentTTail(-t, degreesOfFreedom);
  if (t === Infinity) return 0;
  if (degreesOfFreedom > HILL_FROM) return normalTail(hillTransform(t, degreesOfFreedom));
  // t² / df, written so that neither a huge t nor a huge df overflows.
  const ratio = (t / degreesOfFreedom) * t;
  const x = 1 / (1 + ratio);
  const complement = ratio === Infinity ? 1 : ratio / (1 + ratio);
  return regularizedBeta({ a: degreesOfFreedom / 2, b: 0.5, x, complement }).lower / 2;
}

/** P(|T| ≥ |t|). */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  return 2 * studentTTail(Math.abs(t), degreesOfFreedom);
}

/** The t with P(T ≤ t) = probability. @throws RangeError unless 0 < probability < 1 and df > 0. */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1) || !(degreesOfFreedom > 0)) {
    throw new RangeError(
      `studentTQuantile: expected a probability in (0, 1) and df > 0, got ${probability} and ${degreesOfFreedom}`,
    );
  }
  if (probability === 0.5) return 0;
  return probability > 0.5
    ? upperQuantile(1 - probability, degreesOfFreedom)
    : -upperQuantile(probability, degreesOfFreedom);
}

/** The t > 0 with P(T > t) = tail: Newton on ln tail against ln t, which is close to a straight line, kept inside a bracket. */
function upperQuantile(tail: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (studentTTail(high, degreesOfFreedom) > tail) {
    low = high;
    high *= 2;
  }
  let t = low === 0 ? high / 2 : Math.sqrt(low * high);
  for (let step = 0; step < 200; step += 1) {
    const above = studentTTail(t, degreesOfFreedom);
    if (above > tail) low = t;
    else high = t;
    const slope = (t * density(t, degreesOfFreedom)) / above;
    const newton = t * Math.exp(Math.log(above / tail) / slope);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}

function density(t: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  // Γ(half + 1/2) / Γ(half) from Stirling errors: Γ(z) = √(2π/z) (z/e)^z exp(stirlingError(z)).
  const shifted = half + 0.5;
  const logRatio =
    half * Math.log1p(0.5 / half) - 0.5 + stirlingError(shifted) - stirlingError(half) + 0.5 * Math.log(half);
  const logKernel = -shifted * Math.log1p((t / degreesOfFreedom) * t);
  return Math.exp(logRatio + logKernel) / Math.sqrt(Math.PI * degreesOfFreedom);
}

function hillTransform(t: number, degreesOfFreedom: number): number {
  const a = degreesOfFreedom - 0.5;
  const b = 48 * a * a;
  const zz = a * Math.log1p((t / degreesOfFreedom) * t);
  const correction = (((-0.4 * zz - 3.3) * zz - 24) * zz - 85.5) / (0.8 * zz * zz + 100 + b) + zz + 3;
  return Math.sqrt(zz) * (correction / b + 1);
}
