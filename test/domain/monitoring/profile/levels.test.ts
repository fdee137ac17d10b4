import { describe, expect, test } from 'vitest';
import { groupRowsByDay } from '../../../../src/shared/domain/monitoring/profile/days.ts';
import {
  measureLevelSpans,
  rowsSeenOnlyWithin,
} from '../../../../src/shared/domain/monitoring/profile/level-spans.ts';
import {
  bucketOf,
  BUCKETS,
  encodeLevels,
  hashLevel,
  knownLevels,
} from '../../../../src/shared/domain/monitoring/profile/levels.ts';
import { cutWindows } from '../../../../src/shared/domain/monitoring/profile/reference-windows.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';

const names = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${prefix}-${i}`);

describe('the categories that a profile does not list', () => {
  const profile = {
    ...({ name: 'x', kind: 'category', missing: 0, n: 9000, distinct: 5000, identifier: false } as const),
    ...{ categories: [{ category: 'often', count: 4000 }], other: 5000 },
  };

  test('are known by their hashes, and others are not', () => {
    const isKnown = knownLevels({ ...profile, levels: encodeLevels(names('sku', 5000)) });
    expect(names('sku', 5000).filter((name) => isKnown?.(name) !== true)).toEqual([]);
    expect(names('new', 5000).filter((name) => isKnown?.(name) === true)).toEqual([]);
    expect(isKnown?.('often')).toBe(true);
  });

  test('are unknown to a profile that does not hash them, and to one of an identifier', () => {
    expect(knownLevels(profile)).toBeUndefined();
    expect(knownLevels({ ...profile, identifier: true, levels: '' })).toBeUndefined();
  });

  test('spread over buckets evenly, also where names differ in their last digits only', () => {
    const filled = new Array<number>(BUCKETS).fill(0);
    for (const name of names('sku', 6400)) filled[bucketOf(name)] = (filled[bucketOf(name)] ?? 0) + 1;
    // 100 expected; five standard deviations are 50.
    expect(Math.min(...filled)).toBeGreaterThan(50);
    expect(Math.max(...filled)).toBeLessThan(150);
  });

  test('keep their hashes: profiles of earlier releases are read by later ones', () => {
    // From the same formula in Python, over the UTF-16 units.
    expect(['', 'a', 'Zürich', '日本'].map(hashLevel)).toEqual([
      2872998923, 444641715, 2490234560, 236567117,
    ]);
  });
});

test('rows of a category that one window alone has are those that counting each window finds', () => {
  const random = createRandomNumbers(3);
  const [rows, days, levels] = [3000, 64, 700];
  const times = Float64Array.from({ length: rows }, () => Math.floor(days * random()) * 86_400_000);
  times[17] = NaN;
  const codes = Int32Array.from({ length: rows }, () => Math.floor(levels * random() ** 3) - 1);
  const rowDays = groupRowsByDay(times);
  const spans = measureLevelSpans(codes, levels, rowDays);
  for (const windowDays of [1, 7, 30]) {
    for (const { start, end } of cutWindows(rowDays.days.length, windowDays)) {
      const isWithin = (row: number): boolean => {
        const day = rowDays.positions[row] ?? -1;
        return day >= start && day < end;
      };
      const elsewhere = new Set(Array.from(codes).filter((_, row) => !isWithin(row)));
      const expected = Array.from(codes).filter(
        (code, row) => code >= 0 && isWithin(row) && !elsewhere.has(code),
      );
      expect(rowsSeenOnlyWithin(spans, start, end)).toBe(expected.length);
    }
  }
  expect(rowsSeenOnlyWithin(spans, 0, days)).toBeGreaterThan(100);
});
