/** Times of a column in which many rows have the same one, as days are: each spelling is parsed once. */
import { CategoryDictionary } from './category-dictionary.ts';
import { parseTime } from './parse-time.ts';

/** A column with more different times than that gains nothing. */
const MOST_TIMES = 4096;

export class TimeCells {
  readonly #spellings = new CategoryDictionary();
  readonly #values = new Float64Array(MOST_TIMES);

  /** As `parseTime`: milliseconds since 1970, NaN for what is no time. */
  parse(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#spellings.size;
    if (known === MOST_TIMES) return parseTime(bytes, start, end);
    const code = this.#spellings.encode(bytes, start, end);
    if (code === known) this.#values[code] = parseTime(bytes, start, end);
    return this.#values[code] ?? Number.NaN;
  }
}
