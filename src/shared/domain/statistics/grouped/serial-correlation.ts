/**
 * Standard errors for groups that follow each other in time. Both start from the groups' influences on the
 * statistic and let neighbors resemble each other: one through an AR(1) model whose correlation is
 * estimated and corrected for bias (Kendall 1954; Marriott & Pope 1954), one without a model, from the
 * slowest cosine waves (Lazarus, Lewis, Stock & Watson 2018). Measured: test/domain/statistics/grouped/coverage.rates.test.ts.
 */
import type { ErrorEstimate } from './jackknife.ts';
import { at, dot, sumOfSquares, total } from '../vectors.ts';

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
  const expected = total(
    groupWeights.map((part, group) => part * part * (1 - 2 * at(smoothed, group) + variance)),
  );
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
  let squares = 0;
  for (let wave = 1; wave <= waves; wave += 1) {
    const amplitude = total(
      influence.map((part, group) => part * Math.cos((Math.PI * wave * (group + 0.5)) / count)),
    );
    squares += amplitude * amplitude;
  }
  return { standardError: Math.sqrt((2 / waves) * squares), degreesOfFreedom: waves };
}

/** Lag-1 correlation of the group means u/h; a group counts by its weight, but not more than an average one. */
function estimateCorrelation(influence: Float64Array, groupWeights: Float64Array, floor: number): number {
  const count = influence.length;
  let products = 0;
  let squares = 0;
  let before = { mean: 0, weight: 0 };
  for (let group = 0; group < count; group += 1) {
    const part = at(groupWeights, group);
    const weight = Math.min(part, 1 / count);
    const mean = part === 0 ? 0 : at(influence, group) / part;
    products += Math.sqrt(weight * before.weight) * mean * before.mean;
    squares += weight * mean * mean;
    before = { mean, weight };
  }
  const raw = squares === 0 ? 0 : products / squares;
  return Math.min(HIGHEST_CORRELATION, Math.max(floor, raw + (1 + 4 * raw) / count));
}

/** The product of the matrix correlation^|g-k| with `values`, in O(G): what comes from the left, and from the right. */
function applyCorrelation(values: Float64Array, correlation: number): Float64Array {
  const fromLeft = values.slice();
  const fromRight = values.slice();
  for (let group = 1; group < values.length; group += 1) {
    fromLeft[group] = at(fromLeft, group) + correlation * at(fromLeft, group - 1);
    const mirrored = values.length - 1 - group;
    fromRight[mirrored] = at(fromRight, mirrored) + correlation * at(fromRight, mirrored + 1);
  }
  return values.map((value, group) => at(fromLeft, group) + at(fromRight, group) - value);
}
