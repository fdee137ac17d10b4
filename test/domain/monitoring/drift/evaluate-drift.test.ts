import { describe, expect, test } from 'vitest';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { alertLevels } from '../../../../src/shared/domain/monitoring/drift/alert-levels.ts';
import {
  estimateAutocorrelation,
  varianceInflation,
} from '../../../../src/shared/domain/monitoring/drift/day-permutation.ts';
import {
  evaluateDrift,
  type DriftInput,
} from '../../../../src/shared/domain/monitoring/drift/evaluate-drift.ts';
import { planTest } from '../../../../src/shared/domain/monitoring/drift/plan-test.ts';
import { findPrecedingCheck } from '../../../../src/shared/domain/monitoring/drift/previous-checks.ts';
import { rhoT } from '../../../../src/shared/domain/monitoring/drift/rho-t.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { groupRowsByDay } from '../../../../src/shared/domain/monitoring/profile/days.ts';
import { normalQuantile } from '../../../../src/shared/domain/statistics/normal.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { timeColumn } from '../../../../src/shared/domain/table/access.ts';
import type { Table } from '../../../../src/shared/domain/table/table.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';

const DAY_MS = 86_400_000;

/** `days` of 200 rows: `x` normal with a mood a day, `label` of three kinds; both shifted by `shift` sd. */
function createTable(firstDay: number, days: number, shift = 0): Table {
  const rows = days * 200;
  const x = new Float64Array(rows);
  const date = new Float64Array(rows);
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const day = firstDay + Math.floor(row / 200);
    const random = createRandomNumbers(day * 1000 + (row % 200));
    const mood = 0.1 * normalQuantile(createRandomNumbers(day + 77)() * 0.99 + 0.005);
    x[row] = normalQuantile(random() * 0.9998 + 1e-4) + mood + shift;
    date[row] = day * DAY_MS + (row % 200);
    codes[row] = random() < 0.2 + shift / 4 ? 0 : 1 + Math.floor(random() * 2);
  }
  return {
    rowCount: rows,
    columns: [
      { kind: 'time', name: 'date', values: date },
      { kind: 'number', name: 'x', values: x },
      { kind: 'category', name: 'label', codes, categories: ['a', 'b', 'c'] },
    ],
  };
}

function findingsOf(current: Table, change: Partial<DriftInput> = {}): readonly Finding[] {
  const profile = computeProfile(createTable(0, 84), { where: 'reference', time: 'date' });
  return evaluateDrift({
    profile,
    current,
    rowDays: groupRowsByDay(timeColumn(current, 'date', 'current')),
    independentRows: false,
    smallestEffect: 0.1,
    falseAlarmsPerYear: 1,
    columns: undefined,
    skip: new Set(),
    seed: 'a',
    preceding: undefined,
    ...change,
  });
}

describe('a window of days', () => {
  test('like the reference is ok, and says what it could have detected', () => {
    const findings = findingsOf(createTable(84, 7));
    expect(findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['x', 'ok'],
      ['label', 'ok'],
    ]);
    for (const finding of findings) {
      expect(finding.test!.minimumDetectableEffect).toBeGreaterThan(0);
      expect(describeFinding(finding)).toMatch(/; minimum detectable effect: [\d.]+ (sd|% of rows)$/);
    }
  });

  test('that moved by half an sd raises an alert, with both tests, the side and the effect', () => {
    const [x, label] = findingsOf(createTable(84, 7, 0.5));
    expect(x).toMatchObject({
      outcome: 'alert',
      side: 'up',
      test: { name: 'rho-t-and-day-permutation', effectiveN: 12 },
    });
    expect(x!.effect!.value).toBeGreaterThan(0.4);
    expect(x!.measures!.meanShiftSd).toBeCloseTo(x!.effect!.value, 1);
    expect(label).toMatchObject({
      outcome: 'alert',
      detail: { code: 'category-shift', category: 'a' },
    });
  });

  test('of one day can raise a warning, and an alert only with the day before', () => {
    const [x] = findingsOf(createTable(84, 1, 1));
    expect(x).toMatchObject({ outcome: 'warning', test: { name: 'rho-t' } });
    const preceding = { findings: [{ ...x!, outcome: 'warning' }] } as unknown as Check;
    expect(findingsOf(createTable(85, 1, 1), { preceding })[0]).toMatchObject({ outcome: 'alert' });
    expect(findingsOf(createTable(85, 1, -1), { preceding })[0]).toMatchObject({
      outcome: 'warning',
      side: 'down',
    });
  });

  test('is the same again with the same seed', () => {
    expect(findingsOf(createTable(84, 7, 0.5))).toEqual(findingsOf(createTable(84, 7, 0.5)));
  });

  test('columns can be chosen and left out', () => {
    expect(findingsOf(createTable(84, 7), { skip: new Set(['x']) }).map(({ subject }) => subject)).toEqual([
      'label',
    ]);
    expect(findingsOf(createTable(84, 7), { columns: ['x'] }).map(({ subject }) => subject)).toEqual(['x']);
  });
});

