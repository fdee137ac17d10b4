/**
 * The scale on which the errors of a metric are about as large for any value: the logarithm of what cannot be negative,
 * the logit of what has two ends. Near an end of its range an estimate is skewed, and its error shrinks with it, so that
 * an interval on the metric's own scale is too short on the far side: a ROC AUC of 0.92 of 20 positives lies above its
 * true value by more than 1.96 errors in 12 % of samples (docs/statistics.md). Sources: Pepe 2003 (logit of AUC); Zou &
 * Yue 2013 (differences of AUCs from such intervals).
 */
import type { Bounds } from './bounds.ts';

export type ScaledMethod = 'hall-log' | 'hall-logit';

export interface RangeScale {
  /** What the interval of one value is called on it. */
  readonly method: ScaledMethod;
  /** The estimate on the scale. */
  readonly value: number;
  /** How far it moves there for each unit of the metric; positive. */
  readonly slope: number;
  /** Back to the unit of the metric. */
  readonly invert: (value: number) => number;
}

/** From here on the logarithm says nothing: its linear approximation is worse than the estimate. */
const LARGEST_LOG_ERROR = 1;

/**
 * Undefined where the range has no end, where the estimate lies at one, and where the error is as large as what is left
 * to the only end.
 */
export function findScale(value: number, standardError: number, range: Bounds): RangeScale | undefined {
  const [above, below] = [value - range.lower, range.upper - value];
  if (above <= 0 || below <= 0) return undefined;
  if (Number.isFinite(above) && Number.isFinite(below)) return logitScale(above, below, range);
  const left = Math.min(above, below);
  if (!Number.isFinite(left) || standardError >= LARGEST_LOG_ERROR * left) return undefined;
  const side = above < below ? 1 : -1;
  const end = side === 1 ? range.lower : range.upper;
  return {
    method: 'hall-log',
    value: side * Math.log(left),
    slope: 1 / left,
    invert: (scaled) => end + side * Math.exp(side * scaled),
  };
}

function logitScale(above: number, below: number, { lower, upper }: Bounds): RangeScale {
  return {
    method: 'hall-logit',
    value: Math.log(above / below),
    slope: 1 / above + 1 / below,
    invert: (scaled) => lower + (upper - lower) / (1 + Math.exp(-scaled)),
  };
}
