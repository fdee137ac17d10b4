/**
 * The cells of one CSV column in the making. What the kernel can parse on its way through the bytes goes directly into
 * `values`, `codes` or `texts`; every other cell comes here, and is kept with its spelling until all are known.
 */
import { CategoryDictionary, type CategoryBytes } from './category-dictionary.ts';
import { decideSign, describeSign, OPEN_POINT, signEvidenceOf, type SignEvidence } from './decimal-sign.ts';
import {
  decideNumbers,
  isMissingWord,
  MANY_VALUES,
  parseDeclaredBoolean,
  type Spelling,
} from './infer-kind.ts';
import { columnOfCategories, type CellsKind } from './category-column.ts';
import { evidenceOfTexts, parseSpelling } from './number-categories.ts';
import { isLeadingZero, parseNumberText } from './parse-number.ts';
import { TimeCells } from './time-cells.ts';
import type { CellsContext, ReadKind } from './read-options.ts';
import type { Column, IdentityColumn, UnreadCells } from './table.ts';
import { basisOfEvidence, evidenceOfTime, type TimeEvidence } from './time-basis.ts';
import { TextsBuilder, withoutZeroFractions, type TextBytes } from './texts.ts';
import { findCommonUnit } from './unit-signs.ts';

/** How the reader takes a column. Numbers, because the kernel switches on them. */
export const SKIP = 0;
export const NUMBER = 1;
export const TEXT = 2;
export const IDENTITY = 3;
export const TIME = 4;
export type CellMode = typeof SKIP | typeof NUMBER | typeof TEXT | typeof IDENTITY | typeof TIME;

/** More spellings than that in half of the rows: the column is text, and has to be read again as such. */
const MANY_SPELLINGS = 10_000;
/** Longer text is no number that anybody measured. */
const LONGEST_NUMBER = 400;
const EXAMPLES = 3;

/** `again`: the first pass took the column for numbers or times, and it is neither. */
export type BuiltColumn =
  | { readonly kind: 'column'; readonly column: Column }
  | { readonly kind: 'identity'; readonly identity: IdentityColumn }
  | { readonly kind: 'again' };

export interface CellsOptions {
  readonly requested?: ReadKind | undefined;
  /** Of a part of a file: whether the column is text is decided when the parts are joined. */
  readonly isPart?: boolean;
}

/** The cells of one column in a part of a file, as flat arrays that a thread can hand to another. */
export interface PartCells {
  readonly rowCount: number;
  readonly values: Float64Array;
  readonly codes: Int32Array;
  readonly categories: CategoryBytes;
  readonly texts: TextBytes | undefined;
  readonly oddRows: Int32Array;
  readonly oddCodes: Int32Array;
  readonly oddCategories: CategoryBytes;
  readonly evidence: SignEvidence;
  readonly timeEvidence: TimeEvidence;
}

export class CsvCells {
  readonly name: string;
  readonly requested: ReadKind | undefined;
  mode: CellMode;
  values = new Float64Array(0);
  codes = new Int32Array(0);
  readonly dictionary = new CategoryDictionary();
  readonly texts: TextsBuilder;
  readonly #isPart: boolean;
  readonly #odd = new CategoryDictionary();
  #times: TimeCells | undefined;
  #oddRows = new Int32Array(0);
  #oddCodes = new Int32Array(0);
  #oddCount = 0;
  /** Of the cells that are numbers as they stand. */
  #evidence: SignEvidence = 0;
  #timeEvidence: TimeEvidence = 0;

  constructor(name: string, mode: CellMode, { requested, isPart = false }: CellsOptions = {}) {
    this.name = name;
    this.mode = mode;
    this.requested = requested;
    this.#isPart = isPart;
    this.texts = new TextsBuilder(mode === IDENTITY ? undefined : 0);
  }

