/**
 * The variance of a mean of consecutive days, from single days: each resembles the day before (AR 1), so means vary
 * more than independent days would. The autocorrelation is corrected for its bias (Kendall 1954) and bounded
 * (statistics/autocorrelation.ts). A weekly rhythm makes the result larger, which is on the safe side.
 */
import { mean, sampleVariance } from 'simple-statistics';
import { countAt } from '../../statistics/vectors.ts';
import { autocorrelationOfDays } from '../../statistics/autocorrelation.ts';

/** `values` of the days, in order; at least two. */
export function varianceOfMean(values: readonly number[], days: number): number {
  const autocorrelation = estimateAutocorrelation(values);
  let inflation = 1;
  for (let lag = 1; lag < days; lag++) inflation += 2 * (1 - lag / days) * autocorrelation ** lag;
  return (inflation * sampleVariance([...values])) / days;
}

function estimateAutocorrelation(values: readonly number[]): number {
  const center = mean([...values]);
  let lagged = 0;
  let squares = 0;
  values.forEach((value, day) => {
    squares += (value - center) ** 2;
    if (day > 0) lagged += (value - center) * (countAt(values, day - 1) - center);
  });
  const ratio = squares === 0 ? 0 : lagged / squares;
  return autocorrelationOfDays(ratio, values.length);
}
