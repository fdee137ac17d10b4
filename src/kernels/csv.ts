/**
 * The loop over the bytes of a CSV file, in AssemblyScript: rows are found, and each cell is read as its column takes it,
 * sixteen bytes at once. `src/shared/domain/table/csv-kernel.ts` is the other side. What this loop has no rule for (words
 * among numbers, times, texts that it has not seen, doubled quotes) it lists, and the rules of the columns read it there.
 * No row is read that the end of the bytes may cut.
 *
 * Built by `node test/tools/kernels.ts`; numbers are in `numbers.ts`, texts in `texts.ts`.
 */
import { readLongNumber, readShortNumber, shown, value, NO_NUMBER, POWERS_OF_FIVE } from './numbers';
import { findText, learnText, TEXTS_BYTES } from './texts';

const NUMBER: u8 = 1;
const TEXT: u8 = 2;
const IDENTITY: u8 = 3;

const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;
const SPACE: u8 = 0x20;
const QUOTE: u8 = 0x22;
const BYTE_ORDER_MARK: u32 = 0xbfbbef;

/** Why `readRows` came back: as `KernelStatus` in csv-kernel.ts. They are below any place, so that they can stand for one. */
const NEEDS_BYTES: usize = 0;
const IS_FULL: usize = 1;
const OTHER_FIELDS: usize = 2;
const TEXT_BEHIND_QUOTE: usize = 3;
const OPEN_QUOTE: usize = 4;
const SECOND_MARK: usize = 5;

const LANES: usize = 16;
/** Behind the bytes: whatever begins before their end may be loaded whole. */
const SLACK_BYTES: usize = 64;
const PAGE_BITS: i32 = 16;
/** More columns of texts than that have their texts found by the dictionary of the column. */
const MAX_KNOWN_COLUMNS: i32 = 256;
const LISTED_BYTES: usize = 16;
const MIN_LISTED: i32 = 8192;
/** Space of a cell among the results: a number, or the two ends of an identity. */
const CELL_BITS: usize = 3;

let columnCount: i32 = 0;
let rowLimit: i32 = 0;
let delimiter: u8 = 0;
let skipsBlanks: bool = false;
let listedLimit: i32 = 0;
let knownColumns: i32 = 0;
/** By column: how it is taken, and the texts that are known of it. */
let modes: usize = 0;
let texts: usize = 0;

/** Where the results stand: for each column `rowLimit` cells. */
export let cells: usize = 0;
/** What the points of numbers show, a byte a column. */
export let evidence: usize = 0;
/** Cells for the rules of their columns: column (doubled, and one more for doubled quotes), row, start, end. */
export let listed: usize = 0;
export let listedCount: i32 = 0;
/** Where the bytes of the file stand. */
export let input: usize = 0;
export let rowCount: i32 = 0;
/** Behind the rows that were read, from `input` on. */
export let position: i32 = 0;
/** The place of a fault, from `input` on. */
export let faultAt: i32 = 0;

export const powersOfFive: usize = POWERS_OF_FIVE;

/** Lays out the memory; `input` stands behind what `setMode` adds. */
export function layOut(columns: i32, rows: i32, delimiterByte: i32, isBlankSkipped: bool): void {
  columnCount = columns;
  rowLimit = rows;
  delimiter = <u8>delimiterByte;
  skipsBlanks = isBlankSkipped;
  listedLimit = max(MIN_LISTED, columns);
  modes = align(__heap_base);
  evidence = align(modes + columns);
  texts = align(evidence + columns);
  cells = align(texts + 4 * columns);
  listed = cells + ((<usize>columns * rows) << CELL_BITS);
  input = listed + <usize>listedLimit * LISTED_BYTES;
  reserve(input);
}

/** How a column is taken from now on. */
export function setMode(column: i32, mode: u8): void {
  store<u8>(modes + column, mode);
  if (mode != TEXT || load<u32>(texts + 4 * column) != 0 || knownColumns == MAX_KNOWN_COLUMNS) return;
  knownColumns++;
  store<u32>(texts + 4 * column, <u32>input);
  input += TEXTS_BYTES;
}

