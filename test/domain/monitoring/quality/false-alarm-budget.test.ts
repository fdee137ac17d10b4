/** All rules share the one number of the configuration, and each finding says what it may use of it. */
import { describe, expect, it } from 'vitest';
import type { BudgetPart, Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { findingCodes, type FindingCode } from '../../../../src/shared/domain/documents/finding-detail.ts';
import { alertLevels } from '../../../../src/shared/domain/monitoring/drift/alert-levels.ts';
import {
  BUDGET_SHARES,
  withBudget,
} from '../../../../src/shared/domain/monitoring/quality/false-alarm-budget.ts';
import { levelOfShares } from '../../../../src/shared/domain/monitoring/quality/shares-rule.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type Row } from '../../../ground/check-data.ts';

function rowsOf(from: string, days: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 30 }, (row, day) => {
    const p = random();
    const rest = { amount: random(), kind: random() < 0.5 ? 'a' : 'b', place: `P${row % 9}` };
    return { id: `${from}-${row}`, date: day, y: random() < p ? 1 : 0, p, ...rest };
  });
}

function check(falseAlarms: number): Check {
  const current = rowsOf('2026-03-02', 7).map((row) => ({
    ...row,
    amount: Number(row.id?.toString().length) % 2 === 0 ? undefined : row.amount,
    place: 'new',
  }));
  return checkData({
    ...{ reference: rowsOf('2026-01-05', 56), current, now: '2026-03-12T00:00:00Z' },
    monitor: { 'false-alarms': `${falseAlarms} per year` },
  });
}

it('rare checks and many false alerts a year give no level above 5 %', () => {
  for (const windowDays of [1, 7, 28, 365, 3650])
    for (const falseAlarmsPerYear of [0.0001, 1, 99.9999]) {
      const level = levelOfShares({ falseAlarmsPerYear, windowDays, columns: 1 });
      expect(level).toBeGreaterThan(0);
      expect(level).toBeLessThanOrEqual(0.05);
    }
});

const budgetsOf = ({ findings }: Check) => findings.flatMap(({ budget }) => budget ?? []);

/**
 * Whose share a finding spends, of each that there is: by chance come those that compare a distribution, a metric or a fraction
 * of rows with what it usually is. All others say what a table, a column or a row is, whatever is usual.
 */
const spends: Readonly<Record<FindingCode, BudgetPart | 'nothing'>> = {
  'numeric-shift': 'distributions',
  'category-shift': 'distributions',
  'category-rise': 'distributions',
  'metric-change': 'metrics',
  'lasting-loss': 'lasting-losses',
  'missing-values': 'fractions',
  'new-categories': 'fractions',
  'out-of-range': 'fractions',
  'no-data': 'nothing',
  'unreadable-data': 'nothing',
  'stale-data': 'nothing',
  'missing-time-column': 'nothing',
  'undated-rows': 'nothing',
  'implausible-times': 'nothing',
  'partial-day': 'nothing',
  'unknown-age': 'nothing',
  'signature-mismatch': 'nothing',
  'not-in-signature': 'nothing',
  'missing-column': 'nothing',
  'new-column': 'nothing',
  'changed-type': 'nothing',
  'other-unit': 'nothing',
  'stuck-values': 'nothing',
  'far-times': 'nothing',
  'contract-broken': 'nothing',
  'duplicate-ids': 'nothing',
  'changed-unit': 'nothing',
  'row-coverage': 'nothing',
  'missing-prediction-column': 'nothing',
  'no-values': 'nothing',
  'undefined-metric': 'nothing',
  'no-reference-performance': 'nothing',
  'not-evaluated': 'nothing',
  'request-objective': 'nothing',
  'service-value': 'nothing',
  'objective-not-measured': 'nothing',
};

describe('the share of a finding', () => {
  const options = { falseAlarmsPerYear: 1, columns: 2 };
  const alertOf = (code: FindingCode): Finding =>
    // Only its code decides; what else it says is of its kind.
    ({ kind: 'data-quality', outcome: 'alert', detail: { code } }) as Finding;

  it.each(findingCodes)('%s is that of its family', (code) => {
    const [finding] = withBudget([alertOf(code)], options);
    expect(
      finding?.budget?.part ?? 'nothing',
      `budget.ts: a finding "${code}" that can come by chance has to share in \`false-alarms\`, else they are more than it says`,
    ).toBe(spends[code]);
  });

  it.each(findingCodes)('%s spends nothing where it can only warn', (code) => {
    const warning: Finding = { ...alertOf(code), outcome: 'warning', warningOnly: 'too-few-windows' };
    expect(withBudget([warning], options)).toEqual([warning]);
  });
});

describe('the budget of false alarms', () => {
  it('has parts that sum to all of it', () => {
    expect(Object.values(BUDGET_SHARES).reduce((sum, share) => sum + share, 0)).toBe(1);
  });

  it.each([1, 4])('of %d a year is not exceeded by what all findings of a check may use', (falseAlarms) => {
    const budgets = budgetsOf(check(falseAlarms));
    const parts = new Set(budgets.map(({ part }) => part));
    expect([...parts].sort()).toEqual(['distributions', 'fractions', 'metrics']);
    const all = budgets.reduce((sum, { falseAlertsPerYear }) => sum + falseAlertsPerYear, 0);
    expect(all).toBeGreaterThan(0.25 * falseAlarms);
    expect(all).toBeLessThanOrEqual(falseAlarms);
  });

  it('is shared by inputs, predictions and labels alike', () => {
    const drift = check(1).findings.filter(({ kind }) => kind === 'drift');
    expect(drift.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['p', 'y', 'kind']));
    for (const { budget } of drift) {
      expect(budget).toEqual({ part: 'distributions', falseAlertsPerYear: 0.25 / drift.length });
    }
  });

  it.each([1, 7, 30])('is more than single windows and two in a row of %d days can use', (windowDays) => {
    const { warning, alert } = alertLevels({ falseAlarmsPerYear: 1, windowDays, columns: 1 });
    const ofYear = (365 / windowDays) * (alert + warning ** 2);
    expect(ofYear).toBeLessThanOrEqual(BUDGET_SHARES.distributions);
  });
});
