/** SHA-256 of one `<id><tab><text>` line a row, made in blocks of bytes: no string for a row of millions. */
import { createHash } from 'node:crypto';
import type { Texts } from '../table/texts.ts';

const BLOCK_BYTES = 1024 * 1024;
const TAB = 0x09;
const LINE_FEED = 0x0a;

/** @param textOf what stands behind the id, in ASCII or not. */
export function linesDigest(ids: Texts, textOf: (row: number) => string): string {
  const hash = createHash('sha256');
  let block = Buffer.alloc(BLOCK_BYTES);
  let filled = 0;
  for (let row = 0; row < ids.count; row++) {
    const text = textOf(row);
    const needed = ids.lengthAt(row) + 3 * text.length + 2;
    if (filled + needed > block.length) {
      hash.update(block.subarray(0, filled));
      filled = 0;
      if (needed > block.length) block = Buffer.alloc(needed);
    }
    filled = ids.copyTo(block, row, filled);
    block[filled++] = TAB;
    filled += block.write(text, filled);
    block[filled++] = LINE_FEED;
  }
  return hash.update(block.subarray(0, filled)).digest('hex');
}
