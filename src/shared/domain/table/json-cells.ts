/** The cells of one column of JSON in the making: numbers and booleans as they are, texts by code. */
import type { SignEvidence } from './decimal-sign.ts';
import { columnOfCategories, columnOfTexts } from './category-column.ts';
import { evidenceOfTexts } from './number-categories.ts';
import type { CellsContext, ReadKind } from './read-options.ts';
import type { Column, IdentityColumn } from './table.ts';
import { Texts, withoutZeroFractions } from './texts.ts';

export type JsonScalar = string | number | boolean;

const INITIAL_ROWS = 1024;
/** So many different cells show what points and commas mean, where there are more. */
const SIGN_CATEGORIES = 1000;

export class JsonCells {
  readonly name: string;
  readonly requested: ReadKind | undefined;
  /** Whether cells are kept as texts although JSON has numbers: identities are not numbers. */
  readonly #isWritten: boolean;
  #values = new Float64Array(INITIAL_ROWS).fill(NaN);
  #codes = new Int32Array(INITIAL_ROWS).fill(-1);
  readonly #codeOf = new Map<string, number>();
  #hasNumbers = false;
  /** Which rows hold a boolean; empty as long as none does. */
  #isBoolean = new Uint8Array(0);
  /** Numbers other than 0 and 1. */
  #hasOtherNumbers = false;

  constructor(name: string, requested: ReadKind | undefined) {
    this.name = name;
    this.requested = requested;
    this.#isWritten = requested !== undefined && requested !== 'number';
  }

  /** @param written the digits of a number as the file has them, where a double would round them. */
  put(row: number, value: JsonScalar, written: string | undefined): void {
    // An empty text is a missing value, as in CSV.
    if (value === '') return;
    this.#reserve(row + 1);
    const isText = typeof value === 'string' && written === undefined;
    if (isText || this.#isWritten) this.#codes[row] = this.#encode(written ?? String(value));
    else {
      const number = Number(value);
      this.#values[row] = number;
      this.#hasNumbers = true;
      if (typeof value === 'boolean') this.#markBoolean(row);
      else this.#hasOtherNumbers ||= number !== 0 && number !== 1;
    }
  }

  #markBoolean(row: number): void {
    if (this.#isBoolean.length < this.#values.length) {
      const larger = new Uint8Array(this.#values.length);
      larger.set(this.#isBoolean);
      this.#isBoolean = larger;
    }
    this.#isBoolean[row] = 1;
  }

  /** What the texts show of points and commas, in a column that may hold numbers. */
  signEvidence(): SignEvidence {
    const mayBeNumbers = this.requested === undefined || this.requested === 'number';
    return mayBeNumbers ? evidenceOfTexts([...this.#codeOf.keys()].slice(0, SIGN_CATEGORIES)) : 0;
  }

  build(rowCount: number, context: CellsContext): Column | IdentityColumn {
    this.#reserve(rowCount);
    if (this.#hasOtherNumbers) this.#writeBooleans();
    const { name, requested } = this;
    const categories = [...this.#codeOf.keys()];
    const codes = this.#codes.subarray(0, rowCount);
    if (requested === 'identity') {
      const texts = Texts.from(Array.from(codes, (code) => categories[code]));
      return { name, texts: withoutZeroFractions(texts) };
    }
    if (categories.length === 0 && !this.#isWritten) {
      return { kind: 'number', name, values: this.#values.subarray(0, rowCount) };
    }
    if (this.#hasNumbers) this.#writeNumbers(rowCount);
    const cells = { kind: 'category', name, codes, categories: [...this.#codeOf.keys()] } as const;
    const isMixed = requested !== undefined || this.#hasNumbers;
    return isMixed ? columnOfCategories(cells, requested, context) : columnOfTexts(cells, context);
  }

  /** `true` beside 12.5 is not 1. */
  #writeBooleans(): void {
    for (let row = 0; row < this.#isBoolean.length; row++) {
      if (this.#isBoolean[row] !== 1) continue;
      this.#codes[row] = this.#encode(this.#values[row] === 1 ? 'true' : 'false');
      this.#values[row] = NaN;
    }
  }

  /** Numbers beside texts: one spelling each. */
  #writeNumbers(rowCount: number): void {
    for (let row = 0; row < rowCount; row++) {
      const value = this.#values[row] ?? NaN;
      if (!Number.isNaN(value)) this.#codes[row] = this.#encode(String(value));
    }
  }

  #encode(text: string): number {
    const known = this.#codeOf.get(text);
    if (known !== undefined) return known;
    this.#codeOf.set(text, this.#codeOf.size);
    return this.#codeOf.size - 1;
  }

  #reserve(rows: number): void {
    if (rows <= this.#codes.length) return;
    const size = Math.max(rows, 2 * this.#codes.length);
    const values = new Float64Array(size).fill(NaN);
    const codes = new Int32Array(size).fill(-1);
    values.set(this.#values);
    codes.set(this.#codes);
    this.#values = values;
    this.#codes = codes;
  }
}
