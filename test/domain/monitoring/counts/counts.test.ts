/** Counts by day: what DuckDB counts of the same rows, what parts add up to, and what a check says of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../../../src/shared/adapters/data/tables.ts';
import { modelConfigSchema } from '../../../../src/shared/domain/config/config.ts';
import { serializeDocument } from '../../../../src/shared/domain/documents/parse-document.ts';
import type { Check, Finding } from '../../../../src/shared/domain/documents/check.ts';
import { DAY_MS } from '../../../../src/shared/domain/kernel/time.ts';
import { computeCheck } from '../../../../src/shared/domain/monitoring/compute-check.ts';
import { countTable } from '../../../../src/shared/domain/monitoring/counts/count-table.ts';
import { renderCountsQuery } from '../../../../src/shared/domain/monitoring/counts/counts-query.ts';
import {
  countsSchema,
  parseCounts,
  type Counts,
} from '../../../../src/shared/domain/monitoring/counts/counts.ts';
import { mergeCounts } from '../../../../src/shared/domain/monitoring/counts/merge-counts.ts';
import {
  readQueryResult,
  RESULT_KINDS,
} from '../../../../src/shared/domain/monitoring/counts/read-query-result.ts';
import { computeProfile } from '../../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import type { Profile } from '../../../../src/shared/domain/monitoring/profile/profile.ts';
import { numberColumn, timeColumn } from '../../../../src/shared/domain/table/access.ts';
import type { ReadOptions } from '../../../../src/shared/domain/table/read-options.ts';
import { keepColumns, takeRows, type Table } from '../../../../src/shared/domain/table/table.ts';
import { contentOf } from '../../../ground/memory-files.ts';

const REFERENCE = 'a'.repeat(64);

async function read(name: string, options?: ReadOptions): Promise<Table> {
  return readTable(contentOf(await readFile(fixture(name))), name, options);
}

function fixture(name: string): string {
  return join(import.meta.dirname, 'fixtures', name);
}

let current: Table;
let profile: Profile;
let counts: Counts;

beforeAll(async () => {
  current = await read('current.parquet');
  profile = computeProfile(await read('reference.parquet'), { where: 'reference', time: 'happened' });
  counts = countOf(current);
});

function countOf(table: Table): Counts {
  return countTable({ table, where: 'current', profile, reference: REFERENCE });
}

function textOf(document: Counts): string {
  return serializeDocument(countsSchema, document);
}

function rowsWhere(table: Table, isWanted: (row: number) => boolean): Table {
  return takeRows(table, Int32Array.from({ length: table.rowCount }, (_, row) => row).filter(isWanted));
}

describe('the query', () => {
  it('is the one that DuckDB was asked', async () => {
    const query = renderCountsQuery({
      profile,
      reference: REFERENCE,
      from: 'current_rows',
      quotes: 'double',
    });
    await expect(query).toMatchFileSnapshot('fixtures/query.sql');
  });

  it.each([
    ['row id', 'the column "row id" needs some'],
    ['user', 'the column "user" needs some'],
  ])('a column %j is not named without quotes', (name, message) => {
    const [column] = profile.columns;
    const renamed = { ...profile, columns: column === undefined ? [] : [{ ...column, name }] };
    const request = { profile: renamed, reference: REFERENCE, from: 'rows_of_today' };
    expect(() => renderCountsQuery({ ...request, quotes: 'none' })).toThrow(message);
    expect(renderCountsQuery({ ...request, quotes: 'backtick' })).toContain(`\`${name}\` AS c0`);
  });

  it('gets the same document from DuckDB, byte for byte', async () => {
    const table = await read('duckdb.csv', { kinds: RESULT_KINDS });
    const result = readQueryResult({ table, where: 'duckdb.csv', profile, reference: REFERENCE });
    expect(textOf(result)).toBe(textOf(counts));
  });

  it.each([
    [
      'cut off',
      (rows: Table) => rowsWhere(rows, (row) => row > 40),
      'expected 0 rows on 2026-01-31, as the day has, got 39',
    ],
    [
      'without a column',
      (rows: Table) => keepColumns(rows, ['day', 'bucket']),
      'expected a column "column_name"',
    ],
    [
      'without a sum',
      (rows: Table) => ({
        ...rows,
        columns: rows.columns.map((column) =>
          column.name === 'steps' && column.kind === 'category'
            ? { ...column, codes: column.codes.map(() => -1) }
            : column,
        ),
      }),
      'expected "steps", "squares", "lowest" and "highest" of the',
    ],
  ])('a result that is %s is refused', async (_, spoil, message) => {
    const table = spoil(await read('duckdb.csv', { kinds: RESULT_KINDS }));
    expect(() => readQueryResult({ table, where: 'duckdb.csv', profile, reference: REFERENCE })).toThrow(
      message,
    );
  });
});

describe('counts', () => {
  it('have the sums of the values, in steps', () => {
    const cents = counts.columns.find((column) => 'name' in column && column.name === 'cents');
    if (cents?.kind !== 'number' || !('sums' in cents)) throw new TypeError('expected numbers');
    const values = numberColumn(current, 'cents', 'current');
    const times = timeColumn(current, 'happened', 'current');
    const [first] = counts.days;
    let [sum, squares] = [0n, 0n];
    values.forEach((value, row) => {
      if (
        new Date(times[row] ?? NaN).getTime() >= Date.parse(`${first}T00:00Z`) + DAY_MS ||
        Number.isNaN(times[row])
      )
        return;
      const steps = BigInt(value.toFixed(2).replace('.', ''));
      sum += steps;
      squares += steps * steps;
    });
    expect(cents).toMatchObject({ stepsPerUnit: 100 });
    expect([cents.sums[0], cents.squares[0]]).toEqual([String(sum), String(squares)]);
  });

  it.each([
    ['of shards', (row: number) => (row * 7919) % 3],
    ['of days', (row: number) => Math.floor(row / 40) % 2],
  ])('%s add up to those of all rows, in any order', (_, partOf) => {
    const parts = [0, 1, 2].map((part) => ({
      where: `part ${part}`,
      counts: parseCounts(textOf(countOf(rowsWhere(current, (row) => partOf(row) === part))), 'part'),
    }));
    const [first, second, third] = parts;
    expect(textOf(mergeCounts(first!, [second!, third!]))).toBe(textOf(counts));
    expect(textOf(mergeCounts(third!, [first!, second!]))).toBe(textOf(counts));
  });

  it('of a part without a column have its rows as missing', () => {
    const half = (part: number): Table => rowsWhere(current, (row) => row % 2 === part);
    const names = current.columns.map(({ name }) => name).filter((name) => name !== 'kind');
    const merged = mergeCounts({ where: 'a', counts: countOf(half(0)) }, [
      { where: 'b', counts: countOf(keepColumns(half(1), names)) },
    ]);
    const missing = merged.columns.flatMap((column) =>
      'name' in column && column.name === 'kind' ? column.missing : [],
    );
    expect(missing.every((rows) => rows >= 19)).toBe(true);
  });

  it.each(['sums', 'squares', 'outsideSums', 'counts', 'infinite', 'min', 'days'])(
    'of which the last day of %s is missing are refused',
    (list) => {
      let column = '';
      const columns = counts.columns.map((each) => {
        const found: unknown = Object.entries(each).find(([name]) => name === list)?.[1];
        if (column !== '' || !('name' in each) || !Array.isArray(found)) return each;
        column = each.name;
        return { ...each, [list]: found.slice(0, -1) };
      });
      const days = counts.days.length;
      expect(() => parseCounts(JSON.stringify({ ...counts, columns }), 'part.json')).toThrow(
        `part.json: ${column}: ${list}: expected ${days} entries, got ${days - 1}`,
      );
    },
  );

  it('of two references do not add up', () => {
    const other = { ...counts, reference: 'b'.repeat(64) };
    expect(() => mergeCounts({ where: 'a', counts }, [{ where: 'b', counts: other }])).toThrow(
      'b: expected the bins and days of a (reference aaaaaaaaaaaa',
    );
  });
});

describe('a check of counts', () => {
  const config = modelConfigSchema.parse({
    predictions: { id: 'row id', label: 'y', score: 'p', time: 'happened' },
    contract: { columns: { cents: { type: 'number' } } },
  });

  function check(
    given: { readonly table: Table } | { readonly counts: Counts },
    now = '2026-02-10T05:00:00Z',
  ): Check {
    const common = { path: 'current', sha256: 'b'.repeat(64), windowDays: 7 };
    return computeCheck({
      ...{ model: 'm', version: '1.0.0', config, profile, profileDigest: REFERENCE, earlier: [] },
      current: 'table' in given ? { ...common, ...given } : { ...common, ...given, timeZone: undefined },
      nowMs: Date.parse(now),
    });
  }

  const key = ({ kind, subject, detail }: Finding): string => `${kind} ${subject} ${detail.code}`;
  const numbersOf = ({ outcome, effect, test }: Finding) => ({ outcome, effect: effect?.value, p: test?.p });

  it('finds what a check of the rows finds, with the same numbers', () => {
    const [rows, counted] = [check({ table: current }), check({ counts })];
    const ofCounts = new Map(counted.findings.map((finding) => [key(finding), finding]));
    const compared = rows.findings.filter(({ kind }) => kind !== 'performance');
    expect(compared.length).toBeGreaterThan(5);
    for (const finding of compared.filter(({ detail }) => detail.code !== 'contract-broken')) {
      const found = ofCounts.get(key(finding));
      const { outcome, effect, p } = numbersOf(finding);
      expect(found?.outcome, key(finding)).toBe(outcome);
      // Where far values begin to count for less depends on single rows of a day, which counts do not have.
      const digits = finding.subject === 'cents' ? 3 : 6;
      if (effect !== undefined) expect(found?.effect?.value, key(finding)).toBeCloseTo(effect, digits);
      if (p !== undefined) expect(found?.test?.p, key(finding)).toBeCloseTo(p, digits);
    }
    expect(counted.decision.kind).toBe(rows.decision.kind);
  });

  it('says what counts cannot show', () => {
    const { findings, columns, contract } = check({ counts });
    expect(findings.find(({ kind }) => kind === 'performance')).toMatchObject({
      outcome: 'inconclusive',
      detail: { code: 'not-evaluated', cause: 'only-counts' },
    });
    expect(columns?.find(({ name }) => name === 'temperature')).toMatchObject({ reason: 'only-counts' });
    expect(contract?.unchecked.map(({ reason }) => reason)).toContain('only-counts');
  });

  it('leaves out the day that is not over, and days that have not happened', () => {
    const early = check({ counts }, '2026-02-08T05:00:00Z');
    expect(early.current).toMatchObject({ days: 7, to: '2026-02-07T23:59:59.000Z' });
    expect(early.findings.map(({ detail }) => detail.code)).toEqual(
      expect.arrayContaining(['implausible-times', 'partial-day']),
    );
  });

  it('a column that is gone, empty or stuck is an alert', () => {
    const names = current.columns.map(({ name }) => name).filter((name) => name !== 'kind');
    const spoiled = keepColumns(current, names);
    const stuck = {
      ...spoiled,
      columns: spoiled.columns.map((column) =>
        column.name === 'temperature' && column.kind === 'number'
          ? { ...column, values: column.values.map(() => 21) }
          : column.name === 'count' && column.kind === 'number'
            ? { ...column, values: column.values.map(() => NaN) }
            : column,
      ),
    };
    const alerts = check({ counts: countOf(stuck) })
      .findings.filter(({ outcome }) => outcome === 'alert')
      .map(key);
    expect(alerts).toEqual(
      expect.arrayContaining([
        'data-quality kind missing-column',
        'data-quality temperature stuck-values',
        'data-quality count missing-values',
      ]),
    );
  });
});
