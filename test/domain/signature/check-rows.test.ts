/** Columns of rows against what `_enforce_schema` of MLflow takes (fixtures/record_enforcement.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findColumnMisfit, signatureColumns } from '../../../src/shared/domain/signature/check-rows.ts';
import { findColumn } from '../../../src/shared/domain/table/table.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';

interface RecordedRows {
  readonly about: string;
  readonly type: string;
  readonly rows: readonly (string | number | null)[];
  readonly outcome: 'ok' | 'refused';
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'fixtures', 'enforced-rows.jsonl'), 'utf8')
  .trim()
  .split('\n');
const recorded = lines.map((line) => JSON.parse(line) as RecordedRows);

describe('the rows of a table and the signature of a model', () => {
  it.each(recorded)('are taken by MLflow or not: $about', ({ type, rows, outcome }) => {
    const csv = `x,y\n${rows.map((value) => `${value ?? ''},1`).join('\n')}\n`;
    const table = parseCsv(new TextEncoder().encode(csv), 'rows.csv');
    const column = findColumn(table, 'x');
    const misfit = column && findColumnMisfit(type, column);
    expect(misfit === undefined ? 'ok' : 'refused').toBe(outcome);
  });

  it('have a misfit that says how many rows it is, and a missing value only where nothing else is wrong', () => {
    const values = Float64Array.of(NaN, 1, 2.5, 7, 0.5);
    const column = { kind: 'number', name: 'x', values } as const;
    expect(findColumnMisfit('long', column)).toEqual({ found: 'fraction', rows: 3 });
    expect(findColumnMisfit('boolean', column)).toEqual({ found: 'number', rows: 3 });
    expect(findColumnMisfit('long', { ...column, values: Float64Array.of(NaN, 1) })).toEqual({
      found: 'no-value',
      rows: 1,
    });
    expect(findColumnMisfit('long', { ...column, values: Float64Array.of(NaN) })).toBeUndefined();
  });

  it('are not compared with a signature of tensors, or of columns without names', () => {
    expect(signatureColumns([{ type: 'float64[-1, 4]' }])).toBeUndefined();
    expect(signatureColumns([{ name: 'x', type: 'float64[-1]' }])).toBeUndefined();
    expect(signatureColumns([{ type: 'double' }])).toBeUndefined();
    expect(signatureColumns(undefined)).toBeUndefined();
    expect(signatureColumns([{ name: 'x', type: 'double' }])).toHaveLength(1);
  });
});
