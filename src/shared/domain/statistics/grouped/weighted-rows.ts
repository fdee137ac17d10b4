/**
 * The error of rows that count in part. Where few rows weigh most, their spread says little: if the heavy ones are right by
 * chance, the value is too good and its error too small at once. So it is not taken for smaller than if weights said nothing
 * of how wrong a row is (Kish 1965): then all rows, the light ones too, say how much one differs.
 */
import { at, sumOfSquares } from '../vectors.ts';
import type { ErrorEstimate } from './jackknife.ts';

/**
 * √(s² Σ w²), with s² the mean square of influence ÷ weight over the rows that count; never below the error that is given. O(N).
 * @param influence of each row on the value, N numbers. @param rowWeights not negative, N numbers.
 */
export function widenForWeights(
  error: ErrorEstimate,
  influence: Float64Array,
  rowWeights: Float64Array,
): ErrorEstimate {
  let [squares, counted] = [0, 0];
  for (let row = 0; row < rowWeights.length; row += 1) {
    const weight = at(rowWeights, row);
    if (weight === 0) continue;
    const size = at(influence, row) / weight;
    squares += size * size;
    counted += 1;
  }
  if (counted < 2) return error;
  const asIfAlike = Math.sqrt((squares / (counted - 1)) * sumOfSquares(rowWeights));
  return { ...error, standardError: Math.max(error.standardError, asIfAlike) };
}
