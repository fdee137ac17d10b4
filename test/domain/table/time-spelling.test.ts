/** Days and times in every spelling that a whole column makes clear, and what stays open. */
import { expect, describe, test } from 'vitest';
import { readTimes } from '../../../src/shared/domain/table/time-spelling.ts';
import { parseTimes } from '../../../src/shared/domain/table/parse-time-texts.ts';

const JANUARY_31 = Date.UTC(2026, 0, 31);
const MORNING = Date.UTC(2026, 0, 31, 9, 30);

/** Thirteen days from 31 January on, each as `write` writes its year, month and day. */
function days(write: (year: string, month: string, day: string) => string): readonly string[] {
  return Array.from({ length: 13 }, (_, row) => {
    const [year = '', month = '', day = ''] = new Date(JANUARY_31 + row * 86_400_000)
      .toISOString()
      .slice(0, 10)
      .split('-');
    return write(year, month, day);
  });
}

const NAMES = ['Jan', 'Feb'];
const nameOf = (month: string) => NAMES[Number(month) - 1] ?? '';

describe('days', () => {
  test.each([
    ['2026-01-31', days((y, m, d) => `${y}-${m}-${d}`)],
    ['20260131', days((y, m, d) => `${y}${m}${d}`)],
    ['2026/01/31', days((y, m, d) => `${y}/${m}/${d}`)],
    ['2026/1/31', days((y, m, d) => `${y}/${Number(m)}/${Number(d)}`)],
    ['2026.01.31', days((y, m, d) => `${y}.${m}.${d}`)],
    ['31/01/2026', days((y, m, d) => `${d}/${m}/${y}`)],
    ['01/31/2026', days((y, m, d) => `${m}/${d}/${y}`)],
    ['1/31/2026', days((y, m, d) => `${Number(m)}/${Number(d)}/${y}`)],
    ['31.01.2026', days((y, m, d) => `${d}.${m}.${y}`)],
    ['31-01-2026', days((y, m, d) => `${d}-${m}-${y}`)],
    ['31 Jan 2026', days((y, m, d) => `${d} ${nameOf(m)} ${y}`)],
    ['31-Jan-2026', days((y, m, d) => `${d}-${nameOf(m)}-${y}`)],
    ['31JAN2026', days((y, m, d) => `${d}${nameOf(m).toUpperCase()}${y}`)],
    ['Jan 31, 2026', days((y, m, d) => `${nameOf(m)} ${d}, ${y}`)],
    ['January 31, 2026', days((y, m, d) => `${nameOf(m)}uary ${d}, ${y}`)],
    ['2026-031', Array.from({ length: 13 }, (_, row) => `2026-0${31 + row}`)],
    [
      '2026-W05-6',
      [
        '2026-W05-6',
        '2026-W05-7',
        ...Array.from({ length: 7 }, (_, row) => `2026-W06-${row + 1}`),
        ...Array.from({ length: 4 }, (_, row) => `2026-W07-${row + 1}`),
      ],
    ],
  ])('%s', (_spelling, texts) => {
    const expected = texts.map((_, row) => JANUARY_31 + row * 86_400_000);
    expect(readTimes(texts)).toEqual({ kind: 'times', unit: 'day', values: expected });
  });
});

describe('times', () => {
  test.each([
    '2026-01-31T09:30:00Z',
    '2026-01-31 09:30:00',
    '2026-01-31 09:30',
    '2026-01-31T10:30:00+01:00',
    '2026-01-31 10:30:00+01',
    '2026-01-31T10:30+01:00[Europe/Berlin]',
    '2026-01-31 09:30:00 UTC',
    '2026-01-31 09:30:00.000000000',
    '20260131T093000Z',
    '20260131 093000',
    '2026/01/31 9:30',
    '31/01/2026 09:30:00',
    '01/31/2026 09:30',
    '31.01.2026 09:30',
    'Sat, 31 Jan 2026 09:30:00 GMT',
    'Sat, 31 Jan 2026 10:30:00 +0100',
    'Jan 31, 2026 09:30:00',
  ])('%s', (text) => {
    expect(readTimes([text])).toEqual({ kind: 'times', unit: 'time', values: [MORNING] });
  });
});

describe('periods', () => {
  test.each([
    ['week', '2026-W05', Date.UTC(2026, 0, 26)],
    ['week', '2026W05', Date.UTC(2026, 0, 26)],
    ['week', '2026-01-26/2026-02-01', Date.UTC(2026, 0, 26)],
    ['week', '2025-W01', Date.UTC(2024, 11, 30)],
    ['month', '2026-01', Date.UTC(2026, 0, 1)],
    ['month', '202601', Date.UTC(2026, 0, 1)],
    ['month', '2026M01', Date.UTC(2026, 0, 1)],
    ['quarter', '2026-Q1', Date.UTC(2026, 0, 1)],
    ['quarter', '2026Q2', Date.UTC(2026, 3, 1)],
  ])('a %s: %s', (unit, text, start) => {
    expect(readTimes([text])).toEqual({ kind: 'times', unit, values: [start] });
  });
});

describe('what stays open is no guess', () => {
  test.each([
    ['a day that may be a month', ['03/04/2026', '05/06/2026'], 'days of which the month is clear'],
    ['days and months in both orders', ['31/01/2026', '01/31/2026'], 'days in one spelling'],
    ['years of two digits', ['31/01/26', '01/02/26'], 'years of four digits'],
    [
      'one day that no calendar has',
      ['2026-02-27', '2026-02-28', '2026-02-29', '2026-03-01', '2026-03-02'],
      'times in one spelling',
    ],
    [
      'a word among days',
      ['2026-01-30', '2026-01-31', '2026-02-01', '2026-02-02', 'unknown'],
      'times in one spelling',
    ],
  ])('%s', (_case, texts, expected) => {
    expect(readTimes(texts)).toMatchObject({ kind: 'unclear', expected });
  });

  test('points stand between the parts where the day comes first', () => {
    expect(readTimes(['03.04.2026'])).toMatchObject({ kind: 'times', values: [Date.UTC(2026, 3, 3)] });
  });
});

describe('what is no time stays what it is', () => {
  test.each([
    ['users', ['u1', 'u2']],
    ['numbers', ['1', '2', '3']],
    ['eight digits that are no days', ['20260131', '48213377', '99120405']],
    ['years', ['2024', '2025', '2026']],
    ['versions', ['1.2.2026', '1.13.2026', '1.14.99999']],
    ['telephone numbers', ['4915112345678', '4917098765432']],
  ])('%s', (_case, texts) => {
    expect(readTimes(texts)).toEqual({ kind: 'other' });
  });
});

describe('a column that is declared to hold times', () => {
  test.each([
    ['seconds', '1769851800'],
    ['milliseconds', '1769851800000'],
    ['microseconds', '1769851800000000'],
    ['nanoseconds', '1769851800000000000'],
    ['seconds with a fraction', '1769851800.0'],
    ['local order', '31/01/2026 09:30'],
  ])('%s', (_unit, text) => {
    expect(parseTimes([text, 'NaT'])).toEqual([MORNING, NaN]);
  });

  test('keeps what it can read', () => {
    expect(parseTimes(['2026-01-31', 'soon'])).toEqual([JANUARY_31, NaN]);
  });
});
