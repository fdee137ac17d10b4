/**
 * The smallest and the largest of any number of values: `Math.min(...values)` puts each of them on the stack, which
 * about 120,000 overflow. NaN among them gives NaN, as there.
 */

/** Infinity for no values. */
export function smallest(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** -Infinity for no values. */
export function largest(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  return most;
}
