/**
 * F-beta on the scale on which errors add up. Missed positives alone make F = (1 + β²) r ÷ (β² + r) with r the recall, a
 * proportion, and false positives alone make the same of p = β² ÷ (β² + false for each true positive). So
 * β² F ÷ (1 + β² − F) is that proportion: of F1 it is the Jaccard index, F ÷ (2 − F). F itself falls faster with each
 * further error, and a bound that takes the first one as the measure of all is too high where ten rows are positive.
 */
import type { ErrorScale } from '../statistics/grouped/statistic.ts';

/** @param square β². */
export function harmonicScale(square: number): ErrorScale {
  const rest = (value: number): number => 1 + square - value;
  return {
    at: (value) => (square * value) / rest(value),
    back: (share) => ((1 + square) * share) / (square + share),
    slope: (value) => (square * (1 + square)) / rest(value) ** 2,
  };
}
