/** The format of a model file by its content; its name only says what somebody called it. */
import { BZIP2_START } from '../../table/foreign-format.ts';

export type FileFormat =
  | 'pickle'
  | 'zip'
  | 'numpy'
  | 'safetensors'
  | 'onnx'
  | 'tensorflow'
  | 'hdf5'
  | 'gguf'
  | 'tar'
  | 'gzip'
  | 'zlib'
  | 'zstd'
  | 'bzip2'
  | 'xz'
  | 'lz4'
  | 'joblib-zfile'
  | 'json'
  | 'text'
  | 'data'
  | 'program'
  | 'serialized-objects'
  | 'empty'
  | 'unknown';

/** So many bytes from the start are enough. */
export const HEAD_BYTES = 4096;

interface Signature {
  readonly format: FileFormat;
  readonly offset?: number;
  /** In Latin-1. */
  readonly bytes: string;
}

const signatures: readonly Signature[] = [
  { format: 'zip', bytes: 'PK\x03\x04' },
  { format: 'zip', bytes: 'PK\x05\x06' },
  { format: 'numpy', bytes: '\x93NUMPY' },
  { format: 'hdf5', bytes: '\x89HDF\r\n\x1a\n' },
  { format: 'gguf', bytes: 'GGUF' },
  { format: 'tar', offset: 257, bytes: 'ustar' },
  { format: 'gzip', bytes: '\x1f\x8b' },
  { format: 'zstd', bytes: '\x28\xb5\x2f\xfd' },
  { format: 'xz', bytes: '\xfd7zXZ\x00' },
  { format: 'xz', bytes: '\x5d\x00\x00' },
  { format: 'lz4', bytes: '\x04\x22\x4d\x18' },
  // Numbers and trees: nothing in them is called.
  { format: 'data', bytes: 'CBM1' },
  { format: 'data', bytes: 'PAR1' },
  { format: 'data', bytes: 'ARROW1' },
  { format: 'data', offset: 4, bytes: 'TFL3' },
  { format: 'data', bytes: '{L\x00\x00\x00\x00\x00\x00\x00' },
  { format: 'data', bytes: '\x89PNG' },
  { format: 'data', bytes: '\xff\xd8\xff' },
  { format: 'data', bytes: 'SQLite format 3\x00' },
  { format: 'program', bytes: '\x7fELF' },
  { format: 'program', bytes: 'MZ' },
  { format: 'program', bytes: '\xcf\xfa\xed\xfe' },
  { format: 'program', bytes: '\xca\xfe\xba\xbe' },
  { format: 'program', bytes: '\x00asm' },
  { format: 'serialized-objects', bytes: '\xac\xed\x00\x05' },
  { format: 'serialized-objects', bytes: 'X\n\x00\x00\x00' },
];

/** What these begin with may be printed, and all of the rest as well: so much of it that no text begins so by chance. */
const printableSignatures: readonly (readonly [FileFormat, RegExp])[] = [
  ['bzip2', BZIP2_START],
  // The size in hexadecimal.
  ['joblib-zfile', /^ZF0x[\da-f]/],
  // R: `save` and `serialize`, binary and in ASCII.
  ['serialized-objects', /^RD[ABX][23]\n/],
  ['serialized-objects', /^A\r?\n[23]\r?\n\d{5,7}\r?\n\d{5,7}\r?\n/],
];

/** @param head the first `HEAD_BYTES`, or all of the file. */
export function detectFileFormat(head: Uint8Array, sizeBytes: number): FileFormat {
  if (sizeBytes === 0) return 'empty';
  const text = Buffer.from(head).toString('latin1');
  // The newest protocols say so in two bytes.
  if (head[0] === 0x80 && (head[1] ?? 0xff) <= 5 && head.length > 2) return 'pickle';
  if (isSafetensors(head, sizeBytes)) return 'safetensors';
  const printable = printableSignatures.find(([, pattern]) => pattern.test(text));
  if (printable !== undefined) return printable[0];
  // Deflate can be written in printed characters alone.
  if (isZlib(head)) return 'zlib';
  const written = writtenText(head, sizeBytes);
  // A list of words may begin with `MZ` or `GGUF`; what these formats have next is no text.
  const signed =
    written === undefined && signatures.find(({ bytes, offset = 0 }) => text.startsWith(bytes, offset));
  if (signed) return signed.format;
  if (written !== undefined) return /^[\s\ufeff]*[[{]/.test(written) ? 'json' : 'text';
  return protobufOf(head, text) ?? 'unknown';
}

/** A length of eight bytes, then a JSON object: https://github.com/huggingface/safetensors#format */
function isSafetensors(head: Uint8Array, sizeBytes: number): boolean {
  if (head.length < 9 || head[8] !== 0x7b) return false;
  const length = Buffer.from(head.buffer, head.byteOffset, 8).readBigUInt64LE();
  return length >= 2n && length <= BigInt(sizeBytes);
}

/** RFC 1950: deflate, a window of at most 32 KiB, and a checksum of both bytes. */
function isZlib([first = 0, second = 0]: Uint8Array): boolean {
  return (first & 0x0f) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0;
}

/** @param head as in `detectFileFormat`. @returns undefined for what is no text in UTF-8. */
export function writtenText(head: Uint8Array, sizeBytes: number): string | undefined {
  if (head.includes(0)) return undefined;
  try {
    // A character may be cut at the end of what was read.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: head.length < sizeBytes });
    // oxlint-disable-next-line no-control-regex -- what no text has
    return /[\x01-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** ONNX: `ir_version`, then the producer or the graph. TensorFlow: `saved_model_schema_version`, then a graph. */
function protobufOf([first, version = 0, field = 0]: Uint8Array, text: string): FileFormat | undefined {
  const isModel = first === 0x08 && version >= 1 && version <= 32 && [0x12, 0x3a, 0x42].includes(field);
  if (!isModel) return undefined;
  const isSaved = version === 1 && field === 0x12 && text.includes('serve') && !text.includes('onnx');
  return isSaved ? 'tensorflow' : 'onnx';
}
