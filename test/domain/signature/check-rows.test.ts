/** Columns of rows against what `_enforce_schema` of MLflow takes (fixtures/record_enforcement.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSignatureColumn, signatureColumns } from '../../../src/shared/domain/signature/check-rows.ts';
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
    const problem = checkSignatureColumn(table, { name: 'x', type });
    expect(problem === undefined ? 'ok' : 'refused').toBe(outcome);
  });

  it('are not compared with a signature of tensors, or of columns without names', () => {
    expect(signatureColumns([{ type: 'float64[-1, 4]' }])).toBeUndefined();
    expect(signatureColumns([{ name: 'x', type: 'float64[-1]' }])).toBeUndefined();
    expect(signatureColumns([{ type: 'double' }])).toBeUndefined();
    expect(signatureColumns(undefined)).toBeUndefined();
    expect(signatureColumns([{ name: 'x', type: 'double' }])).toHaveLength(1);
  });
});
