/** What model files are packed in, read through windows: nothing is written, and no more is held than a window. */
import { DataError } from '../../domain/kernel/errors.ts';
import { partOf, type ScannedBytes } from '../../domain/model-files/content/byte-reader.ts';
import type { PackedEntry, Unpacker } from '../../domain/model-files/scan-file.ts';
import type { Pieces } from '../../domain/table/csv.ts';
import { decompress, type Compression } from './pieces.ts';
import { listZip, locateZipEntry, readZipEntry, type ZipEntry } from './zip-archive.ts';

const WHERE = 'model file';
const PIECE_BYTES = 2 ** 20;
/** What is larger when it is decompressed is refused. */
const MAX_UNPACKED_BYTES = 2 ** 33;
const STORED = 0;
const READ_METHODS: ReadonlySet<number> = new Set([STORED, 8, 93]);

export function createModelFileUnpacker(): Unpacker {
  return {
    entriesOf: async (bytes) => {
      const entries = await listZip(bytes, WHERE);
      return await Promise.all(entries.map((entry) => describeEntry(bytes, entry)));
    },
    decompress: async (bytes, format) =>
      format === 'gzip' || format === 'zlib' || format === 'zstd'
        ? await openCompressed(bytes, format)
        : undefined,
  };
}

async function describeEntry(bytes: ScannedBytes, entry: ZipEntry): Promise<PackedEntry> {
  const { name, method, packedBytes, isEncrypted } = entry;
  const { startBytes, localName } = await locateZipEntry(bytes, entry, WHERE);
  const obstacle =
    localName !== name
      ? 'archive-names'
      : isEncrypted
        ? 'encrypted'
        : READ_METHODS.has(method)
          ? undefined
          : 'unread-compression';
  const open = async (): Promise<ScannedBytes> =>
    method === STORED
      ? partOf(bytes, startBytes, packedBytes)
      : inMemory(await readZipEntry(bytes, entry, WHERE));
  return { name, obstacle, open };
}

function inMemory(content: Uint8Array): ScannedBytes {
  return {
    sizeBytes: content.length,
    slice: (start, end) => Promise.resolve(content.subarray(start, end)),
  };
}

/** Read from the start once for its size, and again each time that a reader asks for what it has passed. */
async function openCompressed(bytes: ScannedBytes, compression: Compression): Promise<ScannedBytes> {
  const pieces = decompress(piecesOf(bytes), compression, WHERE);
  let sizeBytes = 0;
  for await (const piece of pieces()) {
    sizeBytes += piece.length;
    if (sizeBytes > MAX_UNPACKED_BYTES) throw tooLarge();
  }
  const forward = new ForwardBytes(pieces);
  return { sizeBytes, slice: (start, end) => forward.slice(start, Math.min(end, sizeBytes)) };
}

function piecesOf(bytes: ScannedBytes): Pieces {
  return async function* () {
    for (let start = 0; start < bytes.sizeBytes; start += PIECE_BYTES)
      yield await bytes.slice(start, start + PIECE_BYTES);
  };
}

/** Keeps what it read last, so that windows which overlap cost nothing. */
class ForwardBytes {
  readonly #pieces: Pieces;
  #iterator: AsyncIterator<Uint8Array> | undefined;
  #kept: Uint8Array = new Uint8Array(0);
  #keptStart = 0;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  async slice(start: number, end: number): Promise<Uint8Array> {
    if (end <= start) return new Uint8Array(0);
    if (this.#iterator === undefined || start < this.#keptStart) await this.#restart();
    while (this.#keptStart + this.#kept.length < end) {
      const next = await this.#iterator?.next();
      if (next === undefined || next.done === true) break;
      this.#keep(start, next.value);
    }
    const from = Math.max(0, start - this.#keptStart);
    return this.#kept.subarray(from, Math.max(from, end - this.#keptStart));
  }

  /** Drops what lies before the wanted bytes. */
  #keep(start: number, piece: Uint8Array): void {
    const drop = Math.min(this.#kept.length, Math.max(0, start - this.#keptStart));
    const rest = this.#kept.subarray(drop);
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest);
    joined.set(piece, rest.length);
    this.#keptStart += drop;
    this.#kept = joined;
  }

  async #restart(): Promise<void> {
    await this.#iterator?.return?.();
    this.#iterator = this.#pieces()[Symbol.asyncIterator]();
    this.#kept = new Uint8Array(0);
    this.#keptStart = 0;
  }
}

function tooLarge(): DataError {
  return new DataError(
    'DATA_INVALID',
    `${WHERE}: expected at most ${MAX_UNPACKED_BYTES} bytes when it is decompressed, got more`,
    { hint: 'write the model without compression, or in several files' },
  );
}
