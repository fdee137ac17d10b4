/** What tests say that take each row for independent, which the rows of one day are not. */

/** Values of one column; what is missing is not a number. */
export type RowSample = ArrayLike<number>;

/** @returns how many of the samples differ from the reference by the two-sample Kolmogorov-Smirnov test at the level. */
export function countRowAlerts(reference: RowSample, samples: readonly RowSample[], level: number): number {
  const sorted = sortedValues(reference);
  return samples.filter((sample) => testRows(sorted, sortedValues(sample)) < level).length;
}

/**
 * @param left, right in ascending order.
 * @returns the two-sided p-value by the limiting distribution: 2 Σ (−1)^(k−1) exp(−2 k² n D²) (Smirnov 1948).
 */
function testRows(left: Float64Array, right: Float64Array): number {
  const effectiveCount = (left.length * right.length) / (left.length + right.length);
  const squared = effectiveCount * largestDistance(left, right) ** 2;
  let p = 0;
  for (let k = 1; k <= TERMS; k += 1) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * squared);
  // Near 0 the series does not converge, and the p-value is 1.
  return squared < NEAR_ZERO ? 1 : p;
}

const TERMS = 100;
const NEAR_ZERO = 0.04;

/** Of the two distribution functions, after all rows with the same value. */
function largestDistance(left: Float64Array, right: Float64Array): number {
  let [distance, i, j] = [0, 0, 0];
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i]!, right[j]!);
    while (left[i] === value) i += 1;
    while (right[j] === value) j += 1;
    distance = Math.max(distance, Math.abs(i / left.length - j / right.length));
  }
  return distance;
}

function sortedValues(sample: RowSample): Float64Array {
  return Float64Array.from(sample)
    .filter((value) => !Number.isNaN(value))
    .sort();
}
