/**
 * A margin that is a fraction of the other model's value is an estimate itself: "not worse by 10 %" claims that
 * improvement + 0.1 × value is not below zero. Taken as known, such a margin passes too often: the wider it is, the more.
 */
import { largest, smallest } from '../kernel/extremes.ts';
import type { ComparisonKind } from '../config/rule-section.ts';
import type { Bounds } from '../statistics/grouped/bounds.ts';
import { addEstimates, scaleEstimate, type BoundedEstimate } from '../statistics/grouped/mover.ts';

/** What is known of the value that a margin is a fraction of, in the unit of the metric. */
export interface ComparedValue {
  readonly kind: 'interval';
  readonly interval: BoundedEstimate;
  /** With the difference, or with the improvement, by each grouping of the rows. */
  readonly correlations: readonly number[];
}

/** In which directions the margin is added to the improvement: what a rule asks is a statement about that sum. */
const SIDES: Readonly<Record<ComparisonKind, readonly (1 | -1)[]>> = {
  'superior-by': [-1],
  'not-worse-by': [1],
  'equivalent-within': [1, -1],
};

/** The interval of the improvement as the rule may read it: so wide that the error of the margin is in it. */
export function includeMarginError(
  improvement: BoundedEstimate,
  { interval, correlations }: Omit<ComparedValue, 'kind'>,
  { kind, fraction }: { readonly kind: ComparisonKind; readonly fraction: number },
): Bounds {
  const bounds = SIDES[kind].flatMap((side) => {
    // The size of the value: a fraction of −0.4 is a margin of the same width as one of 0.4.
    const factor = side * fraction * Math.sign(interval.estimate);
    const margin = scaleEstimate(interval, factor);
    return correlations.map((correlation) => {
      const { lower, upper } = addEstimates(improvement, margin, Math.sign(factor) * correlation);
      return { lower: lower - margin.estimate, upper: upper - margin.estimate };
    });
  });
  return {
    lower: smallest(bounds.map(({ lower }) => lower)),
    upper: largest(bounds.map(({ upper }) => upper)),
  };
}
