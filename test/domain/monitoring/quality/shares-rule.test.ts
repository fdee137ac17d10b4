import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  boundFraction,
  levelOfShares,
  type WindowCounts,
  type WindowCount,
} from '../../../../src/shared/domain/monitoring/quality/shares-rule.ts';

const fixtures = JSON.parse(
  readFileSync(new URL('fixtures/shares.json', import.meta.url), 'utf8'),
) as readonly {
  readonly name: string;
  readonly windows: readonly WindowCount[];
  readonly daily?: WindowCounts;
  readonly currentRows: number;
  readonly level: number;
  readonly bound: number;
  readonly largest: number;
}[];

describe('the bound of a fraction', () => {
  test.each(fixtures)('is that of SciPy: $name', ({ windows, daily, currentRows, level, bound, largest }) => {
    const found = boundFraction(windows, { currentRows, level, daily });
    expect(found.bound).toBeCloseTo(bound, 9);
    expect(found.largest).toBeCloseTo(largest, 12);
  });

  test('is never below the largest of equal windows, and grows as the level shrinks', () => {
    const windows = Array.from({ length: 8 }, () => ({ events: 70, rows: 700 }));
    const at = (level: number) => boundFraction(windows, { currentRows: 700, level }).bound;
    const [one, ten] = [at(1e-4), at(1e-3)];
    expect(one).toBeGreaterThan(ten);
    expect(ten).toBeGreaterThan(0.1);
  });
});

test('the level is a quarter of the budget, over checks, three rules and columns', () => {
  const weekly = levelOfShares({ falseAlarmsPerYear: 1, windowDays: 7, columns: 9 });
  expect(weekly).toBeCloseTo(0.25 / (365 / 7) / 27, 12);
  expect(levelOfShares({ falseAlarmsPerYear: 2, windowDays: 14, columns: 9 })).toBeCloseTo(4 * weekly, 12);
});
