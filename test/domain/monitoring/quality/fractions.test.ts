/** Missing values, new categories and categories that rise: found against the windows of the reference. */
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { evaluateQuality } from '../../../../src/shared/domain/monitoring/quality/evaluate-quality.ts';
import { readCurrentRows } from '../../../../src/shared/domain/monitoring/times/current-rows.ts';
import { parseJsonRows } from '../../../../src/shared/domain/table/json-rows.ts';
import { describeFinding } from '../../../../src/shared/domain/report/finding-text.ts';
import { createRandomNumbers } from '../../../../src/shared/domain/statistics/random-numbers.ts';
import { checkData, dailyRows, tableOfRows, type CheckedData, type Row } from '../../../ground/check-data.ts';

type Value = (random: () => number, row: number) => string | number | undefined;

function rowsOf(from: string, days: number, value: Value, perDay = 60): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay }, (row, day) => ({
    ...{ id: `${from}-${row}`, date: day, x: value(random, row) },
  }));
}

function check(before: Value, now: Value, options: Partial<CheckedData> & { perDay?: number } = {}): Check {
  const { perDay, ...rest } = options;
  return checkData({
    reference: rowsOf('2026-01-05', 56, before, perDay),
    current: rowsOf('2026-03-02', 7, now, perDay),
    ...{ now: '2026-03-09T06:00:00Z', ...rest },
  });
}

const find = ({ findings }: Check, code: Finding['detail']['code']): Finding | undefined =>
  findings.find(({ subject, detail }) => subject === 'x' && detail.code === code);

describe('rows without a value', () => {
  const gaps =
    (fraction: number, filled: Value): Value =>
    (random, row) =>
      random() < fraction ? undefined : filled(random, row);
  const kind: Value = (random) => (random() < 0.5 ? 'a' : 'b');
  const amount: Value = (random) => random();
  const text: Value = (_, row) => `note ${row}`;
  const time: Value = (_, row) => `2025-0${1 + (row % 9)}-01T00:00:00Z`;

  it.each<readonly [string, number, number, Value]>([
    ['36 to 60 % of a category', 0.36, 0.6, kind],
    ['5 to 20 % of numbers', 0.05, 0.2, amount],
    ['none to 10 % of free text', 0, 0.1, text],
    ['2 to 30 % of a second column of times', 0.02, 0.3, time],
    ['none to all', 0, 1, amount],
  ])('are an alert against the weeks of the reference: %s', (_, before, now, filled) => {
    const result = check(gaps(before, filled), gaps(now, filled));
    expect(find(result, 'missing-values')?.outcome).toBe('alert');
    expect(result.decision.kind).toBe('change-processing');
  });

  it('are no alert as long as the reference has as many, day for day or in bursts', () => {
    const burst: Value = (random, row) => (Math.floor(row / 60) % 5 === 0 ? undefined : random());
    expect(find(check(gaps(0.36, kind), gaps(0.39, kind)), 'missing-values')).toBeUndefined();
    expect(find(check(burst, burst), 'missing-values')).toBeUndefined();
  });

  it('say what is usual in a window of this length', () => {
    const finding = find(check(gaps(0.36, kind), gaps(0.6, kind)), 'missing-values');
    expect(finding && describeFinding(finding)).toMatch(
      /^\d\d\.\d % of rows have no value; [34]\d\.\d % in the worst window of this length of the reference$/,
    );
  });

  it('that are a warning twice in a row are an alert: a week of few rows is not sure at once', () => {
    const few = { perDay: 12 };
    const [before, now] = [gaps(0.36, kind), gaps(0.56, kind)];
    const first = check(before, now, few);
    expect(find(first, 'missing-values')?.outcome).toBe('warning');
    const next = {
      ...{ reference: rowsOf('2026-01-05', 56, before, 12), current: rowsOf('2026-03-09', 7, now, 12) },
      ...{ now: '2026-03-16T06:00:00Z', earlier: [first] },
    };
    expect(find(checkData(next), 'missing-values')?.outcome).toBe('alert');
  });

  it('on one day alone are a warning, on the next day too an alert, and half of the rows one at once', () => {
    const reference = rowsOf('2026-01-05', 56, gaps(0.05, amount));
    const day = (fraction: number, at: number) => rowsOf(`2026-03-0${at}`, 1, gaps(fraction, amount));
    const checkDay = (fraction: number, at: number, earlier: readonly Check[] = []) =>
      checkData({ reference, current: day(fraction, at), now: `2026-03-0${at + 1}T00:00:00Z`, earlier });
    const first = checkDay(0.4, 2);
    expect(find(first, 'missing-values')?.outcome).toBe('warning');
    expect(find(checkDay(0.4, 3, [first]), 'missing-values')?.outcome).toBe('alert');
    expect(find(checkDay(0.4, 4, [first]), 'missing-values')?.outcome).toBe('warning');
    expect(find(checkDay(0.9, 2), 'missing-values')?.outcome).toBe('alert');
  });
});

