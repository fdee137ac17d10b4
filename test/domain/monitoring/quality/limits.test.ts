/** Each limit of the rules about data has a case on each side of it, so near that a changed limit is seen. */
import { describe, expect, it } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { groupRowsByDay } from '../../../../src/shared/domain/monitoring/profile/days.ts';
import {
  knownColumns,
  type NumberProfile,
} from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import { checkValues } from '../../../../src/shared/domain/monitoring/quality/column-values.ts';
import {
  checkDuplicates,
  countRepeated,
} from '../../../../src/shared/domain/monitoring/quality/repeated-ids.ts';
import type { ValuesContext } from '../../../../src/shared/domain/monitoring/quality/reference-context.ts';
import { explainByRatio } from '../../../../src/shared/domain/monitoring/quality/unit-ratio.ts';
import type { CategoryColumn, Column, NumberColumn } from '../../../../src/shared/domain/table/table.ts';

const ROWS = 2000;
const DAY_MS = 86_400_000;

function numbers(valueOf: (row: number) => number, count = ROWS): NumberColumn {
  return {
    kind: 'number',
    name: 'x',
    values: Float64Array.from({ length: count }, (_, row) => valueOf(row)),
  };
}

function categories(labelOf: (row: number) => string): CategoryColumn {
  const texts = Array.from({ length: ROWS }, (_, row) => labelOf(row));
  const found = [...new Set(texts)];
  return {
    kind: 'category',
    name: 'x',
    categories: found,
    codes: Int32Array.from(texts, (text) => found.indexOf(text)),
  };
}

function profileOf(column: Column) {
  const rowCount = column.kind === 'category' ? column.codes.length : column.values.length;
  const [profile] = knownColumns(computeProfile({ rowCount, columns: [column] }, { where: 'reference' }));
  if (profile === undefined) throw new RangeError('expected a profile');
  return profile;
}

/** Without windows to compare with, whatever days there are. */
function contextOf(referenceRows: readonly number[]): ValuesContext {
  return { referenceRows, windowDays: undefined, level: 0.001, wasFound: () => false };
}

function outcomesOf(current: Column, reference: Column, referenceRows: readonly number[] = []) {
  return checkValues(profileOf(reference), current, contextOf(referenceRows)).map(({ outcome }) => outcome);
}

/** 20 to 69. */
const ages = numbers((row) => 20 + (row % 50));

describe('the limit of a rule about values', () => {
  it.each([
    ['5 % of rows without a value, where the reference has no days', 100, [], []],
    ['a bit more than 5 %', 101, [], ['alert']],
    ['5 %, where it has few days', 100, [ROWS], []],
    ['a bit more than 5 % there', 101, [ROWS], ['alert']],
  ])('missing values: %s', (_, missing, referenceRows, outcomes) => {
    const current = numbers((row) => (row < missing ? Number.NaN : 30));
    expect(outcomesOf(current, ages, referenceRows)).toEqual(outcomes);
  });

  /** One row of the reference has no value. */
  const gapped = numbers((row) => (row === 7 ? Number.NaN : 20 + (row % 50)));

  it.each([
    ['more than 5 points above the reference', 102, [], 'warning'],
    ['the same where it has few days', 102, [ROWS], 'warning'],
    ['all rows but one', ROWS - 1, [], 'warning'],
    ['all rows: the column is gone', ROWS, [], 'alert'],
  ])(
    'missing values where the reference has some and no windows: %s',
    (_, missing, referenceRows, outcome) => {
      const current = numbers((row) => (row < missing ? Number.NaN : 30));
      const [finding] = checkValues(profileOf(gapped), current, {
        ...contextOf(referenceRows),
        // Found before, which is no second observation of a limit without an error rate.
        wasFound: () => true,
      });
      expect(finding).toMatchObject({ outcome, detail: { code: 'missing-values' } });
      expect(finding?.warningOnly).toBe(outcome === 'warning' ? 'too-few-windows' : undefined);
    },
  );

  it.each([
    ['1 % a bit outside', 20, 70, []],
    ['a bit more than 1 %', 21, 70, ['warning']],
    ['a whole range beyond the range', 21, 69 + 49, ['warning']],
    ['farther than that', 21, 69 + 50, ['alert']],
  ])('values out of range: %s', (_, outside, value, outcomes) => {
    expect(
      outcomesOf(
        numbers((row) => (row < outside ? value : 30)),
        ages,
      ),
    ).toEqual(outcomes);
  });

  it.each([
    { rows: 'a sixth of them between', far: 25, between: 5, different: 1, outcome: 'alert' },
    { rows: 'more than a sixth', far: 25, between: 6, different: 1, outcome: 'warning' },
    { rows: 'nearly half, each another value', far: 999, between: 0, different: 999, outcome: 'alert' },
    { rows: 'half, three values', far: 1000, between: 0, different: 3, outcome: 'alert' },
    { rows: 'half, four values', far: 1000, between: 0, different: 4, outcome: 'warning' },
  ])('values far out of range: $rows', ({ far, between, different, outcome }) => {
    const current = numbers((row) => {
      if (row < far) return -1000 - (row % different);
      return row < far + between ? -10 : row % 2 === 0 ? 70 : 19;
    });
    expect(outcomesOf(current, ages)).toEqual([outcome]);
  });

  it.each([
    [198, []],
    [199, ['warning']],
  ])('of a reference of 100 rows, whose range is not known well: %d of 2,000 rows', (outside, outcomes) => {
    // 10 / 101 of 2,000 rows are 198.02.
    const small = numbers((row) => 20 + (row % 50), 100);
    expect(
      outcomesOf(
        numbers((row) => (row < outside ? 70 : 30)),
        small,
      ),
    ).toEqual(outcomes);
  });

  it.each([
    [2, 'ok'],
    [20, 'ok'],
    [21, 'alert'],
  ])('new categories: %d of 2,000 rows', (count, outcome) => {
    const current = categories((row) => (row < count ? 'Wien' : 'Bern'));
    expect(
      outcomesOf(
        current,
        categories(() => 'Bern'),
      ),
    ).toEqual([outcome]);
  });

  it.each([
    // One of 2,000 rows has a category that occurs once: 2 · 0.05 % + 5 % of rows are 102.
    [102, 'ok', undefined],
    [103, 'warning', 'too-few-windows'],
    [1999, 'warning', 'too-few-windows'],
    [2000, 'alert', undefined],
  ])('new categories where the reference has rare ones: %d of 2,000 rows', (count, outcome, warningOnly) => {
    const reference = categories((row) => (row === 7 ? 'Rom' : 'Bern'));
    const current = categories((row) => (row < count ? 'Wien' : 'Bern'));
    const [finding] = checkValues(profileOf(reference), current, contextOf([]));
    expect(finding).toMatchObject({ outcome, detail: { code: 'new-categories' } });
    expect(finding?.warningOnly).toBe(warningOnly);
  });

  it('new categories: three are named, each with 80 characters, and all are counted', () => {
    const current = categories((row) => (row < 4 ? `${row}${'x'.repeat(100)}` : 'Bern'));
    const [finding] = checkValues(profileOf(categories(() => 'Bern')), current, contextOf([]));
    expect(finding?.detail).toMatchObject({
      categoryCount: 4,
      examples: ['0', '1', '2'].map((first) => first + 'x'.repeat(79)),
    });
  });

  it.each([
    { count: 2, reference: 0, found: [['warning', undefined]] },
    { count: 3, reference: 0, found: [['alert', undefined]] },
    { count: 3, reference: undefined, found: [['warning', 'reference-unknown']] },
    { count: 7, reference: 5, found: [] },
    { count: 8, reference: 5, found: [['warning', 'reference-repeats']] },
  ])('repeated ids: $count of 2,000 rows, $reference in the reference', ({ count, reference, found }) => {
    const repeatedOf = (rows: number) => {
      const ids = numbers((row) => (row < rows ? ROWS - 1 : row));
      return countRepeated({ rowCount: ROWS, columns: [ids] }, ids.name);
    };
    const known = reference === undefined ? undefined : repeatedOf(reference);
    const current = repeatedOf(count);
    const findings = current === undefined ? undefined : checkDuplicates(current, known);
    expect(findings?.map(({ outcome, warningOnly }) => [outcome, warningOnly])).toEqual(found);
  });
});

