/** The two ends of an interval, and the one place that refuses an interval whose ends are crossed. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval, cut off where the statistic cannot go.
 * @throws RangeError when its ends are crossed or no numbers: the range is wrong, or the estimate is. Never the data.
 */
export function boundsWithin({ lower, upper }: Bounds, range: Bounds): Bounds {
  const bounds = { lower: Math.max(lower, range.lower), upper: Math.min(upper, range.upper) };
  if (bounds.lower <= bounds.upper) return bounds;
  throw new RangeError(
    `interval: expected ends in order, got ${lower} to ${upper} within the range ${range.lower} to ${range.upper}`,
  );
}
