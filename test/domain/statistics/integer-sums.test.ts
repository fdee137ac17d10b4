import { expect, it } from 'vitest';
import { createIntegerSums } from '../../../src/shared/domain/statistics/integer-sums.ts';

it('sums that no float holds are exact, in any order', () => {
  const values = Array.from(
    { length: 2000 },
    (_, i) => (i % 2 === 0 ? 1 : -0.7) * ((i * 123_456_789_012_345) % 1e15),
  ).map(Math.trunc);
  const expected = values.reduce((total, value) => total + BigInt(value), 0n);
  const squares = values.reduce((total, value) => total + BigInt(value) * BigInt(value), 0n);
  for (const ordered of [values, values.toReversed(), values.toSorted((left, right) => left - right)]) {
    const sums = createIntegerSums(3);
    for (const value of ordered) {
      sums.add(1, value);
      sums.addSquare(2, value);
    }
    expect([sums.total(0), sums.total(1), sums.total(2)]).toEqual([0n, expected, squares]);
  }
  expect(Number.isSafeInteger(Number(squares))).toBe(false);
});
