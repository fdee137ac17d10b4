/** The window before is the one before in the rhythm of the data, and not the day before. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../src/shared/domain/documents/check.ts';
import { findPrecedingCheck } from '../../../../src/shared/domain/monitoring/drift/previous-checks.ts';
import { dayWithMore, usualGapDays } from '../../../../src/shared/domain/monitoring/profile/usual-gap.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dayAfter, type Row } from '../../../ground/check-data.ts';

const everyDay = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, day) => dayAfter('2025-01-06', day));
const workingDays = everyDay(140).filter((_, day) => day % 7 < 5);
const mondays = everyDay(420).filter((_, day) => day % 7 === 0);
const firstsOfMonth = everyDay(900).filter((day) => day.endsWith('-01'));

const timeOf = (days: readonly string[]) => ({
  time: { column: 'date', days: [...days], rows: days.map(() => 1) },
});

describe('the usual gap between days with rows', () => {
  it.each([
    ['daily data', everyDay(60), 1],
    ['daily data with a holiday', everyDay(60).filter((_, day) => day !== 30), 1],
    ['working days', workingDays, 3],
    ['all days but Sundays', everyDay(140).filter((_, day) => day % 7 !== 6), 2],
    ['weekly data', mondays, 7],
    ['monthly data', firstsOfMonth, 31],
    ['one day', everyDay(1), 1],
  ])('of %s', (_case, days, expected) => {
    expect(usualGapDays(timeOf(days))).toBe(expected);
  });

  it('is 1 without days', () => {
    expect(usualGapDays({ time: undefined })).toBe(1);
  });
});

describe('the day on which a longer reference has so many days more', () => {
  it.each([
    ['daily data', everyDay(60), 14],
    ['working days', workingDays, 20],
    ['weekly data', mondays, 30],
    ['monthly data', firstsOfMonth, 20],
  ])('of %s is that of the calendar, give or take one', (_case, days, kept) => {
    const found = dayWithMore(timeOf(days.slice(0, kept)), 8) ?? '';
    const calendar = days[kept + 7] ?? '';
    expect(
      Math.abs(Date.parse(found) - Date.parse(calendar)) / 86_400_000,
      `${found} ${calendar}`,
    ).toBeLessThan(2);
  });

  it('is none without days', () => {
    expect(dayWithMore({ time: undefined }, 8)).toBeUndefined();
  });
});

describe('the check before', () => {
  const of = (from: string, to = from) =>
    ({ current: { from: `${from}T00:00:00Z`, to: `${to}T20:00:00Z` } }) as Check;

  it.each([
    ['the day before', 1, '2026-06-07', '2026-06-06'],
    ['Friday, of working days, on Monday', 3, '2026-06-05', '2026-06-02'],
    ['a week before, of weekly data', 7, '2026-06-01', '2026-05-25'],
    ['a month before, of monthly data', 31, '2026-05-08', '2026-04-08'],
  ])('is of %s, and of none before that', (_case, gap, before, older) => {
    const fromMs = Date.UTC(2026, 5, 8);
    const span = { fromMs, toMs: fromMs + 72_000_000, days: 1, usualGapDays: gap };
    const check = of(before);
    expect(findPrecedingCheck([of(older), check], span)).toBe(check);
    expect(findPrecedingCheck([of(older)], span)).toBeUndefined();
  });

  it('that overlaps never counts, whatever the gap', () => {
    const fromMs = Date.UTC(2026, 5, 8);
    const span = { fromMs, toMs: fromMs + 7 * 86_400_000, days: 2, usualGapDays: 7 };
    expect(findPrecedingCheck([of('2026-06-01', '2026-06-08')], span)).toBeUndefined();
  });
});

/** A column that moves by `shift`, on the given days. */
function rowsOn(days: readonly string[], seed: number, shift = 0): readonly Row[] {
  const random = createRandomNumbers(seed);
  return days.flatMap((day) => {
    const mood = 0.3 * (random() - 0.5);
    return Array.from({ length: 60 }, (_, row) => ({
      ...{ id: `${day}-${row}`, date: `${day}T12:00:00Z` },
      amount: Math.round(1000 * (random() + mood + shift)),
    }));
  });
}

it('weekly data whose value is gone again on the next Monday are an alert then', () => {
  const withGaps = (rows: readonly Row[], fraction: number): readonly Row[] =>
    rows.map((row, index) => (index % 100 < 100 * fraction ? { ...row, amount: undefined } : row));
  const reference = withGaps(rowsOn(mondays, 1), 0.02);
  const checkOn = (day: string, earlier: readonly Check[]): Check =>
    checkData({
      ...{ reference, predictions: { id: 'id', time: 'date' }, earlier, windowDays: 1 },
      ...{ current: withGaps(rowsOn([day], 9), 0.09), now: `${dayAfter(day, 1)}T00:00:00Z` },
    });
  const next = dayAfter(mondays.at(-1) ?? '', 7);
  const first = checkOn(next, []);
  const outcomeOf = ({ findings }: Check) =>
    findings.find(({ detail }) => detail.code === 'missing-values')?.outcome;
  expect(outcomeOf(first)).toBe('warning');
  expect(outcomeOf(checkOn(dayAfter(next, 7), [first]))).toBe('alert');
  expect(outcomeOf(checkOn(dayAfter(next, 14), [first]))).toBe('warning');
});
