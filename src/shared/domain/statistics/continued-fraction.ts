/** What the continued fractions of the incomplete functions share: the modified method of Lentz (Numerical Recipes 5.2). */

/** A fraction that has not converged by then is as good as it gets. */
export const MAX_TERMS = 100_000;

const TINY = 1e-300;

/** A term that is zero would end the recurrence, so it is replaced by one that changes no digit. */
export function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
