/** A few values far from all others, on either side: a drift of the other rows is found, and none is made up. */
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, type Row } from '../../../ground/check-data.ts';
import { normal } from '../unchanged-data.ts';

type Value = (random: () => number, row: number) => number;

function rowsOf(from: string, days: number, value: Value): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 300 }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, x: value(random, row) },
  }));
}

function check(before: Value, now: Value, monitor: object = {}): Check {
  const reference = rowsOf('2026-01-05', 56, before);
  return checkData({
    reference,
    current: rowsOf('2026-03-02', 7, now),
    now: '2026-03-09T06:00:00Z',
    monitor,
  });
}

function driftOf({ findings }: Check): Finding | undefined {
  return findings.find(({ kind, subject }) => kind === 'drift' && subject === 'x');
}

/** One row in the middle of the window, or in the middle of the reference, holds `far`. */
const withOne =
  (far: number, value: Value): Value =>
  (random, row) =>
    row === 1111 ? far : value(random, row);
const withOneADay =
  (far: number, value: Value): Value =>
  (random, row) =>
    row % 300 === 7 ? far : value(random, row);

const measured: Value = (random) => 50 + 10 * normal(random);
const shifted: Value = (random) => 62 + 10 * normal(random);
const counted: Value = (random) => Math.round(6 + 2 * normal(random));
const countedMore: Value = (random) => Math.round(9 + 2 * normal(random));
const skewed: Value = (random) => Math.exp(0.8 * normal(random));
const raised: Value = (random) => 1.3 + Math.exp(0.8 * normal(random));

describe('a drift of all rows', () => {
  it.each<readonly [string, Value, Value, number]>([
    ['beside one 9999', measured, withOne(9999, shifted), 1.2],
    ['beside one -1e9', measured, withOne(-1e9, shifted), 1.2],
    ['beside one 1e140', measured, withOne(1e140, shifted), 1.2],
    ['beside one 1e300', measured, withOne(1e300, shifted), 1.2],
    ['beside one 9999 a day', measured, withOneADay(9999, shifted), 1.2],
    ['beside values on both sides', measured, withOne(-9999, withOneADay(1e6, shifted)), 1.2],
    ['of counts beside one 9999', counted, withOne(9999, countedMore), 1.48],
    ['of a skewed column beside one 1e9', skewed, withOne(1e9, raised), 1],
  ])('is an alert of its own size: %s', (_, before, now, sd) => {
    const drift = driftOf(check(before, now));
    expect(drift?.outcome).toBe('alert');
    expect(drift?.side).toBe('up');
    expect(drift?.effect?.value).toBeGreaterThan(0.85 * sd);
    expect(drift?.effect?.value).toBeLessThan(1.15 * sd);
  });

  it.each<readonly [string, Value, Value]>([
    ['measured', withOne(99_999, measured), shifted],
    ['of few different values', withOne(9999, counted), countedMore],
    ['of few different values, on both sides', withOne(9999, counted), withOne(9999, countedMore)],
    ['negative', withOne(-9999, counted), countedMore],
  ])('is an alert where the reference has the far value: %s', (_, before, now) => {
    expect(driftOf(check(before, now))).toMatchObject({
      outcome: 'alert',
      side: 'up',
      effect: { measure: 'rank-distance' },
    });
  });

  it('is shown by medians, because one value moves the mean', () => {
    const drift = driftOf(check(measured, withOne(1e9, shifted)));
    expect(drift && describeFinding(drift)).toMatch(/^median 5\d(\.\d+)? → 6\d(\.\d+)? \(mean 50/);
  });
});

describe('far values alone', () => {
  it.each<readonly [string, Value, Value]>([
    ['one 9999', measured, withOne(9999, measured)],
    ['one -1e9', measured, withOne(-1e9, measured)],
    ['one 1e300', measured, withOne(1e300, measured)],
    ['one 9999 among counts', counted, withOne(9999, counted)],
    ['one in the reference', withOne(9999, counted), counted],
  ])('are no drift: %s', (_, before, now) => {
    expect(driftOf(check(before, now))?.outcome).toBe('ok');
  });

  it.each<readonly [string, Value]>([
    ['a third of the rows, 100 sd away', (random, row) => measured(random, row) + (row % 3 === 0 ? 1000 : 0)],
    ['all rows, 1,000 sd away', (random, row) => measured(random, row) + 10_000],
  ])('are measured in full where they are many: %s', (_, now) => {
    const rows = rowsOf('2026-03-02', 7, now).map(({ x }) => Number(x));
    const moved = (rows.reduce((sum, x) => sum + x, 0) / rows.length - 50) / 10;
    const drift = driftOf(check(measured, now));
    expect(drift?.outcome).toBe('alert');
    expect(drift?.effect?.value).toBeGreaterThan(0.95 * moved);
    expect(drift?.effect?.value).toBeLessThan(1.05 * moved);
  });
});
