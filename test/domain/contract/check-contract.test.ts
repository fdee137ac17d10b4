/** The rules of a data contract on rows: the numbers are those that pandas counts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contractSchema } from '../../../src/shared/domain/config/contract-section.ts';
import { checkContract, type ContractResult } from '../../../src/shared/domain/contract/check-contract.ts';
import {
  parseComparison,
  readContractRules,
  type ContractRule,
} from '../../../src/shared/domain/contract/contract-rules.ts';
import type { Column, Table } from '../../../src/shared/domain/table/table.ts';
import { tableOfRows } from '../../ground/check-data.ts';

type Cell = string | number | null;

const { tables } = z
  .object({
    tables: z.array(
      z.object({
        columns: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.null()]))),
        cases: z.array(
          z.object({
            column: z.string().optional(),
            columns: z.array(z.string()).optional(),
            demand: z.custom<ContractRule['demand']>(),
            rows: z.object({ checkedRows: z.number(), brokenRows: z.number() }),
          }),
        ),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/contract-counts.json'), 'utf8')));

const TIMES = ['begin', 'end'];

/** Columns as a reader makes them: numbers, times in milliseconds, texts as codes. */
function columnOf(name: string, cells: readonly Cell[]): Column {
  if (TIMES.includes(name))
    return {
      ...{ kind: 'time', name },
      values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Date.parse(String(cell)))),
    };
  if (cells.every((cell) => typeof cell !== 'string'))
    return { kind: 'number', name, values: Float64Array.from(cells, (cell) => cell ?? NaN) };
  const categories = [...new Set(cells.flatMap((cell) => (cell === null ? [] : String(cell))))];
  return {
    ...{ kind: 'category', name, categories },
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(String(cell)))),
  };
}

const checked = (rule: ContractRule, table: Table): ContractResult | undefined =>
  checkContract([rule], { table, optional: new Set(), delivery: undefined })[0];

describe.each(tables.map((table, place) => ({ table, place })))('rows of table $place', ({ table }) => {
  const columns = Object.entries(table.columns).map(([name, cells]) => columnOf(name, cells));
  const data: Table = { rowCount: table.columns.amount?.length ?? 0, columns };

  it.each(table.cases.map((one) => [JSON.stringify([one.column ?? one.columns, one.demand]), one] as const))(
    '%s: as many are checked and broken',
    (_, one) => {
      const names = one.columns ?? [one.column ?? ''];
      const rule: ContractRule = { demand: one.demand, columns: names, severity: 'error', brokenAtMost: 0 };
      const result = checked(rule, data);
      expect(result).toMatchObject({ kind: 'checked', rows: one.rows, isBroken: one.rows.brokenRows > 0 });
      // The same fraction may break it, and one row less may not.
      const { checkedRows, brokenRows } = one.rows;
      const allowed = (rows: number): boolean | undefined => {
        const again = checked({ ...rule, brokenAtMost: rows / checkedRows }, data);
        return again?.kind === 'checked' ? again.isBroken : undefined;
      };
      if (brokenRows > 0)
        expect([allowed(brokenRows + 0.5), allowed(brokenRows - 0.5)]).toEqual([false, true]);
    },
  );
});

const rows = [
  { flight: 'AA1', day: '2026-01-05', seats: 100, id: '1' },
  { flight: 'AA1', day: '2026-01-06', seats: 120, id: '2' },
  { flight: 'UA2', day: '2026-01-06', seats: undefined, id: '3' },
];

function brokenRules(contract: object, request: object = {}): readonly string[] {
  const rules = readContractRules(contractSchema.parse(contract));
  const results = checkContract(rules, {
    ...{ table: tableOfRows(rows), optional: new Set<string>(), delivery: undefined },
    ...request,
  });
  return results.flatMap((result) =>
    result.kind === 'unchecked'
      ? [`${result.rule.demand.code} unchecked: ${result.reason}`]
      : result.isBroken
        ? [result.rule.demand.code]
        : [],
  );
}

describe('a contract', () => {
  it('has a rule for each thing that it states, and breaks none that is kept', () => {
    const contract = {
      columns: {
        flight: { type: 'text', values: ['AA1', 'UA2'], pattern: '[A-Z]{2}\\d' },
        day: { type: 'time', min: '2026-01-05', max: '2026-01-06' },
        seats: { type: 'integer', min: 100, max: 120, 'missing-at-most': 0.34 },
        id: { unique: true },
      },
      keys: [{ columns: ['flight', 'day'] }],
    };
    expect(brokenRules(contract)).toEqual([]);
    expect(readContractRules(contractSchema.parse(contract)).map(({ demand }) => demand.code)).toEqual([
      ...['present', 'type', 'values', 'pattern', 'present', 'type', 'range'],
      ...['present', 'type', 'missing', 'range', 'present', 'unique', 'unique'],
    ]);
  });

  it('is broken by what it does not allow', () => {
    expect(brokenRules({ columns: { seats: { 'missing-at-most': 0.33 } } })).toEqual(['missing']);
    expect(brokenRules({ columns: { day: { min: '2026-01-06' } } })).toEqual(['range']);
    expect(brokenRules({ columns: { flight: { unique: true } } })).toEqual(['unique']);
    expect(brokenRules({ keys: [{ columns: ['day', 'flight'] }, { columns: ['flight', 'seats'] }] })).toEqual(
      [],
    );
  });

  it('names a column that is not there, and says of its other rules that they were not checked', () => {
    const contract = { columns: { fare: { min: 0 }, gate: { required: false, min: 0 } } };
    expect(brokenRules(contract)).toEqual([
      'present',
      'range unchecked: column-absent',
      'range unchecked: column-absent',
    ]);
    expect(brokenRules({ columns: { fare: {} } }, { optional: new Set(['fare']) })).toEqual([
      'present unchecked: column-absent',
    ]);
  });

  it('speaks of number and age of rows where they are delivered', () => {
    const contract = { rows: { 'at-least': 4 }, newest: { within: '36 hours' } };
    const nowMs = Date.parse('2026-01-08T00:00:00Z');
    const delivery = (newestMs: number | undefined) => ({ delivery: { newestMs, nowMs } });
    expect(brokenRules(contract)).toEqual([]);
    expect(brokenRules(contract, delivery(nowMs - 36 * 3_600_000))).toEqual(['rows']);
    expect(brokenRules(contract, delivery(nowMs - 37 * 3_600_000))).toEqual(['rows', 'age']);
    expect(brokenRules(contract, delivery(undefined))).toEqual(['rows', 'age unchecked: no-times']);
    expect(brokenRules({ rows: { 'at-most': 2 } }, delivery(nowMs))).toEqual(['rows']);
  });

  it('counts cells that are not what the column holds', () => {
    const table = tableOfRows([...rows, { flight: 'UA2', day: '2026-01-07', seats: 'many', id: '4' }], {
      kinds: new Map([['seats', 'number']]),
    });
    expect(brokenRules({ columns: { seats: { type: 'number' } } }, { table })).toEqual(['type']);
    expect(
      brokenRules({ columns: { seats: { type: 'number', 'broken-at-most': 0.34 } } }, { table }),
    ).toEqual([]);
  });

  it('compares the columns that stand on both sides of the first operator', () => {
    expect(parseComparison('first day <= last day')).toEqual({
      ...{ left: 'first day', operator: '<=', right: 'last day' },
    });
    expect(parseComparison('a > b')).toEqual({ left: 'a', operator: '>', right: 'b' });
    expect(contractSchema.safeParse({ comparisons: [{ rule: 'a<b' }] }).success).toBe(false);
  });
});
