/**
 * LZ4 blocks of Parquet pages: `LZ4_RAW` is one block (github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md); the older
 * codec `LZ4` is one too, or frames of Hadoop: lengths of both sides before each block, in big endian. No frame of the
 * `lz4` command line tool.
 */

const MIN_MATCH = 4;
const LONG_LENGTH = 15;
const LONGER = 255;

/** @throws RangeError for bytes that are no such block. */
export function decompressLz4(input: Uint8Array, outputLength: number): Uint8Array {
  const output = new Uint8Array(outputLength);
  const length = decompressBlock(input, output, 0);
  if (length !== outputLength) throw new RangeError(`LZ4: expected ${outputLength} bytes, got ${length}`);
  return output;
}

/** @throws RangeError for bytes that are neither. */
export function decompressHadoopLz4(input: Uint8Array, outputLength: number): Uint8Array {
  return decompressHadoopFrames(input, outputLength) ?? decompressLz4(input, outputLength);
}

function decompressHadoopFrames(input: Uint8Array, outputLength: number): Uint8Array | undefined {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new Uint8Array(outputLength);
  let [position, length] = [0, 0];
  while (position + 8 <= input.length) {
    const plainBytes = view.getUint32(position);
    const blockBytes = view.getUint32(position + 4);
    const block = input.subarray(position + 8, position + 8 + blockBytes);
    if (block.length < blockBytes || length + plainBytes > outputLength) return undefined;
    const end = decompressBlock(block, output, length);
    if (end !== length + plainBytes) return undefined;
    length = end;
    position += 8 + blockBytes;
  }
  return position === input.length && length === outputLength ? output : undefined;
}

/** @returns where the output ends. */
function decompressBlock(input: Uint8Array, output: Uint8Array, start: number): number {
  let [position, end] = [0, start];
  const readLength = (short: number): number => {
    if (short < LONG_LENGTH) return short;
    let length = short;
    for (;;) {
      const more = input[position++] ?? 0;
      length += more;
      if (more < LONGER) return length;
    }
  };
  while (position < input.length) {
    const token = input[position++] ?? 0;
    const literals = readLength(token >> 4);
    if (position + literals > input.length || end + literals > output.length) return -1;
    output.set(input.subarray(position, position + literals), end);
    position += literals;
    end += literals;
    // The last sequence has literals only.
    if (position >= input.length) return end;
    const offset = (input[position] ?? 0) | ((input[position + 1] ?? 0) << 8);
    position += 2;
    const matched = readLength(token & LONG_LENGTH) + MIN_MATCH;
    if (offset === 0 || offset > end || end + matched > output.length) return -1;
    // Byte by byte: a match may overlap what it writes.
    for (let from = end - offset, to = end; to < end + matched;) output[to++] = output[from++] ?? 0;
    end += matched;
  }
  return end;
}
