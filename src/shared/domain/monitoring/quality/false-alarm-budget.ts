/**
 * `false-alarms` is one budget of the whole monitor. Each part of it belongs to one family of rules, and is divided
 * equally among the tests of that family, so that all of them together stay within it. What cannot happen by chance
 * (a column is gone, a unit by exact arithmetic) and what is only a warning spend nothing.
 */
import type { BudgetPart, Finding } from '../../documents/check.ts';
import type { FindingCode } from '../../documents/finding-detail.ts';

/** They sum to 1. */
export const BUDGET_SHARES: Readonly<Record<BudgetPart, number>> = {
  distributions: 0.25,
  metrics: 0.25,
  fractions: 0.25,
  'lasting-losses': 0.25,
};

/** Rules about fractions of rows: missing values, new categories, values out of range. */
export const FRACTION_RULES = 3;

/** A new code does not compile until it has a part, or spends nothing. */
const PARTS: Readonly<Record<FindingCode, BudgetPart | undefined>> = {
  'numeric-shift': 'distributions',
  'category-shift': 'distributions',
  'category-rise': 'distributions',
  'metric-change': 'metrics',
  'lasting-loss': 'lasting-losses',
  'missing-values': 'fractions',
  'new-categories': 'fractions',
  'out-of-range': 'fractions',
  'no-data': undefined,
  'unreadable-data': undefined,
  'stale-data': undefined,
  'missing-time-column': undefined,
  'undated-rows': undefined,
  'implausible-times': undefined,
  'partial-day': undefined,
  'unknown-age': undefined,
  'signature-mismatch': undefined,
  'not-in-signature': undefined,
  'missing-column': undefined,
  'new-column': undefined,
  'changed-type': undefined,
  'other-unit': undefined,
  'stuck-values': undefined,
  'far-times': undefined,
  // Stated and not estimated: chance cannot break it.
  'contract-broken': undefined,
  'duplicate-ids': undefined,
  'changed-unit': undefined,
  'row-coverage': undefined,
  'missing-prediction-column': undefined,
  'no-values': undefined,
  'undefined-metric': undefined,
  'no-reference-performance': undefined,
  'not-evaluated': undefined,
  // Counted, and stated what it has to be.
  'request-objective': undefined,
  'service-value': undefined,
  'objective-not-measured': undefined,
};

export interface BudgetRequest {
  readonly falseAlarmsPerYear: number;
  /** Columns that the rules about fractions share their part among. */
  readonly columns: number;
}

/** Each finding with its part, in false alerts a year. */
export function withBudget(
  findings: readonly Finding[],
  { falseAlarmsPerYear, columns }: BudgetRequest,
): readonly Finding[] {
  const drift = findings.filter(({ kind }) => kind === 'drift').length;
  const metrics = new Set(
    findings.flatMap(({ kind, subject }) => (kind === 'performance' ? (subject ?? []) : [])),
  );
  const tests: Readonly<Record<BudgetPart, number>> = {
    distributions: drift,
    metrics: metrics.size,
    fractions: FRACTION_RULES * columns,
    'lasting-losses': metrics.size,
  };
  return findings.map((finding): Finding => {
    const part = PARTS[finding.detail.code];
    if (part === undefined || finding.warningOnly !== undefined) return finding;
    const falseAlertsPerYear = (BUDGET_SHARES[part] * falseAlarmsPerYear) / Math.max(1, tests[part]);
    return { ...finding, budget: { part, falseAlertsPerYear } };
  });
}
