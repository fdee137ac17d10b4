import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBlob } from './blob.ts';

const BYTES = Buffer.from('a model in three blocks');
const blob = createBlob([BYTES.subarray(0, 7), BYTES.subarray(7, 8), BYTES.subarray(8)]);

describe('a blob of several blocks', () => {
  it('has the size and the digest of its bytes', () => {
    expect(blob.sizeBytes).toBe(BYTES.length);
    expect(blob.digest).toBe(`sha256:${createHash('sha256').update(BYTES).digest('hex')}`);
  });

  it('gives any part of them, across the borders of its blocks', () => {
    for (let start = 0; start <= BYTES.length; start += 1) {
      for (let end = start; end <= BYTES.length; end += 1) {
        expect(Buffer.concat([...blob.slice(start, end)])).toEqual(BYTES.subarray(start, end));
      }
    }
  });
});
