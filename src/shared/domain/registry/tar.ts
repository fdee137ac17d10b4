/**
 * A tar archive as a plan: headers as bytes, contents by name. Same files, same archive: sorted names, owner 0,
 * modification time 0, fixed modes. Format: POSIX.1-2017 pax (`ustar`, with extended headers for longer names and
 * larger sizes). Written here because archivers in npm read the file system themselves.
 */
import { compareBytes } from '../kernel/byte-order.ts';
import { foldersAbove } from '../kernel/repository-path.ts';

const BLOCK_BYTES = 512;
/** `ustar` keeps a name in 100 bytes and a size in 11 octal digits; longer ones go into an extended header. */
const MAX_NAME_BYTES = 100;
const MAX_SIZE_BYTES = 8 ** 11 - 1;

export interface TarFile {
  /** Path in the archive, with `/`, without one at the beginning. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** A run of the archive's bytes: given here, or the content of the file with this path. */
export type TarSegment<T extends TarFile> = Uint8Array | T;

export interface TarPlan<T extends TarFile> {
  /** Made while they are read, each time: the headers of 100,000 files take more memory than their names. */
  readonly segments: () => Generator<TarSegment<T>>;
  /** Where the content of each file lies, in the order of the archive; no header is made for it. */
  readonly places: () => Generator<TarPlace<T>>;
  readonly sizeBytes: number;
}

export interface TarPlace<T extends TarFile> {
  readonly file: T;
  readonly startBytes: number;
}

/** Regular files (mode 0644) with their folders (0755), folders first within their parent's order. */
export function planTar<T extends TarFile>(files: readonly T[]): TarPlan<T> {
  const entries = [...foldersOf(files), ...files].sort((left, right) => compareBytes(left.path, right.path));
  let sizeBytes = END.length;
  for (const entry of entries) sizeBytes += sizeOfHeader(entryOf(entry)) + sizeOfContent(entry);
  return {
    segments: () => listSegments<T>(entries),
    places: () => listPlaces<T>(entries),
    sizeBytes,
  };
}

type FileOrFolder<T extends TarFile> = T | { readonly path: string };

const END: Uint8Array = new Uint8Array(2 * BLOCK_BYTES);

function* listSegments<T extends TarFile>(entries: readonly FileOrFolder<T>[]): Generator<TarSegment<T>> {
  for (const entry of entries) {
    yield header(entryOf(entry));
    if (!('sizeBytes' in entry)) continue;
    yield entry;
    yield padding(entry.sizeBytes);
  }
  yield END;
}

function* listPlaces<T extends TarFile>(entries: readonly FileOrFolder<T>[]): Generator<TarPlace<T>> {
  let position = 0;
  for (const entry of entries) {
    position += sizeOfHeader(entryOf(entry));
    if ('sizeBytes' in entry) yield { file: entry, startBytes: position };
    position += sizeOfContent(entry);
  }
}

function sizeOfContent(entry: FileOrFolder<TarFile>): number {
  return 'sizeBytes' in entry ? entry.sizeBytes + padding(entry.sizeBytes).length : 0;
}

/** `a/b/c` → `a/b`, `a`: each once. */
function foldersOf(files: readonly TarFile[]): readonly { readonly path: string }[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (const folder of foldersAbove(path)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return Array.from(folders, (path) => ({ path }));
}

function entryOf(entry: FileOrFolder<TarFile>): Entry {
  return 'sizeBytes' in entry
    ? { path: entry.path, sizeBytes: entry.sizeBytes, type: '0', mode: 0o644 }
    : { path: `${entry.path}/`, sizeBytes: 0, type: '5', mode: 0o755 };
}

interface Entry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly type: '0' | '5' | 'x';
  readonly mode: number;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** What does not fit into `ustar`; empty where all does. */
function extendedRecords({ path, sizeBytes }: Entry): Uint8Array {
  const records: string[] = [];
  const isPlainName = Buffer.byteLength(path) <= MAX_NAME_BYTES && /^[\x20-\x7e]*$/.test(path);
  if (!isPlainName) records.push(paxRecord('path', path));
  if (sizeBytes > MAX_SIZE_BYTES) records.push(paxRecord('size', String(sizeBytes)));
  return records.length === 0 ? NO_BYTES : Buffer.from(records.join(''));
}

function header(entry: Entry): Uint8Array {
  const body = extendedRecords(entry);
  const plain = plainHeader(entry);
  if (body.length === 0) return plain;
  const extended = { path: 'PaxHeaders/entry', sizeBytes: body.length, type: 'x', mode: 0o644 } as const;
  return Buffer.concat([plainHeader(extended), body, padding(body.length), plain]);
}

function sizeOfHeader(entry: Entry): number {
  const { length } = extendedRecords(entry);
  return length === 0 ? BLOCK_BYTES : 2 * BLOCK_BYTES + length + padding(length).length;
}

/** `"<length> <key>=<value>\n"`, where the length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length += 1;
  return `${length} ${key}=${value}\n`;
}

/** Offsets and lengths: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06 */
function plainHeader({ path, sizeBytes, type, mode }: Entry): Uint8Array {
  const block = Buffer.alloc(BLOCK_BYTES);
  const name = Buffer.from(path.replace(/[^\x20-\x7e]/g, '_')).subarray(0, MAX_NAME_BYTES);
  name.copy(block, 0);
  writeOctal(block, { offset: 100, length: 8 }, mode);
  writeOctal(block, { offset: 108, length: 8 }, 0);
  writeOctal(block, { offset: 116, length: 8 }, 0);
  writeOctal(block, { offset: 124, length: 12 }, sizeBytes > MAX_SIZE_BYTES ? 0 : sizeBytes);
  writeOctal(block, { offset: 136, length: 12 }, 0);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write('ustar\0' + '00', 257, 'latin1');
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

interface Field {
  readonly offset: number;
  readonly length: number;
}

function writeOctal(block: Buffer, { offset, length }: Field, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
}

/** Zeros up to the next block, by their number: 100,000 files share them. */
const PADDINGS: readonly Uint8Array[] = Array.from(
  { length: BLOCK_BYTES },
  (_, sizeBytes) => new Uint8Array(sizeBytes),
);

function padding(sizeBytes: number): Uint8Array {
  return PADDINGS[(BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES] ?? new Uint8Array(0);
}
