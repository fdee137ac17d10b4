/**
 * Standard errors for groups that follow each other in time. Both start from the groups' influences on the
 * statistic and let neighbors resemble each other: one through an AR(1) model whose correlation is
 * estimated and corrected for bias (Kendall 1954; Marriott & Pope 1954), one without a model, from the
 * slowest cosine waves (Lazarus, Lewis, Stock & Watson 2018). Measured: test/domain/statistics/grouped/coverage.rates.test.ts.
 */
import type { ErrorEstimate } from './jackknife.ts';
import { at, dot, sumOfSquares } from '../vectors.ts';

const HIGHEST_CORRELATION = 0.9;
const MAX_WAVES = 4;

/**
 * @param influence u, one a group in order of time, adding up to zero.
 * @param groupWeights h, one a group, adding up to one.
 * @param floor the least correlation that is assumed: few groups cannot show that there is none.
 */
export function computeAutoregressiveError(
  influence: Float64Array,
  groupWeights: Float64Array,
  floor: number,
): ErrorEstimate {
  const correlation = estimateCorrelation(influence, groupWeights, floor);
  const smoothed = applyCorrelation(groupWeights, correlation);
  const variance = dot(groupWeights, smoothed);
  let expected = 0;
  for (let group = 0; group < smoothed.length; group += 1) {
    const part = at(groupWeights, group);
    expected += part * part * (1 - 2 * at(smoothed, group) + variance);
  }
  const squares = sumOfSquares(influence);
  return {
    standardError: Math.sqrt((squares * variance) / Math.max(expected, 0.02 * variance)),
    degreesOfFreedom: Math.max(1, 1 / variance - 1),
  };
}

/** EWC: the variance of the slowest waves that fit into the groups. */
export function computeCosineError(influence: Float64Array): ErrorEstimate {
  const count = influence.length;
  const waves = Math.min(MAX_WAVES, Math.max(1, Math.floor(count / 2) - 1));
  const amplitudes = new Float64Array(waves);
  for (let group = 0; group < count; group += 1) {
    const part = at(influence, group);
    const slowest = Math.cos((Math.PI * (group + 0.5)) / count);
    // cos kx = 2 cos x cos (k - 1)x - cos (k - 2)x: one cosine a group is most of the time.
    let [before, wave] = [1, slowest];
    for (let index = 0; index < waves; index += 1) {
      amplitudes[index] = at(amplitudes, index) + part * wave;
      const next = 2 * slowest * wave - before;
      before = wave;
      wave = next;
    }
  }
  return {
    standardError: Math.sqrt((2 / waves) * sumOfSquares(amplitudes)),
    degreesOfFreedom: waves,
  };
}

/** Lag-1 correlation of the group means u/h; a group counts by its weight, but not more than an average one. */
function estimateCorrelation(influence: Float64Array, groupWeights: Float64Array, floor: number): number {
  const count = influence.length;
  let products = 0;
  let squares = 0;
  let [meanBefore, weightBefore] = [0, 0];
  for (let group = 0; group < count; group += 1) {
    const part = at(groupWeights, group);
    const weight = Math.min(part, 1 / count);
    const mean = part === 0 ? 0 : at(influence, group) / part;
    products += Math.sqrt(weight * weightBefore) * mean * meanBefore;
    squares += weight * mean * mean;
    meanBefore = mean;
    weightBefore = weight;
  }
  const raw = squares === 0 ? 0 : products / squares;
  return Math.min(HIGHEST_CORRELATION, Math.max(floor, raw + (1 + 4 * raw) / count));
}

/** The product of the matrix correlation^|g-k| with `values`, in O(G): what comes from the left, and from the right. */
function applyCorrelation(values: Float64Array, correlation: number): Float64Array {
  const products = values.slice();
  let [fromLeft, fromRight] = [0, 0];
  for (let group = 0; group < values.length; group += 1) {
    products[group] = at(products, group) + fromLeft;
    fromLeft = correlation * (fromLeft + at(values, group));
    const mirrored = values.length - 1 - group;
    products[mirrored] = at(products, mirrored) + fromRight;
    fromRight = correlation * (fromRight + at(values, mirrored));
  }
  return products;
}
