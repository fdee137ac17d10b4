/** Counts that no rows can have: each spoils the sound ones in one place, and is refused there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../../../src/shared/adapters/data/tables.ts';
import { DataError } from '../../../../src/shared/domain/kernel/errors.ts';
import { countTable } from '../../../../src/shared/domain/monitoring/counts/count-table.ts';
import { parseCounts, type Counts } from '../../../../src/shared/domain/monitoring/counts/counts.ts';
import { mergeCounts } from '../../../../src/shared/domain/monitoring/counts/merge-counts.ts';
import {
  readQueryResult,
  RESULT_KINDS,
} from '../../../../src/shared/domain/monitoring/counts/read-query-result.ts';
import {
  requireConsistentCounts,
  requireCountsOfReference,
} from '../../../../src/shared/domain/monitoring/counts/sound-counts.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Profile } from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import type { ReadOptions } from '../../../../src/shared/domain/table/read-options.ts';
import { takeRows, type Table } from '../../../../src/shared/domain/table/table.ts';
import { contentOf } from '../../../ground/memory-files.ts';

const REFERENCE = 'a'.repeat(64);
const WHERE = 'part.json';

async function read(name: string, options?: ReadOptions): Promise<Table> {
  const path = join(import.meta.dirname, 'fixtures', name);
  return readTable(contentOf(await readFile(path)), name, options);
}

let current: Table;
let profile: Profile;
let sound: Counts;

beforeAll(async () => {
  current = await read('current.parquet');
  profile = computeProfile(await read('reference.parquet'), { where: 'reference', time: 'happened' });
  sound = countOf(current);
});

function countOf(table: Table): Counts {
  return countTable({ table, where: 'current', profile, reference: REFERENCE });
}

function part(of: number): Counts {
  const rows = Int32Array.from({ length: current.rowCount }, (_, row) => row);
  return countOf(
    takeRows(
      current,
      rows.filter((row) => row % 3 === of),
    ),
  );
}

/** As JSON has them, of any kind: whoever changes a document by hand is bound to none. */
interface JsonColumn {
  name: string;
  kind: string;
  missing: number[];
  infinite: number[];
  counts: number[][];
  stepsPerUnit: number;
  sums: string[];
  squares: string[];
  outsideSums: string[][];
  min: (number | null)[];
  categories: string[];
  days: { categories: number[]; rows: number[] }[];
}

interface JsonCounts {
  days: string[];
  rows: number[];
  columns: Partial<JsonColumn>[];
}

type Spoil = (document: JsonCounts, column: (name: string) => JsonColumn) => unknown;

function check(spoil: Spoil): void {
  const document = JSON.parse(JSON.stringify(sound)) as JsonCounts;
  spoil(document, (name) => document.columns.find((column) => column.name === name) as JsonColumn);
  const counts = parseCounts(JSON.stringify(document), WHERE);
  requireConsistentCounts(counts, WHERE);
  requireCountsOfReference(counts, { where: WHERE, profile });
}