/** Zipf's law. */
const zipf =
  (prefix: string, levels: number): Value =>
  (random) =>
    `${prefix}-${Math.floor(levels ** random()) - 1}`;
const uniform =
  (prefix: string, levels: number): Value =>
  (random) =>
    `${prefix}-${Math.floor(levels * random())}`;
const either =
  (fraction: number, one: Value, other: Value): Value =>
  (random, row) =>
    random() < fraction ? one(random, row) : other(random, row);

describe('categories that the reference never had', () => {
  it.each<readonly [string, Value, Value]>([
    ['all of 1,200', uniform('sku', 1200), uniform('new', 1200)],
    ['all of 400', zipf('sku', 400), zipf('new', 400)],
    ['all of three', uniform('kind', 3), uniform('art', 3)],
    ['three fifths, by letter case', uniform('card', 5), either(0.6, uniform('CARD', 5), uniform('card', 5))],
  ])('are an alert, and no reason to retrain where they are most rows: %s', (_, before, now) => {
    const result = check(before, now);
    expect(find(result, 'new-categories')?.outcome).toBe('alert');
    expect(result.decision).toMatchObject({ kind: 'change-processing', rule: { code: 'unusable-data' } });
  });

  it.each<readonly [string, Value, Value]>([
    [
      'a fifth of the rows of 1,200',
      uniform('sku', 1200),
      either(0.2, uniform('new', 9), uniform('sku', 1200)),
    ],
    ['a tenth of the rows of six', uniform('kind', 6), either(0.1, uniform('new', 2), uniform('kind', 6))],
  ])('are an input that moved where they are few rows: %s', (_, before, now) => {
    const result = check(before, now);
    expect(find(result, 'new-categories')?.outcome).toBe('alert');
    expect(result.decision.kind).toBe('retrain');
  });

  it('are usual in a column that always has some, and the finding says how many', () => {
    const result = check(zipf('sku', 5000), zipf('sku', 5000));
    const finding = find(result, 'new-categories');
    expect(finding?.outcome).toBe('ok');
    expect(finding && describeFinding(finding)).toMatch(/; up to \d+\.\d+ % is usual here$/);
    expect(result.decision.kind).toBe('none');
  });

  it('are examples that occur in the window, the most frequent first', () => {
    const finding = find(
      check(
        uniform('kind', 3),
        either(
          0.9,
          () => 'Zug',
          () => 'Bus',
        ),
      ),
      'new-categories',
    );
    expect(finding?.detail).toMatchObject({ categoryCount: 2, examples: ['Zug', 'Bus'] });
  });

  it('without days are compared with the categories that occurred once', () => {
    const options = { predictions: { id: 'id', label: 'y', score: 'p' }, monitor: { rows: 'independent' } };
    expect(find(check(zipf('sku', 5000), zipf('sku', 5000), options), 'new-categories')?.outcome).toBe('ok');
    expect(find(check(zipf('sku', 5000), uniform('new', 50), options), 'new-categories')?.outcome).toBe(
      'alert',
    );
  });

  it('of a profile that an earlier version wrote are still found', () => {
    const result = check(uniform('kind', 6), uniform('art', 6), {
      changeProfile: (profile) => ({
        ...profile,
        columns: profile.columns.map((column) => {
          if (column.kind !== 'category' || !('singletons' in column) || column.days === undefined)
            return column;
          const { missing, counts } = column.days;
          return { ...column, singletons: undefined, days: { missing, counts } };
        }),
      }),
    });
    expect(find(result, 'new-categories')?.outcome).toBe('alert');
  });
});