describe('the limit of a ratio of units', () => {
  /** Of a skewed column; 101 values. */
  const quantiles = numbers((row) => Math.exp(6 + row / 60), 101);
  const reference = profileOf(quantiles);
  if (reference.kind !== 'number') throw new RangeError('expected numbers');
  /** So many rows that nothing but a factor is left to explain a difference. */
  const many = (factor: number) => numbers((row) => factor * Math.exp(6 + (row % 101) / 60), 101 * 200);
  const few = (factor: number) => numbers((row) => factor * Math.exp(6 + row / 60), 101);
  const isFound = (column: NumberColumn, change: Partial<NumberProfile> = {}) =>
    explainByRatio({ ...reference, ...change }, column, undefined) !== undefined;

  it.each([
    ['many rows, a factor 2.5 % off', many(10.25), true],
    ['many rows, 3.5 % off', many(10.35), false],
    ['few rows, 7 % off', few(10.7), true],
    ['few rows, 8.5 % off', few(10.85), false],
  ])('tolerance: %s', (_, column, found) => {
    // With a large spread, so that what is left after the division does not decide.
    expect(isFound(column, { sd: 3 * reference.sd })).toBe(found);
  });

  it.each([
    [50, true],
    [49, false],
  ])('values: %d', (count, found) => {
    expect(isFound(numbers((row) => 10 * Math.exp(6 + (2 * row) / 60), count))).toBe(found);
  });

  /** Mean of the quantiles at 5 %, 10 %, …, 95 %: what a factor is multiplied with. */
  const inner = Array.from({ length: 19 }, (_, place) => reference.quantiles[5 * (place + 1)] ?? Number.NaN);
  const size = inner.reduce((sum, quantile) => sum + quantile, 0) / inner.length;

  it.each([
    [0.27, true],
    [0.23, false],
  ])('the difference before the division, in sd: %d', (difference, found) => {
    expect(isFound(many(1.609344), { sd: (0.609344 * size) / difference })).toBe(found);
  });

  it.each([
    [0.135, true],
    [0.165, false],
  ])('the difference that is left after it, in sd: %d', (residual, found) => {
    expect(isFound(many(10.2), { sd: (0.02 * size) / residual })).toBe(found);
  });

  const newestDays = (perDay: number, days: number) => {
    const rows = perDay * days;
    const times = Float64Array.from({ length: rows }, (_, row) => Math.floor(row / perDay) * DAY_MS);
    const values = numbers((row) => 10 * Math.exp(6 + ((37 * row) % 101) / 60), rows);
    return explainByRatio(reference, values, groupRowsByDay(times));
  };

  it('a week of few rows is enough, and more than a week is not searched for one', () => {
    expect(newestDays(8, 20)).toBeDefined();
    expect(newestDays(7, 20)).toBeUndefined();
  });
});
