/**
 * One column of a Parquet file in the making, from the arrays that hyparquet decodes. The file's schema
 * says what the values are; only an integer beyond 2^53 changes that, because as a number it would be another one.
 */
import type { DecodedArray, SchemaElement } from 'hyparquet';
import type { Column } from '../../domain/table/table.ts';

export type ColumnKind = Column['kind'];

/** What a leaf of the schema holds. */
export function columnKind({
  type,
  logical_type: logical,
  converted_type: converted,
}: SchemaElement): ColumnKind {
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'DATE' || type === 'INT96') return 'time';
  if (converted === 'DATE' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS')
    return 'time';
  if (logical?.type === 'DECIMAL' || logical?.type === 'FLOAT16' || converted === 'DECIMAL') return 'number';
  return type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY' ? 'category' : 'number';
}

export class ParquetColumnBuilder {
  readonly name: string;
  readonly kind: ColumnKind;
  #isText: boolean;
  readonly #values: Float64Array<ArrayBuffer>;
  #codes: Int32Array<ArrayBuffer>;
  readonly #codeOf = new Map<string, number>();

  constructor(name: string, kind: ColumnKind, rowCount: number) {
    this.name = name;
    this.kind = kind;
    this.#isText = kind === 'category';
    this.#values = new Float64Array(this.#isText ? 0 : rowCount).fill(NaN);
    this.#codes = new Int32Array(this.#isText ? rowCount : 0).fill(-1);
  }

  /** `chunk` holds the rows from `rowStart` on; null and undefined are missing. */
  append(chunk: DecodedArray, rowStart: number): void {
    const values = chunk as ArrayLike<unknown>;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      if (this.#isText) this.#codes[rowStart + i] = this.#encode(toLabel(value));
      else this.#setNumber(rowStart + i, value);
    }
  }

  build(): Column {
    const { name } = this;
    if (this.#isText) return { kind: 'category', name, codes: this.#codes, labels: [...this.#codeOf.keys()] };
    return { kind: this.kind === 'time' ? 'time' : 'number', name, values: this.#values };
  }

  #encode(label: string): number {
    const known = this.#codeOf.get(label);
    if (known !== undefined) return known;
    this.#codeOf.set(label, this.#codeOf.size);
    return this.#codeOf.size - 1;
  }

  #setNumber(row: number, value: unknown): void {
    const number = Number(value);
    if (typeof value === 'bigint' && !Number.isSafeInteger(number)) {
      this.#becomeText();
      this.#codes[row] = this.#encode(String(value));
    } else this.#values[row] = number;
  }

  /** Keeps identifiers whole: what was read so far were safe integers, so nothing was rounded. */
  #becomeText(): void {
    this.#isText = true;
    this.#codes = Int32Array.from(this.#values, (value) =>
      Number.isNaN(value) ? -1 : this.#encode(String(value)),
    );
  }
}

/** Texts as they are; bytes that are no text as hexadecimal digits. */
function toLabel(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(value);
}