/** @returns whether there is memory up to `end`, and some behind it. */
export function reserve(end: usize): bool {
  const pages = <i32>((end + SLACK_BYTES + (1 << PAGE_BITS) - 1) >> PAGE_BITS) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** A text of a column has a code, by which it is found from now on where there is room for it. */
export function learn(column: i32, start: i32, end: i32, code: i32): void {
  const known = <usize>load<u32>(texts + 4 * column);
  if (known != 0) learnText(known, input + start, end - start, code);
}

/**
 * Copies the identities of rows one behind the other to `target`.
 * @param base added to where each ends, of which the ends stand in the cells of the column, from the first on.
 * @returns the place behind the last one.
 */
export function gather(column: i32, from: i32, to: i32, target: usize, base: i32): usize {
  const ofColumn = cells + ((<usize>(column * rowLimit)) << CELL_BITS);
  let at = target;
  for (let row = from; row < to; row++) {
    const start = load<u32>(ofColumn + (row << 3));
    const length = load<u32>(ofColumn + (row << 3), 4) - start;
    for (let copied: u32 = 0; copied < length; copied += 16) {
      v128.store(at + copied, v128.load(input + start + copied));
    }
    at += length;
    store<u32>(ofColumn + ((row - from) << 2), <u32>(at - target) + base);
  }
  return at;
}

/**
 * Reads rows from `from` on, until the bytes or the places for results end, or something is wrong.
 * @param limit where the bytes end; a line end stands there.
 * @param isLast whether the file ends there, too.
 * @param most rows of this call.
 */
export function readRows(from: i32, limit: i32, isLast: bool, most: i32): i32 {
  rowCount = 0;
  listedCount = 0;
  const end = input + limit;
  let at = input + from;
  let status = NEEDS_BYTES;
  while (at < end) {
    if (rowCount == most || listedCount + columnCount > listedLimit) {
      status = IS_FULL;
      break;
    }
    const first = load<u8>(at);
    if ((first == LINE_FEED || first == CARRIAGE_RETURN) && columnCount > 1) {
      // Half of a line end may stand at the end of the bytes; where there is one column, a blank line is a row.
      const next = behindLineEnd(at);
      if (next > end && !isLast) break;
      at = next;
      continue;
    }
    if ((load<u32>(at) & 0xffffff) == BYTE_ORDER_MARK) {
      faultAt = <i32>(at - input);
      status = SECOND_MARK;
      break;
    }
    const listedBefore = listedCount;
    const next = readRow(at, end, isLast);
    if (next <= OPEN_QUOTE) {
      listedCount = listedBefore;
      status = next;
      break;
    }
    at = next;
    rowCount++;
  }
  position = <i32>(min(at, end) - input);
  return <i32>status;
}

/** @returns the place of the next row, or what is wrong with this one. */
function readRow(start: usize, limit: usize, isLast: bool): usize {
  const edge = isLast ? usize.MAX_VALUE : limit;
  const last = columnCount - 1;
  let at = start;
  let column = 0;
  while (true) {
    if (skipsBlanks) at = skipSpaces(at);
    const end = readCell(column, at, limit, edge);
    if (end <= OPEN_QUOTE) return end;
    const byte = load<u8>(end);
    if (byte == delimiter) {
      if (column == last) return otherFields(start);
      at = end + 1;
      column++;
      continue;
    }
    // A carriage return at the end of the bytes may be half of a line end.
    if (end >= edge || (end + 1 == edge && byte == CARRIAGE_RETURN)) return NEEDS_BYTES;
    return column == last ? behindLineEnd(end) : otherFields(start);
  }
}

/** @returns the place of the delimiter or line end behind the cell, or why there is none. */
function readCell(column: i32, at: usize, limit: usize, edge: usize): usize {
  const mode = load<u8>(modes + column);
  const result = cells + ((<usize>(column * rowLimit + rowCount)) << CELL_BITS);
  if (mode == NUMBER) {
    const end = readShortNumber(at);
    if (end != NO_NUMBER && end < edge && isEnd(load<u8>(end))) {
      putNumber(column, result, value);
      return end;
    }
  }
  const first = load<u8>(at);
  if (first == QUOTE || first == SPACE) {
    const opening = skipSpaces(at);
    if (load<u8>(opening) == QUOTE) return readQuoted(column, opening, limit, edge);
  }
  const end = findEnd(at);
  if (end < edge) put(column, at, end, false);
  return end < edge ? end : NEEDS_BYTES;
}

function readQuoted(column: i32, opening: usize, limit: usize, edge: usize): usize {
  let closing = opening;
  let hasDoubled = false;
  while (true) {
    closing = findQuote(closing + 1, limit);
    if (closing >= limit) {
      if (edge == limit) return NEEDS_BYTES;
      faultAt = <i32>(opening - input);
      return OPEN_QUOTE;
    }
    if (closing + 1 >= limit || load<u8>(closing + 1) != QUOTE) break;
    hasDoubled = true;
    closing++;
  }
  const end = skipSpaces(closing + 1);
  if (end >= edge) return NEEDS_BYTES;
  if (!isEnd(load<u8>(end))) {
    faultAt = <i32>(closing - input);
    return TEXT_BEHIND_QUOTE;
  }
  put(column, opening + 1, closing, hasDoubled);
  return end;
}

/** A cell that is no ordinary number, from `start` to before `end`. */
function put(column: i32, start: usize, end: usize, hasDoubled: bool): void {
  const mode = load<u8>(modes + column);
  const ofColumn = cells + ((<usize>(column * rowLimit)) << CELL_BITS);
  const isEmpty = start == end;
  if (mode == IDENTITY) {
    store<u32>(ofColumn + (rowCount << 3), <u32>(start - input));
    store<u32>(ofColumn + (rowCount << 3), <u32>(end - input), 4);
    if (hasDoubled) list(column, start, end, true);
    return;
  }
  if (mode == TEXT) {
    const known = <usize>load<u32>(texts + 4 * column);
    const code = isEmpty || hasDoubled || known == 0 ? -1 : findText(known, start, <i32>(end - start));
    store<i32>(ofColumn + (rowCount << 2), code);
    if (code < 0 && !isEmpty) list(column, start, end, hasDoubled);
    return;
  }
  const result = ofColumn + ((<usize>rowCount) << CELL_BITS);
  if (mode == NUMBER && !hasDoubled && !isEmpty && readLongNumber(start, end)) {
    putNumber(column, result, value);
    return;
  }
  store<f64>(result, NaN);
  if (!isEmpty && mode != 0) list(column, start, end, hasDoubled);
}

function putNumber(column: i32, result: usize, read: f64): void {
  store<f64>(result, read);
  store<u8>(evidence + column, load<u8>(evidence + column) | <u8>shown);
}

function list(column: i32, start: usize, end: usize, hasDoubled: bool): void {
  const entry = listed + <usize>listedCount * LISTED_BYTES;
  store<i32>(entry, 2 * column + <i32>hasDoubled);
  store<i32>(entry, rowCount, 4);
  store<i32>(entry, <i32>(start - input), 8);
  store<i32>(entry, <i32>(end - input), 12);
  listedCount++;
}

function otherFields(start: usize): usize {
  faultAt = <i32>(start - input);
  return OTHER_FIELDS;
}

function isEnd(byte: u8): bool {
  return byte == delimiter || byte == LINE_FEED || byte == CARRIAGE_RETURN;
}

function behindLineEnd(at: usize): usize {
  return load<u8>(at) == CARRIAGE_RETURN && load<u8>(at + 1) == LINE_FEED ? at + 2 : at + 1;
}

/** The next delimiter or line end; the one behind the bytes is the last. */
function findEnd(start: usize): usize {
  const delimiters = i8x16.splat(delimiter);
  let at = start;
  while (true) {
    const block = v128.load(at);
    const lines = v128.or(
      i8x16.eq(block, i8x16.splat(LINE_FEED)),
      i8x16.eq(block, i8x16.splat(CARRIAGE_RETURN)),
    );
    const ends = i8x16.bitmask(v128.or(lines, i8x16.eq(block, delimiters)));
    if (ends != 0) return at + ctz(ends);
    at += LANES;
  }
}

/** The next quote, or a place from `limit` on. */
function findQuote(start: usize, limit: usize): usize {
  let at = start;
  while (at < limit) {
    const quotes = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(QUOTE)));
    if (quotes != 0) return at + ctz(quotes);
    at += LANES;
  }
  return at;
}

function skipSpaces(start: usize): usize {
  let at = start;
  while (load<u8>(at) == SPACE) at++;
  return at;
}

function align(at: usize): usize {
  return (at + LANES - 1) & ~(LANES - 1);
}
