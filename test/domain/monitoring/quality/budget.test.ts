/** All rules share the one number of the configuration, and each finding says what it may use of it. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { alertLevels } from '../../../../src/shared/domain/monitoring/drift/alert-levels.ts';
import { BUDGET_SHARES } from '../../../../src/shared/domain/monitoring/quality/budget.ts';
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

const budgetsOf = ({ findings }: Check) => findings.flatMap(({ budget }) => budget ?? []);

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
