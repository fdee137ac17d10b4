/** Findings about the data themselves: rules with fixed limits, no p-values. */
import type { Effect, Finding } from '../../documents/check.ts';

export function qualityFinding(finding: Omit<Finding, 'kind'>): Finding {
  return { kind: 'data-quality', ...finding };
}

/** A fraction of the rows, and the limit that it is compared with. */
export function rowsEffect(value: number, threshold: number): Effect {
  return { measure: 'fraction-of-rows', value, threshold };
}
