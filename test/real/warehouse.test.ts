/** DuckDB and Spark, from PyPI, count 3,000,000 flights by the query of `operation: profile-sql`: the profile of the rows, byte for byte. */
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
import { timeColumn } from '../../src/shared/domain/table/access.ts';
import { takeRows, type Table } from '../../src/shared/domain/table/table.ts';
import { contentOf } from '../ground/memory-files.ts';
import { installJava, pythonEnvironment, root } from './tools.ts';

const run = promisify(execFile);
const FLIGHTS = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
const MESSY = join(root, 'test', 'domain', 'monitoring', 'counts', 'fixtures');
/** With the quotes of their names. */
const ENGINES = [
  ['duckdb', 'double'],
  ['spark', 'backtick'],
] as const;
const FEBRUARY_MS = Date.UTC(2001, 1, 1);

const bin = await pythonEnvironment('warehouse', ['duckdb==2.0.1', 'pyspark==4.3.0']);
await installJava();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warehouse-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(path: string): Promise<Table> {
  return await readTable(contentOf(await readFile(path)), path);
}

/** The first month. */
function startOf(flights: Table): Table {
  const times = timeColumn(flights, 'date', 'flights');
  const rows = Int32Array.from({ length: flights.rowCount }, (_, row) => row);
  return takeRows(
    flights,
    rows.filter((row) => (times[row] ?? NaN) < FEBRUARY_MS),
  );
}

const textOf = (counts: Counts): string => serializeDocument(countsSchema, counts);

it.each(['flights', 'messy'] as const)('DuckDB and Spark count the %s as we do', async (data) => {
  const current = data === 'flights' ? FLIGHTS : join(MESSY, 'current.parquet');
  const rows = await read(current);
  const reference = data === 'flights' ? startOf(rows) : await read(join(MESSY, 'reference.parquet'));
  const time = data === 'flights' ? 'date' : 'happened';
  const profile = computeProfile(reference, { where: 'reference', time });
  const request = { profile, reference: sha256(JSON.stringify(profile)) };
  const expected = textOf(countTable({ ...request, table: rows, where: current }));
  const query = join(folder, 'query.sql');
  for (const [engine, quotes] of ENGINES) {
    await writeFile(query, renderCountsQuery({ ...request, from: 'current_rows', quotes }));
    const result = join(folder, `${engine}.csv`);
    const script = join(import.meta.dirname, 'warehouse', 'count.py');
    await run(join(bin, 'python'), [script, engine, `current_rows=${current}`, query, result], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const table = await readTable(contentOf(await readFile(result)), result, { kinds: RESULT_KINDS });
    const counted = readQueryResult({ ...request, table, where: result });
    expect(textOf(counted) === expected, `${engine} counts ${data} as we do`).toBe(true);
  }
});
