/**
 * What it means to evaluate challenger after challenger on the same rows: one of many turns green by chance more often
 * than a single one. Sources: Armitage, McPherson & Rowe 1969; Gelman & Carlin 2014 (differences that look too large).
 */
import { normalCdf, normalQuantile } from './normal.ts';

/** Two challengers that are exchangeable with the champion share it: so much correlate their differences from it. */
const SHARED_CHAMPION = 0.5;
/** Beyond it the density of the normal distribution adds nothing. */
const LAST = 8;
/** Of Simpson's rule; even. The error is below 1e-9. */
const STEPS = 400;

/**
 * The probability that at least one of `looks` challengers passes at the one-sided `level`, although none is better:
 * 1 − ∫ φ(x) Φ((z − √ρ x) / √(1 − ρ))^k dx.
 * @param correlation of the differences of two challengers from the champion; above 0.5 for small edits of one model.
 */
export function chanceOfLuck(looks: number, level: number, correlation: number = SHARED_CHAMPION): number {
  const z = normalQuantile(1 - level);
  const step = (2 * LAST) / STEPS;
  let none = 0;
  for (let index = 0; index <= STEPS; index += 1) {
    const x = index * step - LAST;
    const weight = index === 0 || index === STEPS ? 1 : index % 2 === 0 ? 2 : 4;
    const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const passes = normalCdf((z - Math.sqrt(correlation) * x) / Math.sqrt(1 - correlation));
    none += weight * density * passes ** looks;
  }
  return 1 - (none * step) / 3;
}

/** Below so many minimum detectable effects, a gain that was found is mostly one that chance made larger. */
const OVERSTATED_BELOW = 1.3;

/** Whether a difference that passed is likely to be smaller on other rows. */
export function isLikelyOverstated(difference: number, minimumDetectableEffect: number): boolean {
  return Math.abs(difference) < OVERSTATED_BELOW * minimumDetectableEffect;
}
