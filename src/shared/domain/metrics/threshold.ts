/**
 * A threshold in the precision of the scores. NumPy compares single-precision scores with a threshold that it rounds to
 * single precision first (NEP 50), so that a score that was computed as 0.7 reaches a threshold of 0.7. As a double that
 * score is 0.699999988, in Parquet and in text of all digits alike.
 */

/** `0.4375` is written by people, `0.699999988079071` is not. */
const SHORT_DECIMAL = 8;

/**
 * @param scores all of a model. Where every one is a number of lower precision, they were computed in that precision. A
 * short decimal such as 0.5 shows nothing: a threshold of 0.5001 stays above it.
 */
export function thresholdFor(scores: Float64Array, threshold: number): number {
  for (const round of [toHalf, Math.fround]) {
    const rounded = round(threshold);
    // Rounded up, no score of that precision lies between the two.
    const isEvidence = rounded < threshold && String(rounded).length > SHORT_DECIMAL;
    if (isEvidence && scores.every((score) => round(score) === score || Number.isNaN(score))) return rounded;
  }
  return threshold;
}

const HALF_FRACTION_BITS = 10;
const SMALLEST_HALF_EXPONENT = -14;
const LARGEST_HALF = 65_504;

/** The nearest half-precision number (IEEE 754 binary16), ties to even; NaN beyond its range. */
function toHalf(value: number): number {
  if (value === 0) return value;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(value))), SMALLEST_HALF_EXPONENT);
  const unit = 2 ** (exponent - HALF_FRACTION_BITS);
  const rounded = roundToEven(value / unit) * unit;
  return Math.abs(rounded) <= LARGEST_HALF ? rounded : NaN;
}

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
