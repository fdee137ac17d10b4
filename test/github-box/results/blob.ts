/** The bytes of a blob as the blocks that they came in: Node hashes no 2 GiB at once, and a block list may be longer. */
import { createHash } from 'node:crypto';

export interface StoredBlob {
  readonly sizeBytes: number;
  /** `sha256:<hex>` */
  readonly digest: string;
  /** Without the byte at `end`. */
  slice(start: number, end: number): Iterable<Buffer>;
}

export function createBlob(blocks: readonly Buffer[]): StoredBlob {
  const hash = createHash('sha256');
  for (const block of blocks) hash.update(block);
  return {
    sizeBytes: blocks.reduce((sum, block) => sum + block.length, 0),
    digest: `sha256:${hash.digest('hex')}`,
    slice: (start, end) => sliceBlocks(blocks, start, end),
  };
}

function* sliceBlocks(blocks: readonly Buffer[], start: number, end: number): Generator<Buffer> {
  let offset = 0;
  for (const block of blocks) {
    const part = block.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    if (part.length > 0) yield part;
    offset += block.length;
  }
}
