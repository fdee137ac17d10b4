/**
 * The arrays of joblib stand within its pickle, behind the instruction that builds their description; joblib reads them
 * there (https://github.com/joblib/joblib/blob/main/joblib/numpy_pickle.py). Arrays of objects are a pickle of their own.
 */
import { isOf, type PickleValue } from './pickle-values.ts';

const JOBLIB = ['joblib.numpy_pickle', 'sklearn.externals.joblib.numpy_pickle'];

export type InlineArray =
  /** So many bytes of numbers. `isPadded`: a byte before them says how many bytes of padding follow it. */
  | { readonly kind: 'numbers'; readonly sizeBytes: number; readonly isPadded: boolean }
  | { readonly kind: 'objects' }
  /** Its type or shape cannot be read, so its end is unknown. */
  | { readonly kind: 'unclear' };

/** @returns undefined where what was built is no description of an array that follows. */
export function inlineArrayOf(built: PickleValue): InlineArray | undefined {
  if (!isOf(built, JOBLIB, 'NumpyArrayWrapper')) return undefined;
  const { state } = built;
  if (state?.kind !== 'dict') return { kind: 'unclear' };
  const [shape, dtype] = [state.entries.get('shape'), state.entries.get('dtype')];
  const isPadded = state.entries.get('numpy_array_alignment_bytes')?.kind === 'number';
  const count = countOf(shape);
  const itemBytes = itemBytesOf(dtype);
  if (count === undefined || itemBytes === undefined) return { kind: 'unclear' };
  if (itemBytes === 'objects') return { kind: 'objects' };
  return { kind: 'numbers', sizeBytes: count * itemBytes, isPadded };
}

function countOf(shape: PickleValue | undefined): number | undefined {
  if (shape?.kind !== 'tuple') return undefined;
  let count = 1;
  for (const side of shape.items) {
    if (side.kind !== 'number' || !Number.isInteger(side.value) || side.value < 0) return undefined;
    count *= side.value;
  }
  return Number.isSafeInteger(count) ? count : undefined;
}

const TYPE = /^[<>=|]?([?bBhHiIuUlLqQnNefdgFDGSaVOMmc])(\d*)$/;
/** Of types that NumPy writes as one letter. */
const LETTER_BYTES: Readonly<Record<string, number>> = { '?': 1, b: 1, B: 1, h: 2, H: 2, e: 2, f: 4, d: 8 };

/** The place of the size in the state of a dtype: (version, order, subtype, names, fields, size, …). */
const STATE_SIZE = 5;
const STATE_FIELDS = 4;

function itemBytesOf(dtype: PickleValue | undefined): number | 'objects' | undefined {
  if (!isOf(dtype, ['numpy'], 'dtype')) return undefined;
  const [written] = dtype.args;
  if (written?.kind !== 'text') return undefined;
  const match = TYPE.exec(written.text);
  if (match === null) return undefined;
  const [, letter = '', digits = ''] = match;
  if (letter === 'O') return 'objects';
  if (digits === '') return LETTER_BYTES[letter];
  if (letter === 'U') return 4 * Number(digits);
  if (letter !== 'V') return Number(digits);
  const state = dtype.state?.kind === 'tuple' ? dtype.state.items : [];
  const [size, fields] = [state[STATE_SIZE], state[STATE_FIELDS]];
  if (size?.kind !== 'number' || size.value < 0) return undefined;
  return fields?.kind === 'dict' && !areNumbers(fields.entries) ? undefined : size.value;
}

/** Whether no field holds objects, which would be a pickle in the place of numbers. */
function areNumbers(fields: ReadonlyMap<string, PickleValue>): boolean {
  return [...fields.values()].every(
    (field) => field.kind === 'tuple' && typeof itemBytesOf(field.items[0]) === 'number',
  );
}
