/**
 * One text a row, as UTF-8 bytes in one block: ten million identifiers are one array of bytes and one of places, not
 * ten million strings. A row of no bytes has no value.
 */

const INITIAL_ROWS = 1024;
const BYTES_PER_TEXT = 8;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;

/** What a thread can hand to another: the arrays of `Texts`. */
export type TextBytes = Pick<Texts, 'count' | 'bytes' | 'ends'>;

export class Texts {
  readonly count: number;
  /** The text at a place is `bytes[ends[place], ends[place + 1])`. */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
  /** The place of each row; undefined where rows stand in their order. */
  readonly #places: Int32Array | undefined;

  constructor({ count, bytes, ends }: TextBytes, places?: Int32Array) {
    this.count = count;
    this.bytes = bytes;
    this.ends = ends;
    this.#places = places;
  }

  static from(texts: readonly (string | undefined)[]): Texts {
    const builder = new TextsBuilder(texts.length);
    for (const text of texts) builder.appendText(text ?? '');
    return builder.build();
  }

  /** Undefined = missing. @throws TypeError when it is not valid UTF-8. */
  at(row: number): string | undefined {
    const start = this.startAt(row);
    const end = this.endAt(row);
    return start >= end ? undefined : UTF_8.decode(this.bytes.subarray(start, end));
  }

  isMissing(row: number): boolean {
    return this.startAt(row) === this.endAt(row);
  }

