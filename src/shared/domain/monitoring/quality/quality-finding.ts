/** Findings about the data themselves: rules with fixed limits, no p-values. */
import type { Effect, Finding } from '../../documents/check.ts';

/** A finding about the data themselves. */
export function qualityFinding(finding: Omit<Finding, 'kind'>): Finding {
  return { kind: 'data-quality', ...finding };
}

/** A fraction of the rows, and the limit that it is compared with. */
export function rowsEffect(value: number, threshold: number): Effect {
  return { measure: 'fraction-of-rows', value, threshold };
}

/** Of the rows that are looked at: of none, none is at fault, and that they are none is a finding of its own (`no-data`). */
export function fractionOfRows(count: number, rows: number): number {
  return rows === 0 ? 0 : count / rows;
}
