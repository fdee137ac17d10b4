/**
 * The files of a zip archive, one at a time: the list at its end says where they are (APPNOTE 6.3.10, sections 4.3.7, 4.3.12
 * and 4.3.16). Stored, deflated, or in Zstandard; neither encrypted nor of more than 4 GiB.
 */
import { inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { viewOf } from '../../domain/kernel/data-view.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import type { ScannedBytes } from '../../domain/model-files/content/byte-reader.ts';

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** A comment of this size may stand behind the end. */
const MAX_COMMENT_BYTES = 0xffff;
/** In the fields of an archive that needs 64 bits. */
const IN_64_BITS = 0xffffffff;
const ENCRYPTED = 1;
const MAX_FILE_BYTES = 2 ** 29;

const DECODERS: ReadonlyMap<number, (bytes: Uint8Array) => Uint8Array> = new Map([
  [0, (bytes: Uint8Array) => bytes],
  [8, (bytes: Uint8Array) => inflateRawSync(bytes, { maxOutputLength: MAX_FILE_BYTES })],
  [93, (bytes: Uint8Array) => zstdDecompressSync(bytes, { maxOutputLength: MAX_FILE_BYTES })],
]);

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly packedBytes: number;
  /** Where its own header begins. */
  readonly offset: number;
}

/** In the order of the archive. @throws DataError for an archive that is cut, or larger than 4 GiB. */
export async function listZip(content: ScannedBytes, where: string): Promise<readonly ZipEntry[]> {
  const from = Math.max(0, content.sizeBytes - END_BYTES - MAX_COMMENT_BYTES);
  const tail = viewOf(await content.slice(from, content.sizeBytes));
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && !isEnd(tail, end)) end -= 1;
  if (end < 0) throw damaged(where);
  const [count, sizeBytes, offset] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  // What stands before an archive moves it; readers count from its end (https://docs.python.org/3/library/zipfile.html).
  const shift = from + end - sizeBytes - offset;
  if (offset === IN_64_BITS || shift < 0) throw damaged(where);
  const entries = readEntries(await content.slice(offset + shift, offset + shift + sizeBytes), count, where);
  return entries.map((entry) => ({ ...entry, offset: entry.offset + shift }));
}

/** A comment behind the end may have its mark too. */
function isEnd(tail: DataView, at: number): boolean {
  if (tail.getUint32(at, true) !== END_MARK) return false;
  return at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength;
}

function readEntries(bytes: Uint8Array, count: number, where: string): readonly ZipEntry[] {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY_MARK) throw damaged(where);
    const nameBytes = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & ENCRYPTED) !== 0,
      packedBytes: view.getUint32(at + 20, true),
      offset: view.getUint32(at + 42, true),
    });
    at += ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** Where the packed bytes begin, and the name that stands before them. @throws DataError for an archive that is cut. */
export async function locateZipEntry(
  content: ScannedBytes,
  { offset }: Pick<ZipEntry, 'offset'>,
  where: string,
): Promise<{ readonly startBytes: number; readonly localName: string }> {
  const header = viewOf(await content.slice(offset, offset + LOCAL_BYTES));
  if (header.byteLength < LOCAL_BYTES) throw damaged(where);
  const nameStart = offset + LOCAL_BYTES;
  const nameEnd = nameStart + header.getUint16(26, true);
  return {
    startBytes: nameEnd + header.getUint16(28, true),
    localName: new TextDecoder().decode(await content.slice(nameStart, nameEnd)),
  };
}

/** @throws DataError for a file that is damaged, encrypted, too large, or packed in another way. */
export async function readZipEntry(
  content: ScannedBytes,
  entry: ZipEntry,
  where: string,
): Promise<Uint8Array> {
  const { name, method, isEncrypted, packedBytes } = entry;
  const decode = DECODERS.get(method);
  if (decode === undefined || isEncrypted)
    throw new DataError(
      'DATA_INVALID',
      `${where}, ${name}: expected a file that is stored, deflated or in Zstandard, got ${isEncrypted ? 'an encrypted one' : `method ${method}`}`,
      { hint: 'write the archive again, without a password, with deflate or Zstandard' },
    );
  const { startBytes } = await locateZipEntry(content, entry, where);
  try {
    return decode(await content.slice(startBytes, startBytes + packedBytes));
  } catch (cause) {
    throw new DataError(
      'DATA_INVALID',
      `${where}, ${name}: expected at most ${MAX_FILE_BYTES} bytes when unpacked, got more, or a damaged file`,
      { cause, hint: 'write the archive again' },
    );
  }
}

function damaged(where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected a complete zip archive, got a damaged or cut one`,
    {
      hint: 'write the file again, or fetch it again',
    },
  );
}
