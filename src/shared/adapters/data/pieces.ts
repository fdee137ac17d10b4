/** The bytes of a file in pieces: decompressed, in UTF-8, and not more than a limit. It can be read any number of times. */
import {
  createGunzip,
  createInflate,
  createZstdDecompress,
  type Gunzip,
  type Inflate,
  type ZstdDecompress,
} from 'node:zlib';
import { DataError } from '../../domain/kernel/errors.ts';
import type { Pieces } from '../../domain/table/csv.ts';
import type { TextEncoding } from '../../domain/table/encoding.ts';
import { ZstdFrames } from './zstd-frames.ts';

export type Compression = 'gzip' | 'zlib' | 'zstd';

type Decoder = Gunzip | Inflate | ZstdDecompress;

const CHUNK_BYTES = 256 * 1024;
const NAMES: Readonly<Record<Compression, string>> = { gzip: 'gzip', zlib: 'zlib', zstd: 'Zstandard' };
const DECODERS: Readonly<Record<Compression, (options: { readonly chunkSize: number }) => Decoder>> = {
  gzip: createGunzip,
  zlib: createInflate,
  zstd: createZstdDecompress,
};

/** @throws DataError, while it is read, for a file that is damaged or cut. */
export function decompress(file: Pieces, compression: Compression, where: string): Pieces {
  return async function* () {
    const decoder = DECODERS[compression]({ chunkSize: CHUNK_BYTES });
    const fed = feed(decoder, compression === 'zstd' ? inFrames(file) : file);
    try {
      for await (const piece of decoder) if (piece instanceof Uint8Array) yield piece;
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      throw new DataError(
        'DATA_INVALID',
        `${where}: expected a complete ${NAMES[compression]} file, got a damaged one`,
        { cause, hint: 'write the file again, or fetch it again' },
      );
    } finally {
      decoder.destroy();
      await fed;
    }
  };
}

/** The same bytes, in which no piece has bytes of two frames. */
function inFrames(file: Pieces): Pieces {
  return async function* () {
    const frames = new ZstdFrames();
    for await (const piece of file()) yield* frames.cut(piece);
  };
}

/** Writes as fast as the decoder is read. What goes wrong comes out of the decoder. */
async function feed(decoder: Decoder, file: Pieces): Promise<void> {
  try {
    for await (const piece of file()) {
      if (decoder.destroyed) return;
      if (!decoder.write(piece)) await drained(decoder);
    }
    decoder.end();
  } catch (error) {
    decoder.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(decoder: Decoder): Promise<void> {
  return new Promise((resolve) => {
    decoder.once('drain', resolve);
    decoder.once('close', resolve);
  });
}

export function limitTo(sizeBytes: number, file: Pieces, tooLarge: () => DataError): Pieces {
  return async function* () {
    let read = 0;
    for await (const piece of file()) {
      read += piece.length;
      if (read > sizeBytes) throw tooLarge();
      yield piece;
    }
  };
}

export function inUtf8(file: Pieces, encoding: TextEncoding): Pieces {
  return async function* () {
    const decoder = new TextDecoder(encoding);
    const encoder = new TextEncoder();
    for await (const piece of file()) yield encoder.encode(decoder.decode(piece, { stream: true }));
    yield encoder.encode(decoder.decode());
  };
}

/** The first bytes, fewer where the file ends before. */
export async function startOf(file: Pieces, sizeBytes: number): Promise<Uint8Array> {
  const start: number[] = [];
  for await (const piece of file()) {
    start.push(...piece.subarray(0, sizeBytes - start.length));
    if (start.length >= sizeBytes) break;
  }
  return Uint8Array.from(start);
}
