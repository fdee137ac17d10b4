/** Infinite values: what the reference shows itself is no fault, and what it does not show is one. */
import { describe, expect, it } from 'vitest';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { knownColumns } from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import { checkValues } from '../../../../src/shared/domain/monitoring/quality/column-values.ts';
import type { ValuesContext } from '../../../../src/shared/domain/monitoring/quality/reference-context.ts';
import { levelOfShares } from '../../../../src/shared/domain/monitoring/quality/shares-rule.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import type { NumberColumn } from '../../../../src/shared/domain/table/table.ts';

const DAY_MS = 86_400_000;
const PER_DAY = 24;

function numbers(rows: number, valueOf: (row: number) => number): NumberColumn {
  return { kind: 'number', name: 'x', values: Float64Array.from({ length: rows }, (_, row) => valueOf(row)) };
}

/** Fractions of 1, and `fraction` of the rows infinite in the spelling given. */
function divided(seed: number, fraction: number, infinite = Infinity) {
  const next = createRandomNumbers(seed);
  return () => (next() < fraction ? infinite : next());
}

interface Reference {
  readonly days?: number;
  readonly windowDays?: number;
  readonly wasFound?: boolean;
}

/** What is found in `current` by the days of `reference`, in windows of a week unless said. */
function findingsOf(
  reference: NumberColumn,
  current: NumberColumn,
  { days = 56, windowDays = 7, wasFound = false }: Reference = {},
) {
  const rowCount = reference.values.length;
  const values = Float64Array.from(
    { length: rowCount },
    (_, row) => Math.floor((row * days) / rowCount) * DAY_MS,
  );
  const table = { rowCount, columns: [reference, { kind: 'time' as const, name: 'time', values }] };
  const profile = computeProfile(table, { where: 'reference', time: 'time' });
  const [column] = knownColumns(profile);
  if (column === undefined) throw new RangeError('expected a column');
  const context: ValuesContext = {
    ...{ referenceRows: profile.time?.rows ?? [], windowDays },
    level: levelOfShares({ falseAlarmsPerYear: 1, columns: 1, windowDays }),
    wasFound: () => wasFound,
  };
  return checkValues(column, current, context);
}

const WEEK = 7 * PER_DAY;
const REFERENCE = 56 * PER_DAY;

describe('infinite values that the reference has too', () => {
  it.each([
    ['one row in a hundred', 0.01, Infinity],
    ['a third of the rows', 0.3, Infinity],
    ['negative ones', 0.1, -Infinity],
    ['numbers too large to be squared', 0.1, 1e300],
  ])('raise nothing while nothing changes: %s', (_, fraction, spelling) => {
    const weeks = Array.from({ length: 20 }, (_week, seed) => seed);
    const alerts = weeks.filter((seed) => {
      const value = divided(seed, fraction, spelling);
      const reference = numbers(REFERENCE, value);
      return findingsOf(reference, numbers(WEEK, value)).some(({ outcome }) => outcome === 'alert');
    });
    // One alert a year is a quarter of the budget for three rules: 20 weeks expect 0.03.
    expect(alerts).toEqual([]);
  });

  it('are an alert where they become more, with the worst week of the reference', () => {
    const reference = numbers(REFERENCE, divided(1, 0.01));
    const current = numbers(WEEK, divided(2, 0.3));
    // Counted row by row: weeks of the reference begin every seventh day.
    const weeks = Array.from({ length: 8 }, (_, week) =>
      reference.values.slice(week * WEEK, (week + 1) * WEEK),
    );
    const infinite = (values: Float64Array) => values.filter((value) => value === Infinity).length;
    const [finding, ...others] = findingsOf(reference, current);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      outcome: 'alert',
      detail: {
        ...{ code: 'out-of-range', distance: 'far', infiniteRows: infinite(current.values) },
        outsideFraction: infinite(current.values) / WEEK,
        usualInfiniteFraction: Math.max(...weeks.map(infinite)) / WEEK,
      },
    });
    expect(finding && describeFinding(finding)).toMatch(
      /^\S+ % of rows are beyond ±1e150 or infinite; up to \S+ % is usual here/,
    );
  });

  it('are not counted among those without a value', () => {
    const mixed = divided(3, 0.1);
    const reference = numbers(REFERENCE, (row) => (row % 4 === 0 ? Number.NaN : mixed()));
    const current = numbers(WEEK, (row) => (row % 4 === 0 ? Number.NaN : row % 4 === 1 ? 0.5 : Infinity));
    expect(findingsOf(reference, reference)).toEqual([]);
    const infinite = reference.values.filter((value) => value === Infinity).length;
    const [finding] = findingsOf(reference, current, { days: 8, windowDays: 1 });
    expect(finding?.detail).toMatchObject({ outsideFraction: 0.5 });
    // Of eight windows the worst one has at least the fraction of all, and fewer than the missing rows would add.
    const { usualInfiniteFraction = NaN } = (finding?.detail ?? {}) as {
      readonly usualInfiniteFraction?: number;
    };
    expect(usualInfiniteFraction).toBeGreaterThanOrEqual(infinite / REFERENCE);
    expect(usualInfiniteFraction).toBeLessThan(0.25);
  });

  it('of a single day wait for a second one, and without windows they are a warning', () => {
    const reference = numbers(REFERENCE, divided(4, 0.02));
    const rising = numbers(PER_DAY, (row) => (row % 3 === 0 ? Infinity : 0.5));
    const oneDay = { windowDays: 1 };
    expect(findingsOf(reference, rising, oneDay)).toMatchObject([{ outcome: 'warning' }]);
    expect(findingsOf(reference, rising, { ...oneDay, wasFound: true })).toMatchObject([
      { outcome: 'alert' },
    ]);
    const short = findingsOf(reference, rising, { windowDays: 28, wasFound: true });
    expect(short).toMatchObject([{ outcome: 'warning', warningOnly: 'too-few-windows' }]);
  });

  it('hide no fault of the finite ones', () => {
    const reference = numbers(REFERENCE, divided(5, 0.1));
    const same = divided(6, 0.1);
    const current = numbers(WEEK, (row) => (row % 20 === 0 ? -999 : same()));
    const [finding] = findingsOf(reference, current);
    expect(finding).toMatchObject({ outcome: 'alert', detail: { distance: 'far', currentMin: -999 } });
    expect(finding?.detail).not.toHaveProperty('usualInfiniteFraction');
  });
});

describe('infinite values that the reference does not have', () => {
  it('are far out of its range, from a hundredth of the rows on', () => {
    const reference = numbers(REFERENCE, divided(7, 0));
    const withInfinite = (rows: number) => numbers(WEEK, (row) => (row < rows ? Infinity : 0.5));
    expect(findingsOf(reference, withInfinite(1))).toEqual([]);
    expect(findingsOf(reference, withInfinite(2))).toMatchObject([
      { outcome: 'alert', detail: { distance: 'far', infiniteRows: 2 } },
    ]);
  });
});
