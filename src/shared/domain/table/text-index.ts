/**
 * Texts found by their bytes: an open-addressing hash table of rows over the block of bytes that holds the texts, four
 * bytes a slot. And texts in bytewise order, which is the order of `LC_ALL=C sort`.
 */
import { hashBytes } from './category-dictionary.ts';
import type { Texts } from './texts.ts';

const SLOTS_PER_TEXT = 2;

export class TextIndex {
  readonly #texts: Texts;
  readonly #slots: Int32Array;
  /** Rows whose text an earlier row has. */
  readonly repeated: readonly number[];

  constructor(texts: Texts) {
    this.#texts = texts;
    this.#slots = new Int32Array(slotCount(texts.count)).fill(-1);
    const repeated: number[] = [];
    for (let row = 0; row < texts.count; row++) {
      const slot = this.#slotOf(texts, row);
      if ((this.#slots[slot] ?? -1) >= 0) repeated.push(row);
      else this.#slots[slot] = row;
    }
    this.repeated = repeated;
  }

  /** The first row with the text that `row` of `others` has; -1 for none. */
  find(others: Texts, row: number): number {
    return this.#slots[this.#slotOf(others, row)] ?? -1;
  }

  #slotOf(others: Texts, row: number): number {
    const start = others.startAt(row);
    const end = others.endAt(row);
    const hash = hashBytes(others.bytes, start, end);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const known = this.#slots[slot] ?? -1;
      if (known < 0 || equalTexts(this.#texts, known, others, row)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

function slotCount(texts: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, SLOTS_PER_TEXT * texts)));
}

export function equalTexts(left: Texts, leftRow: number, right: Texts, rightRow: number): boolean {
  let from = left.startAt(leftRow);
  let at = right.startAt(rightRow);
  const end = right.endAt(rightRow);
  if (left.endAt(leftRow) - from !== end - at) return false;
  while (at < end) if (left.bytes[from++] !== right.bytes[at++]) return false;
  return true;
}

/** How many rows have a text, and how many different texts there are. */
export function countTexts(texts: Texts): { readonly present: number; readonly distinct: number } {
  let present = 0;
  let isMissingSeen = 0;
  for (let row = 0; row < texts.count; row++) {
    if (texts.isMissing(row)) isMissingSeen = 1;
    else present++;
  }
  const distinct = texts.count - new TextIndex(texts).repeated.length - isMissingSeen;
  return { present, distinct };
}
