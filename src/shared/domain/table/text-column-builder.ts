/**
 * One column in the making, from fields of text. Its kind is decided by the first value; when a later
 * value contradicts it, the column has to be read again as text (`isContradicted`).
 */
import { unescapeQuotes } from './csv-scanner.ts';
import { CategoryDictionary } from './category-dictionary.ts';
import { parseNumber } from './parse-number.ts';
import { parseTime } from './parse-time.ts';
import type { Column } from './table.ts';

/** A block of fields: `starts[i]` and `ends[i]` as CsvScanner gives them, for i = first, first + stride, … */
export interface FieldBlock {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly first: number;
  readonly stride: number;
  readonly rows: number;
}

type Kind = 'unknown' | 'number' | 'boolean' | 'time' | 'text';

/** Words for a missing value in columns of numbers and times (what pandas, R, SQL and JavaScript write); text keeps them. */
const MISSING_WORDS = new Set(['na', 'n/a', 'nan', 'null', 'none', 'nat', '<na>', '#n/a', '-nan']);
const LONGEST_WORD = 5;

export class TextColumnBuilder {
  readonly name: string;
  isContradicted = false;
  #kind: Kind;
  #sawMissingWord = false;
  #rowCount = 0;
  #values = new Float64Array(0);
  #codes = new Int32Array(0);
  readonly #dictionary = new CategoryDictionary();

  /** `isText` skips the guess: every value is text. */
  constructor(name: string, isText: boolean) {
    this.name = name;
    this.#kind = isText ? 'text' : 'unknown';
  }

  append(block: FieldBlock, expectedRows: number): void {
    if (this.isContradicted) return;
    if (this.#kind === 'unknown') this.#settleKind(block);
    this.#reserve(this.#rowCount + block.rows, expectedRows);
    if (this.#kind === 'text') this.#appendTexts(block);
    else if (this.#kind === 'number') this.#appendNumbers(block);
    else this.#appendOthers(block);
    this.#rowCount += block.rows;
  }

  /** @throws TypeError when a text is not valid UTF-8. */
  build(): Column {
    const { name } = this;
    if (this.#kind === 'text') {
      const codes = this.#codes.slice(0, this.#rowCount);
      return { kind: 'category', name, codes, labels: this.#dictionary.decodeLabels() };
    }
    const values = this.#values.slice(0, this.#rowCount);
    return { kind: this.#kind === 'time' ? 'time' : 'number', name, values };
  }

  /** Until the first value every row was missing, in whatever kind. */
  #settleKind({ bytes, starts, ends, first, stride, rows }: FieldBlock): void {
    for (let row = 0, field = first; row < rows; row++, field += stride) {
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (start === end) continue;
      if (isMissingWord(bytes, start, end)) {
        this.#sawMissingWord = true;
        continue;
      }
      this.#kind = kindOf(bytes, start, end);
      if (this.#kind === 'text' && this.#sawMissingWord) this.isContradicted = true;
      return;
    }
  }

  #reserve(rowCount: number, expectedRows: number): void {
    if (this.#kind === 'text') {
      if (rowCount <= this.#codes.length) return;
      const larger = new Int32Array(nextCapacity(rowCount, this.#codes.length, expectedRows)).fill(-1);
      larger.set(this.#codes);
      this.#codes = larger;
      return;
    }
    if (rowCount <= this.#values.length) return;
    const larger = new Float64Array(nextCapacity(rowCount, this.#values.length, expectedRows)).fill(NaN);
    larger.set(this.#values);
    this.#values = larger;
  }

  #appendNumbers({ bytes, starts, ends, first, stride, rows }: FieldBlock): void {
    const values = this.#values;
    for (let row = 0, field = first, at = this.#rowCount; row < rows; row++, field += stride, at++) {
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (start === end) continue;
      const value = parseNumber(bytes, start, end);
      if (value === value) values[at] = value;
      else if (!isMissingWord(bytes, start, end)) {
        this.isContradicted = true;
        return;
      }
    }
  }

  #appendTexts({ bytes, starts, ends, first, stride, rows }: FieldBlock): void {
    const codes = this.#codes;
    for (let row = 0, field = first, at = this.#rowCount; row < rows; row++, field += stride, at++) {
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (start === end) continue;
      if (end < 0) {
        const plain = unescapeQuotes(bytes, start, ~end);
        codes[at] = this.#dictionary.encode(plain, 0, plain.length);
      } else codes[at] = this.#dictionary.encode(bytes, start, end);
    }
  }

  #appendOthers({ bytes, starts, ends, first, stride, rows }: FieldBlock): void {
    if (this.#kind === 'unknown') return;
    const parse = this.#kind === 'time' ? parseTime : parseBoolean;
    for (let row = 0, field = first, at = this.#rowCount; row < rows; row++, field += stride, at++) {
      const start = starts[field] ?? 0;
      const end = ends[field] ?? 0;
      if (start === end || isMissingWord(bytes, start, end)) continue;
      const value = parse(bytes, start, end);
      if (Number.isNaN(value)) {
        this.isContradicted = true;
        return;
      }
      this.#values[at] = value;
    }
  }
}

function nextCapacity(needed: number, current: number, expectedRows: number): number {
  return Math.max(needed, expectedRows, Math.ceil(current * 1.5));
}

function kindOf(bytes: Uint8Array, start: number, end: number): Kind {
  if (end < 0) return 'text';
  if (!Number.isNaN(parseNumber(bytes, start, end))) return 'number';
  if (!Number.isNaN(parseTime(bytes, start, end))) return 'time';
  return Number.isNaN(parseBoolean(bytes, start, end)) ? 'text' : 'boolean';
}

/** 1 for true, 0 for false in any case, else NaN. */
function parseBoolean(bytes: Uint8Array, start: number, end: number): number {
  const word = shortWord(bytes, start, end);
  if (word === 'true') return 1;
  return word === 'false' ? 0 : NaN;
}

function isMissingWord(bytes: Uint8Array, start: number, end: number): boolean {
  return MISSING_WORDS.has(shortWord(bytes, start, end));
}

/** The field in lower case without surrounding spaces, or nothing when it is longer than any word of interest. */
function shortWord(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length < 0 || length > LONGEST_WORD + 4) return '';
  return String.fromCharCode(...bytes.subarray(start, end))
    .trim()
    .toLowerCase();
}
