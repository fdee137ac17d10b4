/** Columns of which it stays open what time their texts name, and texts that are no times. */
import { expect, describe, test } from 'vitest';
import { readTimes } from '../../../src/shared/domain/table/time-spelling.ts';

describe('what stays open is no guess', () => {
  test.each([
    ['weekdays', ['Monday', 'Tuesday'], 'days such as 2026-01-16, because names of weekdays repeat'],
    ['weekdays, short', ['Mon', 'Tue', 'Wed'], 'days such as 2026-01-16, because names of weekdays repeat'],
    ['months without a year', ['Jan', 'Feb'], 'months with their year such as 2026-01'],
    ['quarters without a year', ['Q1', 'Q2'], 'quarters with their year such as 2026-Q1'],
    ['clocks', ['9:30 AM', '10:30 AM'], 'times with their day such as 2026-01-16T09:30'],
    ['months of two digits', ['Jan-25', 'Feb-25'], 'years of four digits'],
    ['months and days', ['Jan 5', 'Jan 25'], 'days with their year such as 2026-01-16'],
    ['quarters of short years', ["Q1'24", "Q2'24"], 'years of four digits'],
    ['words with short years', ['16-Jan-26', '17-Jan-26'], 'years of four digits'],
    ['months or years', ['2010-11', '2011-12'], 'months such as 2010-M11, or years such as FY2010'],
    ['one odd month', ['Jan 2026', 'Feb 2026', 'Mar 2026', 'Apr 2026', 'later'], 'times in one spelling'],
    ['one odd day', ['31/01/2026', '30/01/2026', '29/01/2026', '28/01/2026', '?'], 'times in one spelling'],
    [
      '13 PM',
      [
        '01/31/2026 1:00 PM',
        '01/31/2026 2:00 PM',
        '1/30/2026 9:00 AM',
        '1/29/2026 9:00 AM',
        '1/28/2026 13:00 PM',
      ],
      'days in one spelling',
    ],
    [
      'weeks without a year',
      ['W04', 'W05'],
      'weeks with their year such as 2026-W05, because numbers of weeks repeat',
    ],
    [
      'weeks that are counted',
      ['week 9', 'week 10'],
      'weeks with their year such as 2026-W05, because numbers of weeks repeat',
    ],
    ['days since a start', ['day 9', 'day 10'], 'days such as 2026-01-16 in place of days since a start'],
    ['durations of ISO 8601', ['P9D', 'P10D'], 'days such as 2026-01-16 in place of days since a start'],
    [
      'durations of pandas',
      ['9 days 00:00:00', '10 days 00:00:00'],
      'days such as 2026-01-16 in place of days since a start',
    ],
    ['six digits', ['260131', '260201'], 'years of four digits, or names that are no days'],
    [
      'spans of other lengths',
      ['2026-01-16 - 2026-01-18', '2026-01-19 - 2026-01-21'],
      'one day, week or month in each row, such as 2026-W05',
    ],
    ['eight digits, a day that may be a month', ['03042026', '05062026'], 'days of which the month is clear'],
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
    ['six digits of which one is no day', ['260131', '260132']],
    ['words of other languages', ['mars 12', 'sete 13']],
    ['days of the week as numbers', ['1', '2', '7']],
    ['questions', ['Q1', 'Q2', 'Q12']],
    ['names of people', ['April', 'August', 'Maria']],
    ['words with a weekday', ['sun 12', 'mon amour']],
    ['sizes', ['M1', 'M2']],
    ['versions', ['1.2.2026', '1.13.2026', '1.14.99999']],
    ['telephone numbers', ['4915112345678', '4917098765432']],
  ])('%s', (_case, texts) => {
    expect(readTimes(texts)).toEqual({ kind: 'other' });
  });
});
