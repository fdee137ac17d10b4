/**
 * The columns of a table against the inputs that a model of MLflow names. A table has no types of pandas, so that a column
 * fits where one type that has its values without a loss is taken by `_enforce_schema`: whole numbers in a column of a
 * file fit `double`, and a missing number fits no `long`. Numbers and times fit `string`, for in a file they are text.
 */
import type { SignatureField } from '../documents/model-format.ts';
import type { FoundInput, SignatureProblem } from '../documents/signature-problem.ts';
import { findColumn, type Column, type Table } from '../table/table.ts';
import { parseInputType, type ScalarType } from './input-type.ts';

/** The names of columns; undefined where the signature has tensors or no names, which say nothing of columns. */
export function signatureColumns(
  inputs: readonly SignatureField[] | undefined,
): readonly SignatureField[] | undefined {
  if (inputs === undefined || inputs.length === 0) return undefined;
  const isTable = inputs.every(
    ({ name, type }) => name !== undefined && parseInputType(type).kind !== 'tensor',
  );
  return isTable ? inputs : undefined;
}

/** @returns undefined where the column has what the signature says, or no value at all. */
export function checkSignatureColumn(
  table: Table,
  { name = '', type }: SignatureField,
): SignatureProblem | undefined {
  const of = parseInputType(type);
  const column = findColumn(table, name);
  if (of.kind !== 'scalar' || column === undefined || isEmpty(column)) return undefined;
  const found = findMisfitOfColumn(of.type, column);
  return found === undefined ? undefined : { input: name, expected: type, found };
}

function isEmpty(column: Column): boolean {
  return column.kind === 'category'
    ? column.codes.every((code) => code < 0)
    : column.values.every((value) => Number.isNaN(value));
}

function findMisfitOfColumn(type: ScalarType, column: Column): FoundInput | undefined {
  switch (type) {
    case 'string':
    case 'binary':
      return undefined;
    case 'datetime':
      return column.kind === 'time' ? undefined : wordOf(column);
    case 'float':
    case 'double':
      return column.kind === 'number' ? undefined : wordOf(column);
    case 'boolean':
      if (column.kind !== 'number') return wordOf(column);
      return findNumber(column.values, (value) => (value === 0 || value === 1 ? undefined : 'number'));
    case 'integer':
      return column.kind === 'number' ? findNoInteger(column.values, 31) : wordOf(column);
    case 'long':
      return column.kind === 'number' ? findNoInteger(column.values, 63) : wordOf(column);
  }
}

function wordOf({ kind }: Column): FoundInput {
  return kind === 'category' ? 'text' : kind;
}

/** A column of whole numbers has no place for a missing one. */
function findNoInteger(values: Float64Array, bits: number): FoundInput | undefined {
  const wrong = findNumber(values, (value) => {
    if (!Number.isInteger(value)) return 'fraction';
    return value >= -(2 ** bits) && value < 2 ** bits ? undefined : 'number-out-of-range';
  });
  return wrong ?? (values.some((value) => Number.isNaN(value)) ? 'no-value' : undefined);
}

function findNumber(
  values: Float64Array,
  find: (value: number) => FoundInput | undefined,
): FoundInput | undefined {
  for (const value of values) {
    const found = Number.isNaN(value) ? undefined : find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
