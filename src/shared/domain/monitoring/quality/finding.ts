/** Findings about the data themselves: sharp rules with named limits, no p-values. */
import type { Finding } from '../../documents/check.ts';

export interface QualityRule {
  /** A column, or "freshness". */
  readonly subject: string;
  readonly test: string;
  readonly outcome: Finding['outcome'];
  readonly text: string;
  readonly effect?: NonNullable<Finding['effect']>;
}

export function qualityFinding(rule: QualityRule): Finding {
  return { kind: 'data-quality', ...rule };
}

/** A share of rows held against a limit. */
export function shareEffect(name: string, value: number, threshold: number): NonNullable<Finding['effect']> {
  return { name, value, threshold, unit: 'share of rows' };
}
