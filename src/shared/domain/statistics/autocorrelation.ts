/** How alike consecutive days of data are: the lag-1 autocorrelation (AR 1). */

/** Days are never taken as independent, whatever a short reference shows. */
const SMALLEST = 0.3;
/** Nearer to 1, a mean of days would say nothing at all. */
const LARGEST = 0.95;

/**
 * The estimate of days with its bias added back (Kendall 1954), within the bounds.
 * @param ratio lagged products over squares of the deviations from the mean of the days.
 * @param dayCount of the days that it is estimated from, at least 1.
 */
export function autocorrelationOfDays(ratio: number, dayCount: number): number {
  const corrected = ratio + (1 + 3 * ratio) / dayCount;
  return Math.min(LARGEST, Math.max(SMALLEST, corrected));
}