describe('one category that used to be rare', () => {
  it.each<readonly [string, Value, Value]>([
    [
      '92 % of rows on one of 1,200',
      uniform('sku', 1200),
      either(0.92, () => 'sku-400', uniform('sku', 1200)),
    ],
    ['a tenth of the rows on one of 400', zipf('sku', 400), either(0.1, () => 'sku-150', zipf('sku', 400))],
    [
      'a class of 1 % that is 5 %',
      either(
        0.01,
        () => 'fraud',
        () => 'fine',
      ),
      either(
        0.05,
        () => 'fraud',
        () => 'fine',
      ),
    ],
    ['the tail in one', zipf('sku', 900), (random) => `sku-${Math.min(40, Math.floor(900 ** random()) - 1)}`],
  ])('is an alert: %s', (_, before, now) => {
    const drift = check(before, now, { perDay: 100 }).findings.find(({ kind }) => kind === 'drift');
    expect(drift).toMatchObject({ subject: 'x', outcome: 'alert' });
  });

  it('is named with its fractions', () => {
    const finding = find(
      check(
        uniform('sku', 1200),
        either(0.92, () => 'sku-400', uniform('sku', 1200)),
      ),
      'category-rise',
    );
    expect(finding && describeFinding(finding)).toMatch(
      /^rarer categories, "sku-400" above all: [12]\.\d+ % → 9\d\.\d % of rows; more than the usual variation .*, largest rise of a category\)$/,
    );
  });

  it('is none as long as nothing rises', () => {
    for (const value of [uniform('sku', 1200), zipf('sku', 400)]) {
      expect(check(value, value).findings.every(({ outcome }) => outcome !== 'alert')).toBe(true);
    }
  });
});

describe('numbers that are labels', () => {
  const store =
    (odd: number): Value =>
    (random) =>
      2 * Math.floor(25 * random()) + (random() < odd ? 1 : 2);

  it.each([
    ['as the configuration says', { x: 'category' }, 'alert'],
    ['not without it: their mean hardly moves', undefined, 'ok'],
  ])('are compared as categories: %s', (_, columns, outcome) => {
    const { findings } = check(store(0.95), store(0.05), { ...(columns !== undefined && { columns }) });
    expect(findings.find(({ kind }) => kind === 'drift')?.outcome).toBe(outcome);
  });
});

it.each([
  ['null in every row', '{"x":null}', 'missing-values'],
  ['no key in any row', '{"z":1}', 'missing-column'],
])('JSON Lines with %s', (_, line, code) => {
  const profile = computeProfile(tableOfRows(rowsOf('2026-01-05', 56, (random) => random())), {
    where: 'reference',
    exclude: ['id', 'date'],
  });
  const table = parseJsonRows(Buffer.from(`${line}\n`.repeat(40)), 'json-lines', { where: 'current.jsonl' });
  const config = modelConfigSchema.parse({});
  const rows = readCurrentRows({ path: 'current.csv', table }, { config, profile, nowMs: 0 });
  const { findings } = evaluateQuality({
    ...{ profile, rows, nowMs: 0, maxAgeMs: undefined, ignored: new Set<string>(), id: undefined },
    ...{ falseAlarmsPerYear: 1, wasFound: () => false },
  });
  expect(findings.filter(({ subject }) => subject === 'x')).toMatchObject([
    { outcome: 'alert', detail: { code } },
  ]);
});
