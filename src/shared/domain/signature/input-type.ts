/** The type of one input of a signature, from its text in `run.json` and `model.json` (documents/model-format.ts). */

const scalarTypes = [
  'boolean',
  'integer',
  'long',
  'float',
  'double',
  'string',
  'binary',
  'datetime',
] as const;
export type ScalarType = (typeof scalarTypes)[number];

/** Of a whole number, without its sign. */
export const INTEGER_BITS = { integer: 31, long: 63 } as const;

export type InputType =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  /** Sizes by dimension; -1 is any. */
  | { readonly kind: 'tensor'; readonly cell: ScalarType; readonly sizes: readonly number[] }
  | { readonly kind: 'list' }
  | { readonly kind: 'object' }
  /** Also a type that is not known, or whose text was too long to be kept whole. */
  | { readonly kind: 'any' };

const TENSOR = /^([A-Za-z]+\d*)\[(-?\d+(?:, -?\d+)*)?\]$/;

export function parseInputType(text: string): InputType {
  const scalar = scalarTypes.find((type) => type === text);
  if (scalar !== undefined) return { kind: 'scalar', type: scalar };
  if (text.startsWith('array<')) return { kind: 'list' };
  if (text.startsWith('object<') || text.startsWith('map<')) return { kind: 'object' };
  const [, element, sizes = ''] = TENSOR.exec(text) ?? [];
  if (element === undefined) return { kind: 'any' };
  const cell = cellOf(element);
  return { kind: 'tensor', cell, sizes: sizes === '' ? [] : sizes.split(', ').map(Number) };
}

/** By the names of NumPy; what is no number may hold anything. */
function cellOf(element: string): ScalarType {
  if (element.startsWith('float')) return 'double';
  if (/^u?int/.test(element)) return 'long';
  return 'string';
}