  /** Where the text of `row` begins among the bytes. */
  startAt(row: number): number {
    return this.ends[this.#places === undefined ? row : (this.#places[row] ?? -1)] ?? 0;
  }

  endAt(row: number): number {
    return this.ends[1 + (this.#places === undefined ? row : (this.#places[row] ?? -2))] ?? 0;
  }

  /** Bytes of the text of `row`. */
  lengthAt(row: number): number {
    return this.endAt(row) - this.startAt(row);
  }

  /** Copies the text of `row` to `target` from `at` on. @returns where it ends there. */
  copyTo(target: Uint8Array, row: number, at: number): number {
    let to = at;
    for (let from = this.startAt(row), end = this.endAt(row); from < end; from++) {
      target[to++] = this.bytes[from] ?? 0;
    }
    return to;
  }

  /** The first `count` rows, in the same memory. */
  first(count: number): Texts {
    if (this.#places !== undefined)
      return new Texts({ count, bytes: this.bytes, ends: this.ends }, this.#places.subarray(0, count));
    const bytes = this.bytes.subarray(0, this.ends[count] ?? 0);
    return new Texts({ count, bytes, ends: this.ends.subarray(0, count + 1) });
  }

  take(rows: Int32Array): Texts {
    const builder = new TextsBuilder(rows.length);
    for (const row of rows) builder.append(this.bytes, this.startAt(row), this.endAt(row));
    return builder.build();
  }

  /**
   * All rows in another order, in the same memory, which the order becomes part of: of ten million rows a second copy of
   * the texts is an eighth of what an evaluation needs.
   */
  inOrder(rows: Int32Array): Texts {
    if (this.#places !== undefined) return this.take(rows);
    return new Texts({ count: rows.length, bytes: this.bytes, ends: this.ends }, rows);
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

export class TextsBuilder {
  #count = 0;
  #bytes: Uint8Array;
  #ends: Uint32Array;
  #expectedRows = 0;

  constructor(expectedRows = INITIAL_ROWS) {
    this.#bytes = new Uint8Array(expectedRows * BYTES_PER_TEXT);
    this.#ends = new Uint32Array(expectedRows + 1);
  }

  get count(): number {
    return this.#count;
  }

  /** Of all texts so far. */
  get sizeBytes(): number {
    return this.#ends[this.#count] ?? 0;
  }

  /** So many rows are expected in all: then space is made for them and not for half as many again. */
  expect(rows: number): void {
    this.#expectedRows = rows;
  }

  append(source: Uint8Array, start: number, end: number): void {
    let at = this.#reserve(end - start);
    const bytes = this.#bytes;
    for (let position = start; position < end; position++) bytes[at++] = source[position] ?? 0;
    this.#ends[++this.#count] = at;
  }

  /** Some rows at once. @param ends counted from the first byte of all rows. */
  appendAll({ bytes, ends }: Pick<TextBytes, 'bytes' | 'ends'>): void {
    const at = this.sizeBytes;
    this.#reserve(bytes.length, ends.length);
    this.#bytes.set(bytes, at);
    this.#ends.set(ends, this.#count + 1);
    this.#count += ends.length;
  }

  appendText(text: string): void {
    const encoded = ENCODER.encode(text);
    this.append(encoded, 0, encoded.length);
  }

  /** @throws TypeError when a text is not valid UTF-8. */
  build(): Texts {
    const texts = this.take();
    requireUtf8(texts.bytes);
    return texts;
  }

  /** The texts, valid or not. */
  take(): Texts {
    const used = this.#bytes.subarray(0, this.#ends[this.#count] ?? 0);
    return new Texts({ count: this.#count, bytes: used, ends: this.#ends.subarray(0, this.#count + 1) });
  }

  /** All of these, one after the other, behind what it has. */
  join(parts: readonly TextBytes[]): void {
    let row = this.#count;
    let at = this.#ends[row] ?? 0;
    this.#count = parts.reduce((sum, { count }) => sum + count, row);
    const sizeBytes = parts.reduce((sum, { bytes }) => sum + bytes.length, at);
    if (sizeBytes > this.#bytes.length) {
      const larger = new Uint8Array(sizeBytes);
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
    }
    if (this.#count + 1 > this.#ends.length) {
      const larger = new Uint32Array(this.#count + 1);
      larger.set(this.#ends.subarray(0, row + 1));
      this.#ends = larger;
    }
    for (const { count, bytes, ends } of parts) {
      this.#bytes.set(bytes, at);
      for (let index = 1; index <= count; index++) this.#ends[++row] = at + (ends[index] ?? 0);
      at += bytes.length;
    }
  }

  /** @returns where the next text begins. */
  #reserve(sizeBytes: number, rows = 1): number {
    const at = this.sizeBytes;
    if (at + sizeBytes > this.#bytes.length) {
      const larger = new Uint8Array(this.#nextSize(at + sizeBytes, this.#bytes.length, at));
      larger.set(this.#bytes.subarray(0, at));
      this.#bytes = larger;
    }
    if (this.#count + rows + 1 > this.#ends.length) {
      const larger = new Uint32Array(this.#nextSize(this.#count + rows + 1, this.#ends.length, this.#count));
      larger.set(this.#ends.subarray(0, this.#count + 1));
      this.#ends = larger;
    }
    return at;
  }

  /** @param used by the rows so far, of which those that are expected take as much each. */
  #nextSize(needed: number, size: number, used: number): number {
    const rowsLeft = this.#expectedRows - this.#count;
    if (rowsLeft <= 0 || this.#count === 0) return Math.max(needed, Math.ceil(1.5 * size) + 2);
    const expected = needed + Math.ceil(EXPECTED_MARGIN * (used / this.#count) * rowsLeft);
    return Math.max(expected, Math.ceil(EXPECTED_MARGIN * size) + 2);
  }
}

/** Later texts may be longer than those so far, as numbers that count up are. */
const EXPECTED_MARGIN = 1.1;

const CHECKED_AT_ONCE = 65_536;
const LAST_ASCII = 0x7f;

/** ASCII costs one look at each byte; anything else is decoded piece by piece. */
function requireUtf8(bytes: Uint8Array): void {
  let position = 0;
  while (position < bytes.length && (bytes[position] ?? 0) <= LAST_ASCII) position++;
  if (position === bytes.length) return;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (; position < bytes.length; position += CHECKED_AT_ONCE) {
    decoder.decode(bytes.subarray(position, position + CHECKED_AT_ONCE), { stream: true });
  }
  decoder.decode();
}

/**
 * Whole numbers that a writer of floating-point numbers spelled `17.0`, as `17`; only where every text is one, for
 * `1.0` beside `1.1` is a version, and beside `1` another identifier.
 */
export function withoutZeroFractions(texts: Texts): Texts {
  if (texts.count > 0 && !texts.isMissing(0) && integerEnd(texts.bytes, 0, texts.ends[1] ?? 0) < 0)
    return texts;
  const builder = new TextsBuilder(texts.count);
  for (let row = 0; row < texts.count; row++) {
    const start = texts.ends[row] ?? 0;
    const end = texts.ends[row + 1] ?? 0;
    const point = start === end ? end : integerEnd(texts.bytes, start, end);
    if (point < 0) return texts;
    builder.append(texts.bytes, start, point);
  }
  return builder.build();
}

/** Where the integer of `-17.0` ends; -1 for any other text. */
function integerEnd(bytes: Uint8Array, start: number, end: number): number {
  let position = end - 1;
  while (position > start && bytes[position] === ZERO) position--;
  if (bytes[position] !== POINT || position === end - 1) return -1;
  const point = position;
  const first = bytes[start] === MINUS ? start + 1 : start;
  if (point === first || (bytes[first] === ZERO && point > first + 1)) return -1;
  for (position = first; position < point; position++) {
    const digit = (bytes[position] ?? 0) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return -1;
  }
  return point;
}
