/** The header of a NumPy array: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import type { ScannedBytes } from '../content/byte-reader.ts';

const MAGIC_BYTES = 8;
const MAX_HEADER_BYTES = 2 ** 20;
/** A type of objects, also among several fields. */
const OBJECTS = /['"][<>=|]?O\d*['"]/;

export type NumpyHeader =
  | { readonly kind: 'numbers' }
  /** A pickle follows. */
  | { readonly kind: 'objects'; readonly startBytes: number }
  | { readonly kind: 'malformed'; readonly reason: string };

export async function readNumpyHeader(bytes: ScannedBytes): Promise<NumpyHeader> {
  const start = Buffer.from(await bytes.slice(0, MAGIC_BYTES + 4));
  const [major = 0] = start.subarray(6, 7);
  if (major < 1 || major > 3) return { kind: 'malformed', reason: `version ${major}` };
  const lengthBytes = major === 1 ? 2 : 4;
  if (start.length < MAGIC_BYTES + lengthBytes) return { kind: 'malformed', reason: 'no header' };
  const headerBytes = start.readUIntLE(MAGIC_BYTES, lengthBytes);
  const startBytes = MAGIC_BYTES + lengthBytes + headerBytes;
  if (headerBytes > MAX_HEADER_BYTES || startBytes > bytes.sizeBytes)
    return { kind: 'malformed', reason: `a header of ${headerBytes} bytes` };
  const header = Buffer.from(await bytes.slice(MAGIC_BYTES + lengthBytes, startBytes)).toString('utf8');
  const type = /['"]descr['"]\s*:\s*(.+?)\s*,\s*['"]fortran_order['"]/s.exec(header)?.[1];
  if (type === undefined) return { kind: 'malformed', reason: 'a header without a type' };
  return OBJECTS.test(type) ? { kind: 'objects', startBytes } : { kind: 'numbers' };
}
