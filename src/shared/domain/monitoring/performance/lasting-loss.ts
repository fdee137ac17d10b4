/**
 * The slow clock: the mean of the windows since the version went into service against the mean of the reference's own
 * windows. A loss that is too small for any single window adds up here. Both means have an error, so it is Welch's
 * idea with a pooled variance; and windows resemble their neighbors, so sums over k of them vary by f(k) times as much,
 * with an autocorrelation that is estimated within both parts and corrected for its bias (Kendall 1954). One growing
 * mean, and no CUSUM: with a baseline that is itself estimated, a CUSUM keeps no error rate on such windows.
 */
import { mean } from 'simple-statistics';
import { normalQuantile } from '../../statistics/normal.ts';
import { studentTQuantile, studentTTail } from '../../statistics/student-t.ts';
import { countAt } from '../../statistics/vectors.ts';

/** With fewer on either side, no loss that matters is found. */
const FEWEST_WINDOWS = 4;
/** Older windows of the version say nothing of what it is like now. */
export const MOST_WINDOWS = 13;

/** Of windows, which are longer than days: these may be independent, so there is no smallest. */
const LARGEST_OF_WINDOWS = 0.9;
/** Of the windows: so many degrees of freedom at least divide the squares. */
const FEWEST_DEGREES = 0.3;

export interface LastingChange {
  /** Mean of the current windows minus that of the reference's. */
  readonly difference: number;
  readonly standardError: number;
  /** Difference over its error. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
}

/** Windows of equal length in order of time. Undefined where they are too few, or never vary. O(N). */
export function measureLastingChange(
  reference: readonly number[],
  current: readonly number[],
): LastingChange | undefined {
  if (Math.min(reference.length, current.length) < FEWEST_WINDOWS) return undefined;
  const parts = [reference, current];
  const size = reference.length + current.length;
  const { squares, lagged } = sumDeviations(parts);
  if (squares === 0) return undefined;
  const ratio = lagged / squares;
  const autocorrelation = Math.min(LARGEST_OF_WINDOWS, Math.max(0, ratio + (2 + 3 * ratio) / size));
  const [ofReference = 1, ofCurrent = 1] = parts.map(({ length }) => inflation(autocorrelation, length));
  const variance = squares / Math.max(FEWEST_DEGREES * size, size - ofReference - ofCurrent);
  const difference = mean([...current]) - mean([...reference]);
  const standardError = Math.sqrt(variance * (ofReference / reference.length + ofCurrent / current.length));
  const square = autocorrelation ** 2;
  return {
    difference,
    standardError,
    statistic: difference / standardError,
    degreesOfFreedom: Math.max(1, (size * (1 - square)) / (1 + square) - 2),
  };
}

/** One-sided: how probable a loss of this size is without any. `sign` is 1 where a loss is a rise, else -1. */
export function lossProbability({ statistic, degreesOfFreedom }: LastingChange, sign: number): number {
  return studentTTail(sign * statistic, degreesOfFreedom);
}

/** The smallest lasting loss that is detected with 80 % power at `level`. */
export function detectableLoss({ standardError, degreesOfFreedom }: LastingChange, level: number): number {
  return (studentTQuantile(1 - level, degreesOfFreedom) + normalQuantile(0.8)) * standardError;
}

function sumDeviations(parts: readonly (readonly number[])[]): {
  readonly squares: number;
  readonly lagged: number;
} {
  let squares = 0;
  let lagged = 0;
  for (const values of parts) {
    const center = mean([...values]);
    values.forEach((value, i) => {
      squares += (value - center) ** 2;
      if (i > 0) lagged += (value - center) * (countAt(values, i - 1) - center);
    });
  }
  return { squares, lagged };
}

/** Variance of a mean of `size` neighbors over that of independent ones. */
function inflation(autocorrelation: number, size: number): number {
  let sum = 1;
  for (let lag = 1; lag < size; lag++) sum += 2 * (1 - lag / size) * autocorrelation ** lag;
  return sum;
}
