/** Data that leave the range of the reference, and numbers in a finding that have to be true whatever the data do. */
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type CheckedData, type Row } from '../../../ground/check-data.ts';
import { normal } from '../unchanged-data.ts';

const NOW = '2026-03-09T06:00:00Z';
type Value = (random: () => number, row: number) => number | string;

function rowsOf(from: string, days: number, value: Value, perDay = 40): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, x: value(random, row) },
  }));
}

function check(before: Value, now: Value, options: Partial<CheckedData> = {}): Check {
  const reference = rowsOf('2026-01-05', 56, before);
  return checkData({ reference, current: rowsOf('2026-03-02', 7, now), now: NOW, ...options });
}

function driftOf({ findings }: Check): Finding | undefined {
  return findings.find(({ kind, subject }) => kind === 'drift' && subject === 'x');
}

/** The same on each day. */
const steady: Value = (_, row) => (row % 40 === 0 ? 1 : 0);
const flag: Value = (_, row) => (row % 100 === 0 ? 1 : 0);

describe('a column whose values leave the range', () => {
  it.each<readonly [string, Value, Value, number]>([
    ['a flag of 0 and 1 that is -1 in all rows', flag, () => -1, 1.01 / 0.0995],
    ['a random flag that is -1', (random) => (random() < 0.05 ? 1 : 0), () => -1, 1.05 / 0.218],
    ['hours of the day, all a day later', (_, row) => row % 24, (_, row) => (row % 24) + 24, 24 / 6.92],
    ['14 sd more', (random) => 48 + 18 * normal(random), (random) => 300 + 18 * normal(random), 14],
    ['5 sd less', (random) => normal(random), (random) => normal(random) - 5, 5],
  ])('is an alert, and the distance is its own: %s', (_, before, now, sd) => {
    const drift = driftOf(check(before, now));
    expect(drift?.outcome).toBe('alert');
    expect(drift?.effect?.value).toBeGreaterThan(0.9 * sd);
    expect(drift?.effect?.value).toBeLessThan(1.1 * sd);
    expect(Math.abs(drift?.measures?.meanShiftSd ?? 0)).toBeGreaterThan(0.9 * sd);
    expect(drift?.measures?.jensenShannonDistance).toBeGreaterThan(0.7);
  });

  it('is an alert where rows are declared independent, too', () => {
    const monitor = { rows: 'independent' };
    expect(driftOf(check(flag, () => -1, { monitor }))).toMatchObject({
      outcome: 'alert',
      test: { name: 'chi-squared' },
    });
    expect(driftOf(check(flag, flag, { monitor }))?.outcome).toBe('ok');
  });
});

describe('a reference that never varied from window to window', () => {
  it('has no minimum detectable effect, and no rounding error in its place', () => {
    const drift = driftOf(check(steady, steady));
    expect(drift?.outcome).toBe('ok');
    expect(drift?.test?.minimumDetectableEffect).toBeUndefined();
    expect(drift && describeFinding(drift)).not.toMatch(/e-\d/);
  });

  it('lets the permutation of days say how rare a change is', () => {
    expect(driftOf(check(steady, () => -1))).toMatchObject({
      outcome: 'alert',
      test: { name: 'day-permutation' },
    });
    expect(driftOf(check(steady, (_, row) => (row === 100 ? 1 : steady(() => 0, row))))?.outcome).toBe('ok');
  });
});

describe('a column with heavy tails', () => {
  const heavy =
    (sigma: number, median: number): Value =>
    (random) =>
      median * Math.exp(sigma * normal(random));

  it('is measured by rank, so that a median times 4 is not lost in the sd of a few values', () => {
    const drift = driftOf(check(heavy(3, 1), heavy(3, 4)));
    expect(drift).toMatchObject({ outcome: 'alert', side: 'up', effect: { measure: 'rank-distance' } });
    expect(drift && describeFinding(drift)).toMatch(
      /^median [\d.]+ → [\d.]+ \(mean .* sd of ranks; more than/,
    );
  });

  it('that does not move is ok', () => {
    expect(driftOf(check(heavy(3, 1), heavy(3, 1)))?.outcome).toBe('ok');
  });
});

function percentagesIn(text: string): readonly number[] {
  return Array.from(
    text.matchAll(/([-−]?)([\d.]+) %/g),
    ([, sign, digits]) => Number(digits) * (sign === '' ? 1 : -1),
  );
}

describe('fractions of categories', () => {
  it.each<readonly [string, Value, Value, number]>([
    [
      'only on working days before, and gone now',
      (_, row) => (row % 280 < 200 && row % 2 ? 'b' : 'a'),
      () => 'a',
      5,
    ],
    ['rare on the weekdays of the window', (_, row) => (row % 280 < 200 ? 'a' : 'b'), () => 'b', 2],
    ['nearly all', (random) => (random() < 0.99 ? 'a' : 'b'), () => 'a', 3],
    ['all new', (random) => (random() < 0.5 ? 'a' : 'b'), (random) => (random() < 0.5 ? 'c' : 'd'), 5],
  ])('are between 0 and 100 %%, and those of the rows: %s', (_, before, now, days) => {
    const reference = rowsOf('2026-01-05', 56, before);
    const current = rowsOf('2026-03-02', days, now);
    const drift = driftOf(checkData({ reference, current, now: '2026-03-08T06:00:00Z' }));
    const detail = drift?.detail.code === 'category-shift' ? drift.detail : undefined;
    const share = current.filter(({ x }) => x === detail?.category).length / current.length;
    if (detail?.category !== undefined) expect(detail.currentFraction).toBeCloseTo(share, 12);
    const printed = drift === undefined ? [] : percentagesIn(describeFinding(drift));
    expect(printed.length).toBeGreaterThan(2);
    expect(printed.filter((percentage) => percentage < 0 || percentage > 100)).toEqual([]);
    expect(detail?.referenceFraction).toBeGreaterThanOrEqual(0);
    expect(detail?.referenceFraction).toBeLessThanOrEqual(1);
  });
});
