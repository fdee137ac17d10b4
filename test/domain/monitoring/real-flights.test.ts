import { contentOf } from '../../ground/memory-files.ts';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Check } from '../../../src/shared/domain/documents/check.ts';
import { computeCheck } from '../../../src/shared/domain/monitoring/compute-check.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Profile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import { timeColumn } from '../../../src/shared/domain/table/access.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';
import { describeFinding } from '../../../src/shared/domain/report/finding-text.ts';

const flightsUrl = new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url);
const config = modelConfigSchema.parse({
  predictions: { id: 'id', label: 'late', score: 'p', time: 'date' },
});

let flights: Table;
let january: Profile;
beforeAll(async () => {
  flights = await readTable(contentOf(await readFile(flightsUrl)), 'flights', {
    columns: ['date', 'delay', 'distance'],
  });
  january = computeProfile(slice('2001-01-01', '2001-02-01'), { where: 'January', time: 'date' });
});

function slice(from: string, to: string): Table {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const rows: number[] = [];
  timeColumn(flights, 'date', 'flights').forEach((at, row) => {
    if (at >= fromMs && at < toMs) rows.push(row);
  });
  return takeRows(flights, Int32Array.from(rows));
}

function check(table: Table): Check {
  const current = { path: 'current', sha256: 'a'.repeat(64), table };
  const version = {
    model: 'flights',
    version: '1.0.0',
    config,
    profile: january,
    profileDigest: 'b'.repeat(64),
  };
  return computeCheck({ ...version, current, earlier: [], nowMs: Date.parse('2001-07-01') });
}

describe('half a year of real flights against its January', () => {
  test.each([
    ['February', '2001-02-01', '2001-03-01'],
    ['the worst week', '2001-02-22', '2001-03-01'],
  ])('%s raises no alert: its days differ no more than days of the reference', (_name, from, to) => {
    const { findings, decision } = check(slice(from, to));
    expect(findings.filter(({ outcome }) => outcome === 'alert')).toEqual([]);
    expect(decision.kind).toBe('none');
  });

  test("June's distances differ significantly, by 0.024 sd, which does not matter", () => {
    const { findings, decision } = check(slice('2001-06-01', '2001-07-01'));
    const distance = findings.find(({ subject }) => subject === 'distance')!;
    // One of 1,000 arrangements, the observed one: the permutation cannot say less.
    expect(distance.test!.p).toBe(0.001);
    expect(distance.effect!.value).toBeCloseTo(0.024, 2);
    expect(distance.outcome).toBe('ok');
    expect(describeFinding(distance)).toContain('but less than the smallest effect that matters, 0.100 sd');
    expect(decision.kind).toBe('none');
  });

  test('kilometers on the last two days of a week are recognized, with the day', () => {
    const week = slice('2001-02-08', '2001-02-15');
    const since = Date.parse('2001-02-13');
    const times = timeColumn(week, 'date', 'week');
    const columns = week.columns.map((column) =>
      column.name === 'distance' && column.kind === 'number'
        ? {
            ...column,
            values: column.values.map((miles, row) => (times[row]! >= since ? miles * 1.609344 : miles)),
          }
        : column,
    );
    const { findings, decision } = check({ ...week, columns });
    expect(decision.kind).toBe('change-processing');
    expect(describeFinding(findings.find(({ subject }) => subject === 'distance')!)).toMatch(
      /^from 2001-02-13 on, .* \(miles → kilometers\)/,
    );
  });
});
