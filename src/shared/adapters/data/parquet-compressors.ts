/**
 * Decompression of Parquet pages: by node:zlib, and LZ4 by code of our own; hyparquet itself brings Snappy. A page that
 * holds nothing has no compressed bytes either, as parquet-java and Spark write it.
 */
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { Compressors } from 'hyparquet';
import { decompressHadoopLz4, decompressLz4 } from './parquet-lz4.ts';

const NOTHING = new Uint8Array(0);

export const compressors: Compressors = {
  ZSTD: (input, length) => (length === 0 ? NOTHING : zstdDecompressSync(input)),
  GZIP: (input, length) => (length === 0 ? NOTHING : gunzipSync(input)),
  BROTLI: (input, length) => (length === 0 ? NOTHING : brotliDecompressSync(input)),
  LZ4_RAW: (input, length) => (length === 0 ? NOTHING : decompressLz4(input, length)),
  LZ4: (input, length) => (length === 0 ? NOTHING : decompressHadoopLz4(input, length)),
};
