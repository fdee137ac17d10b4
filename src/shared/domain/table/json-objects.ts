/**
 * The objects of JSON Lines, or of one JSON array, in pieces of bytes: each as text with the line on which it begins.
 * An object may span lines. What stands between them is checked; what they hold is not.
 */
import { DataError } from '../kernel/errors.ts';
import { notUtf8 } from './encoding.ts';

export type JsonLayout = 'json-lines' | 'json-array';

export interface JsonObject {
  readonly text: string;
  readonly line: number;
}

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const SHOWN = 40;
/** The longest string of V8 (`buffer.constants.MAX_STRING_LENGTH`). */
const MAX_OBJECT_BYTES = 2 ** 29 - 24;

export class JsonObjects {
  readonly #layout: JsonLayout;
  readonly #where: string;
  #buffer = new Uint8Array(0);
  #line = 1;
  /** Of an array: before its bracket, in it, behind it. */
  #place: 'before' | 'within' | 'behind';
  #isFirst = true;

  constructor(layout: JsonLayout, where: string) {
    this.#layout = layout;
    this.#where = where;
    this.#place = layout === 'json-array' ? 'before' : 'within';
  }

  /** The objects that end in this piece. @throws DataError with the line for anything else between objects. */
  *push(piece: Uint8Array): Generator<JsonObject> {
    const bytes = this.#join(piece);
    let position = 0;
    for (;;) {
      const start = this.#skipBetween(bytes, position);
      const end = start < bytes.length ? objectEnd(bytes, start) : -1;
      if (end < 0) {
        this.#keep(bytes.subarray(start));
        return;
      }
      const text = this.#decode(bytes.subarray(start, end));
      yield { text, line: this.#line };
      for (let at = start; at < end; at++) if (bytes[at] === LINE_FEED) this.#line++;
      position = end;
    }
  }

  /** @throws DataError when an object or the array stays open. */
  finish(): void {
    if (this.#buffer.length > 0) {
      throw this.#fault(`one JSON object`, 'text that is not JSON: the object does not end');
    }
    if (this.#layout === 'json-array' && this.#place === 'within') {
      throw this.#fault('a closing bracket', 'the end of the file');
    }
  }

  #join(piece: Uint8Array): Uint8Array {
    if (this.#buffer.length === 0) return this.#isFirst ? this.#withoutMark(piece) : piece;
    const joined = new Uint8Array(this.#buffer.length + piece.length);
    joined.set(this.#buffer);
    joined.set(piece, this.#buffer.length);
    return joined;
  }

  #withoutMark(piece: Uint8Array): Uint8Array {
    this.#isFirst = false;
    return piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? piece.subarray(3) : piece;
  }

  #keep(rest: Uint8Array): void {
    if (rest.length > MAX_OBJECT_BYTES) throw this.#fault('an object of less than 512 MiB', 'a longer one');
    this.#buffer = rest.slice();
  }

  /** Skips blanks, commas and brackets. @returns where the next object begins, or the end of the bytes. */
  #skipBetween(bytes: Uint8Array, from: number): number {
    for (let position = from; position < bytes.length; position++) {
      const byte = bytes[position] ?? 0;
      if (byte === LINE_FEED) this.#line++;
      if (byte <= 0x20) continue;
      // A byte order mark stands between the lines of files that were put together.
      if (byte === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf) {
        position += 2;
        continue;
      }
      if (byte === OPENING_BRACE && this.#place === 'within') return position;
      if (this.#layout === 'json-array' && this.#step(byte)) continue;
      const rest = new TextDecoder().decode(bytes.subarray(position, position + 4 * SHOWN));
      throw this.#fault('one JSON object', (rest.split('\n')[0] ?? '').slice(0, SHOWN));
    }
    return bytes.length;
  }

  #step(byte: number): boolean {
    if (byte === OPENING_BRACKET && this.#place === 'before') this.#place = 'within';
    else if (byte === CLOSING_BRACKET && this.#place === 'within') this.#place = 'behind';
    else return byte === COMMA && this.#place === 'within';
    return true;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw notUtf8(`${this.#where}, line ${this.#line}`, 'text', cause);
    }
  }

  #fault(expected: string, got: string): DataError {
    return new DataError(
      'DATA_INVALID',
      `${this.#where}, line ${this.#line}: expected ${expected}, got ${got}`,
      { hint: 'write one JSON object a line, or one list of objects, with a JSON library' },
    );
  }
}

/** Behind the brace that closes the object at `start`; -1 when it does not end here. */
function objectEnd(bytes: Uint8Array, start: number): number {
  let depth = 0;
  let isText = false;
  for (let position = start; position < bytes.length; position++) {
    const byte = bytes[position];
    if (isText) {
      if (byte === BACKSLASH) position++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) depth++;
    else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
      depth--;
      if (depth === 0) return position + 1;
    }
  }
  return -1;
}
