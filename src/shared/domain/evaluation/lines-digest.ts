/**
 * SHA-256 of one line a row, `<id>` and a `<tab><text>` for each column, made in blocks of bytes: no string for a row of
 * millions.
 */
import { createHash } from 'node:crypto';
import { at } from '../statistics/vectors.ts';
import type { Texts } from '../table/texts.ts';
import { writeShortDecimal } from './short-decimal.ts';

/** One number a row, in the order of the ids: written as the shortest decimal that gives the same number. */
export interface DigestColumn {
  readonly values: Float64Array;
  /** What is written in place of a number that is a place in this list. */
  readonly names?: readonly string[];
}

const BLOCK_BYTES = 1024 * 1024;
const TAB = 0x09;
const LINE_FEED = 0x0a;
/** `-2.2250738585072014e-308` and one more. */
const LONGEST_NUMBER_BYTES = 25;
const MOST_BYTES_OF_UNIT = 3;

export function linesDigest(ids: Texts, columns: readonly DigestColumn[]): string {
  const hash = createHash('sha256');
  const longestRest = columns.reduce((sum, column) => sum + 1 + longestCell(column), 1);
  let block = Buffer.alloc(BLOCK_BYTES);
  let filled = 0;
  for (let row = 0; row < ids.count; row++) {
    const needed = ids.lengthAt(row) + longestRest;
    if (filled + needed > block.length) {
      hash.update(block.subarray(0, filled));
      filled = 0;
      if (needed > block.length) block = Buffer.alloc(needed);
    }
    filled = ids.copyTo(block, row, filled);
    for (const { values, names } of columns) {
      const value = at(values, row);
      const name = names?.[value];
      block[filled++] = TAB;
      filled = name === undefined ? writeNumber(block, filled, value) : filled + block.write(name, filled);
    }
    block[filled++] = LINE_FEED;
  }
  return hash.update(block.subarray(0, filled)).digest('hex');
}

function longestCell({ names = [] }: DigestColumn): number {
  return names.reduce((most, name) => Math.max(most, MOST_BYTES_OF_UNIT * name.length), LONGEST_NUMBER_BYTES);
}

/** @returns the place behind the number. */
function writeNumber(block: Buffer, start: number, value: number): number {
  const end = writeShortDecimal(block, start, value);
  return end >= 0 ? end : start + block.write(String(value), start);
}