describe('counts', () => {
  it('of rows are sound, also as DuckDB counts them and of shards added up', async () => {
    check(() => undefined);
    const table = await read('duckdb.csv', { kinds: RESULT_KINDS });
    const shards = [0, 1, 2].map((of) => ({ where: `${of}`, counts: part(of) }));
    const merged = mergeCounts(shards[0]!, shards.slice(1));
    const counted = readQueryResult({ table, where: 'duckdb.csv', profile, reference: REFERENCE });
    for (const counts of [merged, counted, ...shards.map((shard) => shard.counts)]) {
      requireConsistentCounts(counts, WHERE);
      requireCountsOfReference(counts, { where: WHERE, profile });
    }
  });

  it.each<[string, RegExp, Spoil]>([
    [
      'numbers as presence',
      /column "cents": expected kind number, as of the reference, got presence/,
      ({ columns }, column) => {
        columns[columns.indexOf(column('cents'))] = {
          ...{ name: 'cents', kind: 'presence', missing: column('cents').missing },
        };
      },
    ],
    [
      'categories as presence',
      /column "kind": expected kind category, as of the reference, got presence/,
      ({ columns }, column) => {
        const { missing } = column('kind');
        columns[columns.indexOf(column('kind'))] = { name: 'kind', kind: 'presence', missing };
      },
    ],
    [
      'a column of another name',
      /column "cent": expected a column of the reference, got another/,
      (_, column) => (column('cents').name = 'cent'),
    ],
    [
      'zones all 0',
      /column "cents": 2026-01-31: expected 39 rows, as the day has, got 0/,
      (_, column) => (column('cents').counts = column('cents').counts.map((ofDay) => ofDay.map(() => 0))),
    ],
    [
      'zones cut off, of which the rest has all rows',
      /column "count": 2026-01-31: expected \d+ zones, as of the reference, got \d+/,
      (_, column) =>
        (column('count').counts = column('count').counts.map(([, , , first, second, ...rest]) => [
          ...[0, 0, 0, first! + second!],
          ...rest,
        ])),
    ],
    [
      'zones in another order',
      /column "count": 2026-01-31: expected values in zones \d+ to \d+, as of \S+ and \S+, got zones/,
      (_, column) => column('count').counts[0]!.reverse(),
    ],
    [
      'a value in no zone',
      /column "temperature": 2026-02-01: expected 40 rows, as the day has, got 41/,
      (_, column) => column('temperature').infinite[1]!++,
    ],
    ['rows of a day', /expected 1 rows, as the day has, got 39/, ({ rows }) => (rows[0] = 1)],
    ['a day without rows', /2026-01-31: expected at least one row, got 0/, ({ rows }) => (rows[0] = 0)],
    [
      'more missing than rows of a day',
      /column "row id": 2026-01-31: expected at most 39 rows, as the day has, got 41/,
      (_, column) => (column('row id').missing[0] = 41),
    ],
    [
      'a day twice',
      /expected days in ascending order, each once, got 2026-01-31 after 2026-01-31/,
      ({ days }) => (days[1] = days[0]!),
    ],
    [
      'days in another order',
      /expected days in ascending order, each once, got/,
      ({ days }) => days.reverse(),
    ],
    ['no day', /expected a day of the calendar, got 2026-02-30/, ({ days }) => (days[9] = '2026-02-30')],
    ['no month', /expected a day of the calendar, got 2026-13-01/, ({ days }) => (days[9] = '2026-13-01')],
    [
      'a column twice',
      /column "cents": expected one entry, got two/,
      ({ columns }, column) => columns.push(column('cents')),
    ],
    [
      'other steps',
      /column "cents": expected 100 steps a unit, got 300/,
      (_, column) => (column('cents').stepsPerUnit = 300),
    ],
    [
      'another sum',
      /column "constant": 2026-01-31: expected a sum from 1365 to 1365 steps, got 1364/,
      (_, column) => (column('constant').sums[0] = '1364'),
    ],
    [
      'squares that the sum does not allow',
      /column "cents": 2026-01-31: expected sums of squares of 39 values, got 1 with a sum of/,
      (_, column) => (column('cents').squares[0] = '1'),
    ],
    [
      'no smallest value',
      /column "cents": 2026-01-31: expected a smallest and a largest of 39 values, got null/,
      (_, column) => (column('cents').min[0] = null),
    ],
    [
      'a sum out of range of no values there',
      /column "constant": 2026-01-31: expected no sum of no values out of range, got 5/,
      (_, column) => (column('constant').outsideSums[0]![0] = '5'),
    ],
    [
      'sums of a day without a value',
      /column "cents": 2026-01-31: expected no sums of no values, got/,
      (_, column) => {
        column('cents').counts[0]!.fill(0);
        column('cents').missing[0] = 39;
      },
    ],
    [
      'a category that is not there',
      /column "kind": expected positions from \d+ to \d+, got 1000/,
      (_, column) => (column('kind').days[0]!.categories[0] = 1000),
    ],
    [
      'a category of no rows',
      /column "kind": expected a row of each category of a day, got 0/,
      (_, column) => (column('kind').days[0]!.rows[0] = 0),
    ],
    [
      'categories twice',
      /column "kind": expected categories in ascending order, each once/,
      (_, column) => (column('kind').categories[1] = column('kind').categories[0]!),
    ],
  ])('%s → refused, with the place and a next step', (_, message, spoil) => {
    let thrown: unknown;
    try {
      check(spoil);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(DataError);
    expect((thrown as DataError).message).toMatch(message);
    expect((thrown as DataError).message).toMatch(/^part\.json: /);
    expect((thrown as DataError).hint).toContain('count the rows again');
  });
});

describe('parts of which rows would count twice', () => {
  const name = (counts: Counts, where: string) => ({ where, counts });

  it('the same part twice → refused', () => {
    const [first, second] = [part(0), part(1)];
    const again = name(parseCounts(JSON.stringify(first, null, 1), 'c'), 'c');
    expect(() => mergeCounts(name(first, 'a'), [name(second, 'b'), again])).toThrow(
      'c: expected rows that no other part has, got those of a',
    );
  });

  it('what was merged beside its parts → refused, wherever it stands', () => {
    const parts = [part(0), part(1), part(2)].map((counts, index) => name(counts, `${index}`));
    const all = name(sound, 'all');
    expect(() => mergeCounts(all, parts)).toThrow('all: expected rows that no other part has, got the sum');
    expect(() => mergeCounts(parts[0]!, [all, ...parts.slice(1)])).toThrow('all: expected rows');
  });

  it('parts without rows may be equal', () => {
    const empty = countOf(takeRows(current, new Int32Array()));
    expect(mergeCounts(name(sound, 'all'), [name(empty, 'a'), name(empty, 'b')])).toEqual(sound);
  });
});

describe('counts that a newer version wrote', () => {
  /** One thing more, in the first column. */
  function newer(change: object): Counts {
    const document = JSON.parse(JSON.stringify(part(0))) as JsonCounts;
    Object.assign(document.columns[0]!, change);
    return parseCounts(JSON.stringify(document), WHERE);
  }

  function hintOf(act: () => unknown): string | undefined {
    try {
      act();
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      return `${(error as DataError).message}; ${(error as DataError).hint}`;
    }
    return undefined;
  }

  it('with a key more → checked, and not added up, which would lose the key', () => {
    const counts = newer({ sketch: [1] });
    requireConsistentCounts(counts, WHERE);
    requireCountsOfReference(counts, { where: WHERE, profile });
    const parts = [{ where: 'other.json', counts: part(1) }];
    expect(hintOf(() => mergeCounts({ where: WHERE, counts }, parts))).toMatch(
      /^part\.json: expected counts .* how to add up, got columns\.0: expected known keys, got "sketch"; a newer version .*use that one/,
    );
  });

  it('with a kind more → neither: what nothing looks at would count as checked', () => {
    const counts = newer({ kind: 'sketch' });
    requireConsistentCounts(counts, WHERE);
    const refusal =
      /^part\.json: columns\.0.*kind.*expected one of number, category, presence, got sketch; a newer version .*use that one/;
    expect(hintOf(() => requireCountsOfReference(counts, { where: WHERE, profile }))).toMatch(refusal);
    expect(hintOf(() => mergeCounts({ where: WHERE, counts }, []))).toMatch(
      /got columns\.0\.kind: .*use that one/,
    );
  });
});
