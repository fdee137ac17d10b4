/** Against `String`, which a digest of numbers is defined by. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeShortDecimal } from '../../../src/shared/domain/evaluation/short-decimal.ts';

/** Behind other bytes, which stay; undefined where the number is left to `String`. */
function write(value: number): string | undefined {
  const bytes = Buffer.alloc(40, 'x');
  const end = writeShortDecimal(bytes, 3, value);
  if (end < 0) return undefined;
  expect(bytes.toString('latin1', 0, 3) + bytes.toString('latin1', end)).toMatch(/^x+$/);
  return bytes.toString('latin1', 3, end);
}

describe('a number of few decimals', () => {
  it.each([
    0,
    1,
    7,
    10,
    42,
    999_999,
    0.5,
    0.1,
    0.3,
    0.25,
    1e-6,
    0.000001001,
    0.1234567,
    0.123456789,
    0.999999999,
    123.000000001,
    999_999.999999999,
    100.01,
    0.1 + 0.7,
  ])('%d is written as String writes it', (value) => {
    expect(write(value) ?? String(value)).toBe(String(value));
  });

  it.each([0, 1, 0.000001, 0.123456789, 999_999.999999999])('%d needs no string', (value) => {
    expect(write(value)).toBe(String(value));
  });

  it('zero has no sign', () => {
    expect(write(-0)).toBe('0');
  });

  it('of any size and number of decimals', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 1_000_000_100 }), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(parts, ([digits, decimals]) => {
        const value = digits / 10 ** decimals;
        expect(write(value) ?? String(value)).toBe(String(value));
        if (value >= 1e-6 && value < 1e6 && decimals <= 9) expect(write(value)).toBe(String(value));
      }),
      { seed: 3, numRuns: 3000 },
    );
  });

  it('and its neighbors, which have 16 digits or more', () => {
    const near = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom(-1, 1));
    fc.assert(
      fc.property(near, ([digits, step]) => {
        const value = (digits / 1e6) * (1 + step * Number.EPSILON);
        expect(write(value) ?? String(value)).toBe(String(value));
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});

describe('left to String', () => {
  it.each([
    ['a sign', -0.5],
    ['an exponent', 1e-7],
    ['an exponent that a decimal could have', 0.00000012],
    ['many decimals', 0.1 + 0.2],
    ['a large number', 1e6],
    ['infinity', Infinity],
    ['no number', Number.NaN],
  ])('%s', (_what, value) => {
    expect(write(value)).toBeUndefined();
  });
});
