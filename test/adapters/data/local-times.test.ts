/** Times of files on the clocks of a place, through the readers: days and hours as Python's `zoneinfo` has them. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { readTimeZone } from '../../../src/shared/adapters/data/time-zones.ts';
import { findColumn, type Table } from '../../../src/shared/domain/table/table.ts';
import { localTimeColumn } from '../../../src/shared/domain/table/local-times.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { createMemoryFiles } from '../../ground/memory-files.ts';

interface Hourly {
  readonly start: number;
  /** [local day, rows, first second, last second]. */
  readonly days: readonly (readonly [string, number, number, number])[];
}

const fixture = new URL('fixtures/time-zones.json', import.meta.url);
const { places } = JSON.parse(readFileSync(fixture, 'utf8')) as {
  readonly places: readonly { readonly name: string; readonly hourly: readonly Hourly[] }[];
};

const read = (content: string | Uint8Array, timeZone: string | undefined, kinds = {}): Promise<Table> =>
  createTables().read(createMemoryFiles({ rows: content }), 'rows', {
    ...{ timeZone, kinds: new Map(Object.entries(kinds)) },
  });

/** A row at 17 minutes past every hour of ten days. */
const instantsOf = ({ start }: Hourly): readonly number[] =>
  Array.from({ length: 240 }, (_, hour) => start + hour * 3600 + 1020);
const iso = (second: number): string => new Date(second * 1000).toISOString();

const spellings: readonly (readonly [string, (seconds: readonly number[]) => string])[] = [
  ['CSV with Z', (seconds) => `at\n${seconds.map(iso).join('\n')}\n`],
  [
    'CSV with an offset of another place',
    (seconds) => `at\n${seconds.map((second) => iso(second + 19_800).replace('Z', '+05:30')).join('\n')}\n`,
  ],
  ['CSV with seconds since 1970', (seconds) => `at\n${seconds.join('\n')}\n`],
  ['JSON with Z', (seconds) => seconds.map((second) => JSON.stringify({ at: iso(second) })).join('\n')],
  [
    'JSON with milliseconds',
    (seconds) => seconds.map((second) => JSON.stringify({ at: second * 1000 })).join('\n'),
  ],
];

const cases = places.flatMap(({ name, hourly }) => hourly.map((span) => ({ name, span })));

describe.each(cases)('ten days of $name from $span.start on', ({ name, span }) => {
  const expected = {
    days: span.days.map(([day]) => day),
    rows: span.days.map(([, rows]) => rows),
    hours: {
      firstSecond: span.days.map(([, , first]) => first),
      lastSecond: span.days.map(([, , , last]) => last),
    },
  };

  it.each(spellings)('have the days of zoneinfo in %s', async (_spelling, write) => {
    const table = await read(write(instantsOf(span)), name, { at: 'time' });
    const profile = computeProfile(table, { where: 'rows', time: 'at' });
    expect(profile.time).toMatchObject(expected);
    expect(profile.timeZone).toBe(name);
  });
});

test('a time without a zone is what clocks showed, and is not shifted', async () => {
  const text = 'at\n2026-07-01T23:30:00\n2026-07-01\n2026-07-02T00:30:00\n';
  const table = await read(text, 'America/New_York');
  const times = Array.from(localTimeColumn(table, 'at', 'rows'), (time) => new Date(time).toISOString());
  expect(times).toEqual(['2026-07-01T23:30:00.000Z', '2026-07-01T00:00:00.000Z', '2026-07-02T00:30:00.000Z']);
});

test('times with and without a zone in one column are refused, after many rows too', async () => {
  const message =
    'rows: expected times with a zone in every row of column "at", or in none, because `time-zone: America/New_York` shifts only the former, got both';
  const table = await read('at\n2026-07-01T23:30:00\n2026-07-01T23:30:00Z\n', 'America/New_York');
  expect(() => localTimeColumn(table, 'at', 'rows')).toThrow(message);
  expect(
    localTimeColumn(await read('at\n2026-07-01T23:30:00\n2026-07-01T23:30:00Z\n', undefined), 'at', 'rows'),
  ).toEqual(Float64Array.of(Date.UTC(2026, 6, 1, 23, 30), Date.UTC(2026, 6, 1, 23, 30)));
  const row = `2026-07-01T23:30:00Z,${'x'.repeat(200)}\n`;
  const large = await read(`at,text\n${row.repeat(60_000)}2026-07-01T23:30:00,x\n`, 'America/New_York');
  expect(() => localTimeColumn(large, 'at', 'rows')).toThrow(message);
});

test('Parquet says which times are instants: adjusted to UTC, 96 bits, and none of dates', async () => {
  const path = (name: string) => new URL(`fixtures/${name}`, import.meta.url);
  const basisIn = async (name: string) => {
    const table = await read(await readFile(path(name)), undefined);
    return (column: string) => {
      const found = findColumn(table, column);
      return found?.kind === 'time' ? (found.basis ?? 'local') : found?.kind;
    };
  };
  // parquet_files.py and parquet_writers.py write them with and without "UTC".
  const arrow = await basisIn('pyarrow-zstd-v2.parquet');
  expect([arrow('at_ms'), arrow('at_us'), arrow('at_ns')]).toEqual(['instants', 'local', 'local']);
  const other = await basisIn('writer-pyarrow.parquet');
  expect([other('nanos'), other('micro'), other('day')]).toEqual(['instants', 'local', 'local']);
  expect((await basisIn('writer-pyarrow-int96.parquet'))('micro')).toBe('instants');
});

test('a name that no place has is an error before anything is read', () => {
  expect(() => createTables().requireTimeZone('Mars/Olympus')).toThrow('time-zone: expected a name');
  expect(() => createTables().requireTimeZone(undefined)).not.toThrow();
  expect(readTimeZone('UTC').offsetsMs).toEqual(Float64Array.of(0));
});
