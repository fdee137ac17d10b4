/** DuckDB and Spark, from PyPI, count flights by the query of `operation: count-sql`: the counts of the rows, byte for byte. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTable } from '../../src/shared/adapters/data/tables.ts';
import { serializeDocument } from '../../src/shared/domain/documents/parse-document.ts';
import { sha256 } from '../../src/shared/domain/kernel/digest.ts';
import { countTable } from '../../src/shared/domain/monitoring/counts/count-table.ts';
import { renderCountsQuery } from '../../src/shared/domain/monitoring/counts/counts-query.ts';
import { countsSchema, type Counts } from '../../src/shared/domain/monitoring/counts/counts.ts';
import {
  readQueryResult,
  RESULT_KINDS,
} from '../../src/shared/domain/monitoring/counts/read-query-result.ts';
import { computeProfile } from '../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Profile } from '../../src/shared/domain/monitoring/profile/profile.ts';
import { timeColumn } from '../../src/shared/domain/table/access.ts';
import { takeRows, type Table } from '../../src/shared/domain/table/table.ts';
import { contentOf } from '../ground/memory-files.ts';
import { installJava, pythonEnvironment, root } from './tools.ts';

const run = promisify(execFile);
const FLIGHTS = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
const MESSY = join(root, 'test', 'domain', 'monitoring', 'counts', 'fixtures');
const FEBRUARY_MS = Date.UTC(2001, 1, 1);
/** With the quotes of their names, and until when the flights are counted: Spark alone would take most of the time of the suite. */
const ENGINES = [
  ['duckdb', 'double', Date.UTC(2002, 0, 1)],
  ['spark', 'backtick', Date.UTC(2001, 0, 8)],
] as const;

const bin = await pythonEnvironment('warehouse', ['duckdb==2.0.1', 'pyspark==4.3.0']);
await installJava();

let folder: string;
let flights: Table;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
  flights = await read(FLIGHTS);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string): Promise<Table> {
  return await readTable(contentOf(await readFile(path)), path);
}

function before(flights: Table, untilMs: number): Table {
  const times = timeColumn(flights, 'date', 'flights');
  const rows = Int32Array.from({ length: flights.rowCount }, (_, row) => row);
  return takeRows(
    flights,
    rows.filter((row) => (times[row] ?? NaN) < untilMs),
  );
}

const textOf = (counts: Counts): string => serializeDocument(countsSchema, counts);

interface Case {
  readonly current: string;
  /** Which rows, in SQL. */
  readonly condition: string;
  readonly request: { readonly profile: Profile; readonly reference: string };
  /** What we count of the rows. */
  readonly expected: string;
}

async function makeCases(untilMs: number): Promise<readonly Case[]> {
  const messy = await read(join(MESSY, 'current.parquet'));
  const reference = await read(join(MESSY, 'reference.parquet'));
  const until = new Date(untilMs).toISOString().slice(0, 10);
  const make = (path: string, rows: Table, profile: Profile, condition: string): Case => {
    const request = { profile, reference: sha256(JSON.stringify(profile)) };
    const expected = textOf(countTable({ ...request, table: rows, where: path }));
    return { current: path, condition, request, expected };
  };
  const profileOf = (table: Table, time: string): Profile =>
    computeProfile(table, { where: 'reference', time });
  return [
    make(join(MESSY, 'current.parquet'), messy, profileOf(reference, 'happened'), 'true'),
    make(
      FLIGHTS,
      before(flights, untilMs),
      profileOf(before(flights, FEBRUARY_MS), 'date'),
      `date < '${until}'`,
    ),
  ];
}

it.each(ENGINES)('%s counts as we do', async (engine, quotes, untilMs) => {
  const cases = await makeCases(untilMs);
  const files: string[] = [];
  for (const [place, { current, condition, request }] of cases.entries()) {
    const [query, result] = [join(folder, `${engine}-${place}.sql`), join(folder, `${engine}-${place}.csv`)];
    await writeFile(query, renderCountsQuery({ ...request, from: `rows_${place}`, quotes }));
    files.push(`rows_${place}=${current}`, condition, query, result);
  }
  await run(join(bin, 'python'), [join(import.meta.dirname, 'warehouse', 'count.py'), engine, ...files], {
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const [place, { current, request, expected }] of cases.entries()) {
    const where = join(folder, `${engine}-${place}.csv`);
    const table = await readTable(contentOf(await readFile(where)), where, { kinds: RESULT_KINDS });
    const counted = textOf(readQueryResult({ ...request, table, where }));
    expect(counted === expected, `${engine} counts ${current} as we do`).toBe(true);
  }
});
