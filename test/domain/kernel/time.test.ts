/** Times that machines write, read without the time zone of the machine. */
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';

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
  ])('reads no time from "%s", which has no zone or is none', (text) => {
    expect(parseInstant(text)).toBeNaN();
  });
});