describe('without a time column', () => {
  test('the test is inconclusive, and the finding says what to do', () => {
    const [x] = findingsOf(createTable(84, 7, 0.5), { rowDays: undefined });
    expect(x).toMatchObject({ outcome: 'inconclusive', obstacle: { code: 'no-time-column' } });
    expect(describeFinding(x!)).toContain('monitor: rows: independent');
    expect(x!.effect!.value).toBeGreaterThan(0.4);
  });

  test('rows count as independent only where the configuration says so', () => {
    const independent = { rowDays: undefined, independentRows: true };
    expect(findingsOf(createTable(84, 7, 0.5), independent)[0]).toMatchObject({
      outcome: 'alert',
      test: { name: 'chi-squared' },
    });
    expect(findingsOf(createTable(84, 7, 0), independent)[0]).toMatchObject({ outcome: 'ok' });
  });
});

describe('what the number of days allows', () => {
  test.each([
    [27, 7, 'none'],
    [14, 1, 'none'],
    [31, 45, 'none'],
    [31, 0, 'none'],
    [31, 7, 'rho-t'],
    [31, 1, 'rho-t'],
    [31, 30, 'permutation'],
    [60, 30, 'permutation'],
    [180, 30, 'rho-t'],
  ])('%d reference days and a window of %d: %s', (reference, current, kind) => {
    expect(planTest(reference, current).kind).toBe(kind);
  });

  test('rho-t is the ratio to the root mean square of the reference windows, by hand', () => {
    const day = (index: number, value: number) => ({ day: index, curve: Float64Array.of(value) });
    const reference = [0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1].map((value, i) =>
      day(i, value),
    );
    const current = Array.from({ length: 7 }, (_, i) => day(21 + i, 4));
    const result = rhoT({
      reference,
      current,
      distance: ([value = 0]) => Math.abs(value),
      weights: Float64Array.of(1),
    });
    // Windows against the rest: 1 - 1, 2 - 0.5, 0 - 1.5; the current days are 3 above the mean of 1.
    expect(result).toMatchObject({ distance: 3, windows: 3, degreesOfFreedom: 2 });
    expect(result.typical).toBeCloseTo(Math.sqrt((0 + 1.5 ** 2 + 1.5 ** 2) / 3), 12);
    // T = sqrt(6), and for two degrees of freedom P(|t| >= T) = 1 - T / sqrt(2 + T²).
    expect(result.p).toBeCloseTo(1 - Math.sqrt(6 / 8), 12);
  });

  test('the variance of a difference of adjacent means grows with the autocorrelation of days, by hand', () => {
    expect(varianceInflation(0.5, 1, 30)).toBe(1);
    expect(varianceInflation(0, 7, 30)).toBe(1);
    // Two days against ten: g(2) / 4 = 0.75, g(10) / 100 = 0.2600390625, covariance term 0.149853515625.
    expect(varianceInflation(0.5, 2, 10)).toBeCloseTo(0.860185546875 / 0.6, 12);
  });

  test('the autocorrelation is never taken below 0.3 nor above 0.95', () => {
    const days = (values: readonly number[]) =>
      values.map((value, day) => ({ day, curve: Float64Array.of(value) }));
    expect(estimateAutocorrelation(days(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1))))).toBe(
      0.3,
    );
    expect(estimateAutocorrelation(days(Array.from({ length: 40 }, (_, i) => (i < 20 ? 1 : -1))))).toBe(0.95);
  });
});

describe('levels', () => {
  test('are those of weekly windows, shared among columns, and smaller for windows that come more often', () => {
    expect(alertLevels({ falseAlarmsPerYear: 1, windowDays: 7, columns: 1 })).toEqual({
      warning: 0.01,
      alert: 0.001,
    });
    expect(alertLevels({ falseAlarmsPerYear: 1, windowDays: 7, columns: 4 }).warning).toBeCloseTo(0.0025, 12);
    expect(alertLevels({ falseAlarmsPerYear: 1, windowDays: 1, columns: 1 }).warning).toBeCloseTo(
      0.01 / 7,
      12,
    );
    expect(alertLevels({ falseAlarmsPerYear: 12, windowDays: 30, columns: 1 }).warning).toBe(0.05);
  });
});

describe('the check before', () => {
  const of = (from: string, to: string) =>
    ({ current: { from: `${from}T00:00:00Z`, to: `${to}T20:00:00Z` } }) as Check;
  const span = { fromMs: Date.UTC(2026, 5, 8), toMs: Date.UTC(2026, 5, 14, 20), days: 7, usualGapDays: 1 };

  test('is the newest of a window that ends before this one begins', () => {
    const overlapping = of('2026-06-07', '2026-06-13');
    const before = of('2026-06-01', '2026-06-07');
    const older = of('2026-05-31', '2026-06-06');
    expect(findPrecedingCheck([overlapping, older, before], span)).toBe(before);
  });

  test('does not count when a whole window lies between', () => {
    expect(findPrecedingCheck([of('2026-05-20', '2026-05-26')], span)).toBeUndefined();
  });
});