  reserve(rows: number): void {
    if (this.mode === TEXT && rows > this.codes.length) {
      const larger = new Int32Array(rows);
      larger.set(this.codes);
      this.codes = larger;
    } else if ((this.mode === NUMBER || this.mode === TIME) && rows > this.values.length) {
      const larger = new Float64Array(rows);
      larger.set(this.values);
      this.values = larger;
    } else if (this.mode === IDENTITY) this.texts.expect(rows);
  }

  /** A cell that the kernel did not parse on its way; a missing one is in its place already. */
  put(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.mode === IDENTITY) this.texts.append(bytes, start, end);
    if (start === end) return;
    switch (this.mode) {
      case NUMBER: {
        const text = end - start > LONGEST_NUMBER ? '' : latin1(bytes, start, end);
        const value = text === '' ? NaN : parseNumberText(text);
        if (Number.isNaN(value)) this.#putOdd(row, bytes, start, end);
        else {
          this.values[row] = value;
          this.#evidence |= signEvidenceOf(text.trim()) ?? 0;
        }
        break;
      }
      case TIME: {
        this.#times ??= new TimeCells();
        const value = this.#times.parse(bytes, start, end);
        if (Number.isNaN(value)) this.#putOdd(row, bytes, start, end);
        else {
          this.values[row] = value;
          this.#timeEvidence |= evidenceOfTime(bytes, start, end);
        }
        break;
      }
      case TEXT:
        this.codes[row] = this.dictionary.encode(bytes, start, end);
        break;
      case IDENTITY:
      case SKIP:
        break;
    }
  }

  #putOdd(row: number, bytes: Uint8Array, start: number, end: number): void {
    this.#addOdd(row, this.#odd.encode(bytes, start, end));
    this.values[row] = NaN;
  }

  #addOdd(row: number, code: number): void {
    if (this.#oddCount === this.#oddRows.length) this.#growOdd();
    this.#oddRows[this.#oddCount] = row;
    this.#oddCodes[this.#oddCount++] = code;
    const isText = this.#odd.size > MANY_SPELLINGS && 2 * this.#oddCount > row;
    if (isText && this.requested === undefined && !this.#isPart) this.mode = SKIP;
  }

  /** What the reader saw of the numbers that it parsed on its way. */
  addEvidence(evidence: SignEvidence): void {
    this.#evidence |= evidence;
  }

  /** What the cells show of points and commas, in a column that may hold numbers. */
  signEvidence(): SignEvidence {
    if (this.mode === NUMBER)
      return this.#evidence | evidenceOfTexts(this.#odd.decodeCategories(SIGN_CATEGORIES));
    const mayBeNumbers = this.requested === undefined || this.requested === 'number';
    return this.mode === TEXT && mayBeNumbers
      ? evidenceOfTexts(this.dictionary.decodeCategories(SIGN_CATEGORIES))
      : 0;
  }

  /** What other cells can be joined from; these are not used any more. */
  takePart(rowCount: number): PartCells {
    return {
      rowCount,
      values: this.values.subarray(0, rowCount),
      codes: this.codes.subarray(0, rowCount),
      categories: this.dictionary.takeBytes(),
      texts: this.mode === IDENTITY ? this.texts.take() : undefined,
      oddRows: this.#oddRows.subarray(0, this.#oddCount),
      oddCodes: this.#oddCodes.subarray(0, this.#oddCount),
      oddCategories: this.#odd.takeBytes(),
      evidence: this.#evidence,
      timeEvidence: this.#timeEvidence,
    };
  }

  /**
   * Adds the cells of the parts that follow, in their order, as if they had been read here.
   * @param rowsBefore that these cells have already, of `rowCount` in all.
   */
  append(
    parts: readonly (PartCells | undefined)[],
    { rowsBefore, rowCount }: { readonly rowsBefore: number; readonly rowCount: number },
  ): void {
    this.reserve(rowCount);
    let row = rowsBefore;
    const texts: TextBytes[] = [];
    for (const part of parts) {
      if (part === undefined) continue;
      this.#evidence |= part.evidence;
      this.#timeEvidence |= part.timeEvidence;
      if (this.mode === NUMBER || this.mode === TIME) this.values.set(part.values, row);
      if (this.mode === TEXT) this.#joinCodes(part, row);
      if (part.texts !== undefined) texts.push(part.texts);
      this.#joinOdd(part, row);
      row += part.rowCount;
    }
    if (this.mode === IDENTITY) this.texts.join(texts);
  }

  #joinCodes({ codes, categories }: PartCells, rowsBefore: number): void {
    const codeOf = new Int32Array(categories.ends.length - 1);
    for (let code = 0; code < codeOf.length; code++) {
      codeOf[code] = this.dictionary.encode(
        categories.bytes,
        categories.ends[code] ?? 0,
        categories.ends[code + 1] ?? 0,
      );
    }
    const joined = this.codes;
    for (let row = 0; row < codes.length; row++) joined[rowsBefore + row] = codeOf[codes[row] ?? -1] ?? -1;
  }

  /** Cell by cell, because the number of spellings so far decides whether the column is text. */
  #joinOdd({ oddRows, oddCodes, oddCategories }: PartCells, rowsBefore: number): void {
    const codeOf = new Int32Array(oddCategories.ends.length - 1).fill(-1);
    for (let at = 0; at < oddRows.length && this.mode !== SKIP; at++) {
      const code = oddCodes[at] ?? 0;
      if ((codeOf[code] ?? -1) < 0) {
        const [start, end] = [oddCategories.ends[code] ?? 0, oddCategories.ends[code + 1] ?? 0];
        codeOf[code] = this.#odd.encode(oddCategories.bytes, start, end);
      }
      this.#addOdd(rowsBefore + (oddRows[at] ?? 0), codeOf[code] ?? 0);
    }
  }

  /** @throws TypeError when a text is not valid UTF-8. */
  build(rowCount: number, context: CellsContext): BuiltColumn {
    const { name, mode, requested } = this;
    switch (mode) {
      case SKIP:
        return { kind: 'again' };
      case IDENTITY:
        return { kind: 'identity', identity: { name, texts: withoutZeroFractions(this.texts.build()) } };
      case TEXT: {
        const codes = this.codes.subarray(0, rowCount);
        const cells = {
          kind: 'category',
          name,
          codes,
          categories: this.dictionary.decodeCategories(),
        } as const;
        return { kind: 'column', column: columnOfCategories(cells, cellsKind(requested), context) };
      }
      case NUMBER:
        return this.#buildNumbers(rowCount, context);
      case TIME:
        return this.#buildTimes(rowCount);
    }
  }

  #buildNumbers(rowCount: number, context: CellsContext): BuiltColumn {
    const values = this.values.subarray(0, rowCount);
    const categories = this.#odd.decodeCategories();
    const odd = this.#spellings(categories).filter(({ text }) => !isMissingWord(text));
    const evidence = this.#evidence | evidenceOfTexts(odd.map(({ text }) => text));
    const decision = decideSign(evidence, context);
    const { sign } = decision;
    // What was read with its points as decimal ones is wrong then, or may be.
    if (sign === 'open' || (sign === 'comma' && (this.#evidence & OPEN_POINT) !== 0))
      return { kind: 'again' };
    const described = describeSign(evidence, decision);
    if (odd.length === 0) return this.#numbers(values, { categories: [], oddValues: [], described });
    const plain = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
    // Booleans of two spellings are read together.
    const isFlag = odd.every(({ text }) => !Number.isNaN(parseDeclaredBoolean(text))) && areBits(values);
    if (plain === 0 || isFlag) return { kind: 'again' };
    // A unit is found among all texts of the column.
    if (this.#oddCount > plain && findCommonUnit(odd.map(({ text, count }) => ({ text, cells: count })))) {
      return { kind: 'again' };
    }
    const isDeclared = this.requested === 'number';
    const valueOf = new Map(
      odd.map(({ text }) => [text, isLeadingZero(text) && !isDeclared ? NaN : parseSpelling(text, sign)]),
    );
    const isUnread = ({ text }: Spelling): boolean => Number.isNaN(valueOf.get(text));
    const unread = odd.filter(isUnread);
    const numbers = odd.reduce((sum, spelling) => sum + (isUnread(spelling) ? 0 : spelling.count), plain);
    const hasPoints = [...valueOf.values(), ...firstFraction(values)].some(
      (value) => !Number.isNaN(value) && !Number.isInteger(value),
    );
    const distinctNumbers = countDistinctUpTo(values, MANY_VALUES + 1);
    const isMeasured = hasPoints || distinctNumbers > MANY_VALUES;
    const kind = decideNumbers({ numbers, isMeasured, hasPoints, distinctNumbers, odd: unread });
    if (kind === 'text' && this.requested === undefined) return { kind: 'again' };
    const oddValues = categories.map((text) => valueOf.get(text) ?? NaN);
    return this.#numbers(values, { categories, oddValues, described });
  }

  #numbers(values: Float64Array, { categories, oddValues, described }: OddNumbers): BuiltColumn {
    for (let at = 0; at < this.#oddCount && categories.length > 0; at++) {
      values[this.#oddRows[at] ?? 0] = oddValues[this.#oddCodes[at] ?? 0] ?? NaN;
    }
    const unread = this.#unread(categories, oddValues);
    return { kind: 'column', column: { kind: 'number', name: this.name, values, ...described, ...unread } };
  }

  #buildTimes(rowCount: number): BuiltColumn {
    const values = this.values.subarray(0, rowCount);
    const categories = this.#odd.decodeCategories();
    const isOdd = categories.some((text) => !isMissingWord(text));
    // Another spelling of times is found among all texts of the column.
    if (isOdd) return { kind: 'again' };
    const basis = basisOfEvidence(this.#timeEvidence);
    return { kind: 'column', column: { kind: 'time', name: this.name, values, ...basis } };
  }

  #spellings(categories: readonly string[]): readonly Spelling[] {
    const counts = new Int32Array(categories.length);
    for (let at = 0; at < this.#oddCount; at++) {
      const code = this.#oddCodes[at] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
    return categories.map((text, code) => ({ text, count: counts[code] ?? 0 }));
  }

  #unread(categories: readonly string[], values: readonly number[]): { readonly unread?: UnreadCells } {
    const isUnread = categories.map((text, code) => Number.isNaN(values[code]) && !isMissingWord(text));
    const firstRow = new Map<number, number>();
    let count = 0;
    for (let at = 0; at < this.#oddCount; at++) {
      const code = this.#oddCodes[at] ?? 0;
      if (isUnread[code] !== true) continue;
      count++;
      if (firstRow.size < EXAMPLES && !firstRow.has(code)) firstRow.set(code, this.#oddRows[at] ?? 0);
    }
    if (count === 0) return {};
    const examples = [...firstRow].map(([code, row]) => ({ row: row + 1, text: categories[code] ?? '' }));
    return { unread: { count, examples } };
  }

  #growOdd(): void {
    const size = Math.max(64, 2 * this.#oddRows.length);
    const [rows, codes] = [new Int32Array(size), new Int32Array(size)];
    rows.set(this.#oddRows);
    codes.set(this.#oddCodes);
    this.#oddRows = rows;
    this.#oddCodes = codes;
  }
}

interface OddNumbers {
  readonly categories: readonly string[];
  readonly oddValues: readonly number[];
  readonly described: ReturnType<typeof describeSign>;
}

/** So many different cells show what points and commas mean, where there are more. */
const SIGN_CATEGORIES = 1000;

function firstFraction(values: Float64Array): readonly number[] {
  const found = values.find((value) => !Number.isNaN(value) && !Number.isInteger(value));
  return found === undefined ? [] : [found];
}

function areBits(values: Float64Array): boolean {
  return values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
}

function cellsKind(requested: ReadKind | undefined): CellsKind | undefined {
  return requested === 'identity' ? 'text' : requested;
}

function countDistinctUpTo(values: Float64Array, limit: number): number {
  const seen = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) seen.add(value);
    if (seen.size >= limit) return limit;
  }
  return seen.size;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
