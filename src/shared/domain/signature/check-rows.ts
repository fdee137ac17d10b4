/**
 * The columns of a table against the inputs that a model of MLflow names. A table has no types of pandas, so that a column
 * fits where one type that has its values without a loss is taken by `_enforce_schema`: whole numbers in a column of a
 * file fit `double`, and a missing number fits no `long`. Numbers and times fit `string`, for in a file they are text.
 */
import type { SignatureField } from '../documents/model-format.ts';
import type { FoundInput } from '../documents/signature-problem.ts';
import type { Column } from '../table/table.ts';
import { INTEGER_BITS, parseInputType, type ScalarType } from './input-type.ts';

/** Inputs with a name each; undefined where the signature has tensors or no names, which say nothing of columns. */
export function signatureColumns(
  inputs: readonly SignatureField[] | undefined,
): readonly (SignatureField & { readonly name: string })[] | undefined {
  const named = (inputs ?? []).flatMap(({ name, ...field }) =>
    name === undefined || parseInputType(field.type).kind === 'tensor' ? [] : [{ ...field, name }],
  );
  return named.length > 0 && named.length === inputs?.length ? named : undefined;
}

export interface ColumnMisfit {
  /** In the first row that does not fit. */
  readonly found: FoundInput;
  /** Rows that do not fit. */
  readonly rows: number;
}

/** @returns undefined where the column has what the signature says, or no value at all. */
export function findColumnMisfit(type: string, column: Column): ColumnMisfit | undefined {
  const of = parseInputType(type);
  if (of.kind !== 'scalar') return undefined;
  const present = countPresent(column);
  if (present === 0 || of.type === 'string' || of.type === 'binary') return undefined;
  const wanted = of.type === 'datetime' ? 'time' : 'number';
  if (column.kind !== wanted)
    return { found: column.kind === 'category' ? 'text' : column.kind, rows: present };
  return column.kind === 'number' ? findNumberMisfit(of.type, column.values) : undefined;
}

/** Whether a number fits, and undefined for one that does. */
export function findMisfitOfNumber(type: ScalarType, value: number): FoundInput | undefined {
  if (type === 'boolean') return value === 0 || value === 1 ? undefined : 'number';
  if (type !== 'integer' && type !== 'long') return undefined;
  if (Number.isNaN(value)) return 'no-value';
  if (!Number.isInteger(value)) return 'fraction';
  const limit = 2 ** INTEGER_BITS[type];
  return value >= -limit && value < limit ? undefined : 'number-out-of-range';
}

/** A missing value is the last to be named: other faults of the column say more. */
function findNumberMisfit(type: ScalarType, values: Float64Array): ColumnMisfit | undefined {
  let found: FoundInput | undefined;
  let rows = 0;
  for (const value of values) {
    if (type === 'boolean' && Number.isNaN(value)) continue;
    const misfit = findMisfitOfNumber(type, value);
    if (misfit === undefined) continue;
    rows += 1;
    if (found === undefined || found === 'no-value') found = misfit;
  }
  return found === undefined ? undefined : { found, rows };
}

function countPresent(column: Column): number {
  return column.kind === 'category'
    ? column.codes.reduce((count, code) => count + (code < 0 ? 0 : 1), 0)
    : column.values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
}
