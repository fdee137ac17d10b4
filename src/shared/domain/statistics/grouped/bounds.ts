/** The two ends of an interval, and the one place that refuses ends that are crossed, infinite or no numbers. */
import { largest, smallest } from '../../kernel/extremes.ts';

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/**
 * The interval, cut off where the statistic cannot go.
 * @throws RangeError when its ends are crossed, infinite or no numbers: the range is wrong, or the estimate is. Never the
 * data: labels and scores are limited to sizes whose cubes are finite (metrics/tasks/task.ts).
 */
export function boundsWithin({ lower, upper }: Bounds, range: Bounds): Bounds {
  const bounds = { lower: Math.max(lower, range.lower), upper: Math.min(upper, range.upper) };
  if (Number.isFinite(bounds.lower) && Number.isFinite(bounds.upper) && bounds.lower <= bounds.upper)
    return bounds;
  throw new RangeError(
    `interval: expected finite ends in order, got ${lower} to ${upper} within the range ${range.lower} to ${range.upper}`,
  );
}

/** From the lowest to the highest end; of at least one interval. */
export function unite(bounds: readonly Bounds[]): Bounds {
  return {
    lower: smallest(bounds.map(({ lower }) => lower)),
    upper: largest(bounds.map(({ upper }) => upper)),
  };
}

/** A symmetric interval. */
export function boundsAround(value: number, halfWidth: number): Bounds {
  return { lower: value - halfWidth, upper: value + halfWidth };
}
