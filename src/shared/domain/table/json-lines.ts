/**
 * JSON Lines into a Table: one flat object a line, keys in any order; a missing key and null are missing
 * values. A column of numbers or booleans (0 and 1) is numeric, one whose every text is an ISO 8601 time
 * holds times, anything else is text.
 */
import { DataError } from '../kernel/errors.ts';
import { parseTimeText } from './parse-time.ts';
import type { ReadOptions } from './read-options.ts';
import type { Column, Table } from './table.ts';

type Scalar = string | number | boolean;
type Cells = Map<number, Scalar>;

/** Only such a line can hold an integer that a double would round. */
const LONG_INTEGER = /\d{16}/;

/** The longest string of V8 (`buffer.constants.MAX_STRING_LENGTH`). */
const MAX_SIZE_BYTES = 2 ** 29 - 24;

/**
 * `where` names the file in messages.
 * @throws DataError: DATA_EMPTY without rows; DATA_INVALID, with the line, for anything but a flat object.
 */
export function parseJsonLines(bytes: Uint8Array, where: string, options: ReadOptions = {}): Table {
  const cellsOf = new Map<string, Cells>();
  let rowCount = 0;
  for (const { line, number } of linesOf(bytes, where)) {
    for (const [name, value] of Object.entries(parseLine(line, `${where}, line ${number}`))) {
      if (value === null || options.columns?.includes(name) === false) continue;
      const cells = cellsOf.get(name) ?? new Map<number, Scalar>();
      cellsOf.set(name, cells.set(rowCount, toScalar(value, `${where}, line ${number}, "${name}"`)));
    }
    rowCount++;
  }
  if (rowCount === 0) throw new DataError('DATA_EMPTY', `${where}: expected rows, got an empty file`);
  return { rowCount, columns: [...cellsOf].map(([name, cells]) => toColumn(name, cells, rowCount)) };
}

function* linesOf(bytes: Uint8Array, where: string): Generator<{ line: string; number: number }> {
  if (bytes.length > MAX_SIZE_BYTES) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected at most ${MAX_SIZE_BYTES} bytes of JSON Lines, got ${bytes.length}`,
      { hint: 'write Parquet, of which only the needed columns are read, or write fewer columns' },
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected UTF-8 text, got other bytes`, { cause });
  }
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (line.trim() !== '') yield { line, number };
  }
}

function parseLine(line: string, where: string): object {
  let value: unknown;
  try {
    value = LONG_INTEGER.test(line) ? JSON.parse(line, keepLongInteger) : JSON.parse(line);
  } catch (cause) {
    throw new DataError('DATA_INVALID', `${where}: expected one JSON object, got text that is no JSON`, {
      cause,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new DataError('DATA_INVALID', `${where}: expected one JSON object, got ${line.slice(0, 40)}`);
}

/** An integer that a double cannot hold stays the text that it is in the file: it is an identifier. */
function keepLongInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded ? (context?.source ?? value) : value;
}

function toScalar(value: unknown, where: string): Scalar {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new DataError('DATA_INVALID', `${where}: expected a number, a text or a boolean, got a nested value`);
}

function toColumn(name: string, cells: Cells, rowCount: number): Column {
  const scalars = [...cells.values()];
  if (scalars.every((value) => typeof value !== 'string')) {
    return { kind: 'number', name, values: toValues(cells, rowCount, Number) };
  }
  if (scalars.every((value) => typeof value === 'string' && !Number.isNaN(parseTimeText(value)))) {
    return { kind: 'time', name, values: toValues(cells, rowCount, (value) => parseTimeText(String(value))) };
  }
  const codes = new Int32Array(rowCount).fill(-1);
  const codeOf = new Map<string, number>();
  for (const [row, value] of cells) {
    const label = String(value);
    const code = codeOf.get(label) ?? codeOf.size;
    codeOf.set(label, code);
    codes[row] = code;
  }
  return { kind: 'category', name, codes, labels: [...codeOf.keys()] };
}

function toValues(cells: Cells, rowCount: number, convert: (value: Scalar) => number): Float64Array {
  const values = new Float64Array(rowCount).fill(NaN);
  for (const [row, value] of cells) values[row] = convert(value);
  return values;
}
