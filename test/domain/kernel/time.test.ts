/** Times that machines write, read without the time zone of the machine. */
import { describe, expect, it } from 'vitest';
import { isCalendarDay, parseInstant } from '../../../src/shared/domain/kernel/time.ts';

describe('parseInstant', () => {
  // 1,800,000,000 s after 1970 are 2027-01-15T08:00:00Z, as `date -u -d @1800000000` says.
  it.each([
    ['2027-01-15T08:00:00Z', 1_800_000_000_000],
    ['2027-01-15T08:00:00.250Z', 1_800_000_000_250],
    ['2027-01-15T10:00:00+02:00', 1_800_000_000_000],
    ['2027-01-15t02:30:00-05:30', 1_800_000_000_000],
    ['1970-01-01T00:00:00Z', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseInstant(text)).toBe(milliseconds);
  });

  it.each([
    '2027-01-15T08:00:00',
    '2027-01-15',
    'January 15, 2027',
    '1800000000',
    '',
    '2027-13-15T08:00:00Z',
    '2027-00-15T08:00:00Z',
    '2027-02-29T08:00:00Z',
    '2026-02-31T08:00:00Z',
    '2027-04-31T08:00:00Z',
    '2100-02-29T08:00:00Z',
    '2027-01-00T08:00:00Z',
    '2027-01-15T24:00:00Z',
    '2027-01-15T08:60:00Z',
    // Neither GitHub nor Git writes a leap second.
    '2016-12-31T23:59:60Z',
    '2027-01-15T08:00:00+24:00',
    '12027-01-15T08:00:00Z',
  ])('reads no time from "%s", which has no zone or is none', (text) => {
    expect(parseInstant(text)).toBeNaN();
  });

  it('reads each day that Date makes, and none beside them', () => {
    const made = new Set(
      Array.from({ length: 1462 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString()),
    );
    const isRead = (text: string): boolean => !Number.isNaN(parseInstant(text));
    const two = (number: number): string => String(number).padStart(2, '0');
    for (const year of [2024, 2025, 2026, 2027])
      for (let month = 0; month <= 13; month++)
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${two(month)}-${two(day)}T00:00:00.000Z`;
          expect(isRead(text), text).toBe(made.has(text));
        }
  });
});

describe('isCalendarDay', () => {
  it.each([
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2026-06-31', false],
    ['9999-13-01', false],
    ['2026-6-3', false],
    ['2026-06-30T00:00:00Z', false],
  ])('%s: %s', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected);
  });
});
