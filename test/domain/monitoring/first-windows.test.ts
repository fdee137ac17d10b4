/** Days that are the reference, by hand; and that a check against them is the one against a reference of `train`. */
import { expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { computeCheck, type CurrentData } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { computeReference } from '../../../src/shared/domain/monitoring/compute-reference.ts';
import { findFirstWindows, type FirstWindows } from '../../../src/shared/domain/monitoring/first-windows.ts';
import { createRandomNumbers } from '../../../src/shared/domain/statistics/random-numbers.ts';
import { dailyRows, tableOfRows, type Row } from '../../ground/check-data.ts';

const config = modelConfigSchema.parse({
  ...{ task: 'binary', predictions: { id: 'id', label: 'y', score: 'p', time: 'date' } },
});

function rowsOf(from: string, days: number): readonly Row[] {
  const random = createRandomNumbers(Date.parse(from));
  return dailyRows({ from, days, perDay: 12 }, (row, day) => {
    const p = Math.round(random() * 1000) / 1000;
    const date = `${day}T${String(row % 24).padStart(2, '0')}:30:00Z`;
    return { id: `${from}-${row}`, date, amount: Math.round(random() * 100), p, y: random() < p ? 1 : 0 };
  });
}

const currentOf = (rows: readonly Row[], windowDays: number | undefined): CurrentData => ({
  ...{ path: 'current.csv', sha256: 'b'.repeat(64), windowDays },
  table: tableOfRows(rows),
});

interface Asked {
  readonly windowDays?: number;
  readonly since?: string;
  readonly earlier?: readonly Check[];
}

function find(rows: readonly Row[], { windowDays = 7, since, earlier = [] }: Asked = {}): FirstWindows {
  return findFirstWindows({
    ...{ config, current: currentOf(rows, windowDays), earlier, version: '1.0.0' },
    sinceMs: since === undefined ? undefined : Date.parse(since),
    nowMs: Date.parse('2026-09-01T00:00:00Z'),
  });
}

const spanOf = (found: FirstWindows) => ('span' in found ? found.span : found);

it.each([
  // Day 1 is cut; 56 days from day 2 on; days 58 to 64 are the newest window.
  ['eight weeks after the first day', 64, {}, { from: '2026-01-02', to: '2026-02-27' }],
  ['not with a day less', 63, {}, { kind: 'too-few-days', days: 55, neededDays: 56 }],
  ['four weeks of daily windows', 30, { windowDays: 1 }, { from: '2026-01-02', to: '2026-01-30' }],
  [
    'after the day of the stage',
    80,
    { since: '2026-01-10T23:59:59Z' },
    { from: '2026-01-11', to: '2026-03-08' },
  ],
  [
    'not before that',
    70,
    { since: '2026-01-10T00:00:00Z' },
    { kind: 'too-few-days', days: 53, neededDays: 56 },
  ],
])('the first windows are %s', (_case, days, asked, expected) => {
  expect(spanOf(find(rowsOf('2026-01-01', days), asked))).toEqual(expected);
});

it('they stay the same days when the file grows, and are not replaced when it has lost them', () => {
  const rows = rowsOf('2026-01-01', 64);
  const current = currentOf(rows, 7);
  const found = find(rows);
  if (found.kind !== 'found') throw new Error(`expected the first windows, got ${found.kind}`);
  const { profile, span: firstWindows } = found;
  const nowMs = Date.parse('2026-03-06T00:00:00Z');
  const input = { model: 'm', version: '1.0.0', config, profile, current, earlier: [], nowMs };
  const check = computeCheck({ ...input, profileDigest: 'a'.repeat(64), firstWindows });
  const longer = [...rowsOf('2025-12-20', 12), ...rows, ...rowsOf('2026-03-06', 30)];
  expect(spanOf(find(longer, { earlier: [check] }))).toEqual(firstWindows);
  expect(spanOf(find(longer))).toEqual({ from: '2025-12-21', to: '2026-02-15' });
  const lost = rows.filter(({ date }) => String(date) >= '2026-01-02');
  expect(find(lost, { earlier: [check] })).toEqual({ kind: 'gone', span: firstWindows });
  expect(spanOf(find(lost, { earlier: [{ ...check, version: '0.9.0' }] }))).toMatchObject({
    ...{ kind: 'too-few-days', days: 55 },
  });

  // So each rule has the error rate that is measured against a reference of `train`.
  const training = {
    table: tableOfRows(rows.slice(12, 12 * 57)),
    where: 'current.csv',
  };
  const trained = computeReference({ config, training, predictions: training });
  expect(profile).toEqual(trained);
});

it('without a column of times, or without windows, there are none', () => {
  const rows = rowsOf('2026-01-01', 64);
  const undated = rows.map(({ id, p, y }) => ({ id, p, y }));
  expect(find(undated)).toEqual({ kind: 'no-times' });
  const current = currentOf(rows, undefined);
  const asked = { config, current, earlier: [], version: '1.0.0', sinceMs: undefined, nowMs: 0 };
  expect(findFirstWindows(asked)).toEqual({ kind: 'no-window-days' });
});
