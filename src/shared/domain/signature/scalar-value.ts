/**
 * Whether a value of JSON is one of a scalar type, as the server of MLflow converts it (`cast_df_types_according_to_schema`
 * and `convert_data_type` of mlflow/utils/proto_json_utils.py). A value that the server would change in silence, such as
 * 2.5 for a whole number, is none either. What only a conversion of Python decides, such as an odd time, is let pass.
 */
import type { FoundInput } from '../documents/signature-problem.ts';
import { INTEGER_BITS, type ScalarType } from './input-type.ts';
import { isComposite } from '../kernel/unknown-value.ts';

/** @returns what the value is where it does not fit, undefined where it does. */
export function findMisfit(type: ScalarType, value: unknown): FoundInput | undefined {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' || value === 0 || value === 1 ? undefined : kindOf(value);
    case 'integer':
    case 'long':
      return findMisfitOfInteger(INTEGER_BITS[type], value);
    case 'float':
    case 'double':
      if (typeof value === 'string') return isNumberText(value) ? undefined : 'text';
      return isComposite(value) ? kindOf(value) : undefined;
    case 'datetime':
      if (typeof value === 'string') return value === '' || /\d/.test(value) ? undefined : 'text';
      return isComposite(value) ? kindOf(value) : undefined;
    case 'string':
    case 'binary':
      return undefined;
  }
}

function findMisfitOfInteger(bits: number, value: unknown): FoundInput | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value)) return 'text';
  if (typeof value !== 'number' && typeof value !== 'string') return kindOf(value);
  const number = Number(value);
  if (!Number.isInteger(number)) return 'fraction';
  return number >= -(2 ** bits) && number < 2 ** bits ? undefined : 'number-out-of-range';
}

/** As Python's `float` reads a text. */
function isNumberText(text: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^\s*[+-]?(nan|inf|infinity)\s*$/i.test(text);
}

export function kindOf(value: unknown): FoundInput {
  if (value === undefined) return 'nothing';
  if (value === null) return 'no-value';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    default:
      return 'object';
  }
}
