/**
 * Unpacks an untrusted zip archive: regular files only, into an empty folder, with limits for the number of
 * files, their size and the compression ratio. The bytes of each file are verified against its CRC-32 before
 * the file appears. One bad entry refuses the archive.
 */
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { isContainedPath } from '../../../domain/kernel/contained-path.ts';
import { DataError } from '../../../domain/kernel/errors.ts';
import type { Files } from '../../../ports/workspace.ts';

export interface UnpackLimits {
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
  /** Unpacked to packed size, of files above `ratioFromBytes`: deflate itself ends at 1032. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

interface UnpackOptions {
  /** Names the archive in messages. */
  readonly where: string;
  readonly limits?: UnpackLimits;
}

interface Target {
  readonly into: Files;
  readonly where: string;
}

const LIMITS: UnpackLimits = {
  maxFiles: 10_000,
  maxTotalBytes: 8 * 1024 ** 3,
  maxRatio: 200,
  ratioFromBytes: 16 * 1024 ** 2,
};

const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;

/**
 * @param into an empty folder.
 * @throws DataError FILES_INVALID; the files before the bad entry are then in the folder and must not be used.
 */
export async function unpackZip(
  zip: { readonly files: Files; readonly path: string },
  into: Files,
  { where, limits = LIMITS }: UnpackOptions,
): Promise<void> {
  const [present] = await into.match(['**']);
  if (present !== undefined) throw refused(where, 'an empty folder to unpack into', `one with ${present}`);
  const archive = await openArchive(join(zip.files.root, zip.path), where);
  try {
    for (const entry of await checkedEntries(archive, where, limits))
      await writeEntry(archive, entry, { into, where });
  } finally {
    archive.close();
  }
}

async function openArchive(zip: string, where: string): Promise<ZipFile> {
  const { openPromise } = await import('yauzl');
  try {
    // Names are checked below as they are written, not as yauzl would correct them.
    return await openPromise(zip, { autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw refused(where, 'a zip archive', String(cause));
  }
}

/** The files among the entries. All are checked by what the directory claims before the first byte is written. */
async function checkedEntries(
  archive: ZipFile,
  where: string,
  limits: UnpackLimits,
): Promise<readonly Entry[]> {
  const names = new Set<string>();
  const files: Entry[] = [];
  let totalBytes = 0;
  for (const entry of await readEntries(archive, where, limits)) {
    checkName(entry, names, where);
    if (isFolder(entry, where)) continue;
    totalBytes += entry.uncompressedSize;
    checkSize(entry, totalBytes, { where, limits });
    files.push(entry);
  }
  return files;
}

async function readEntries(
  archive: ZipFile,
  where: string,
  { maxFiles }: UnpackLimits,
): Promise<readonly Entry[]> {
  if (archive.entryCount > maxFiles)
    throw refused(where, `at most ${maxFiles} files`, String(archive.entryCount));
  const entries: Entry[] = [];
  try {
    for await (const entry of archive.eachEntry()) entries.push(entry);
  } catch (cause) {
    throw refused(where, 'a valid zip directory', String(cause));
  }
  return entries;
}

function checkName(entry: Entry, names: Set<string>, where: string): void {
  const name = entry.fileName.replace(/\/$/, '');
  // eslint-disable-next-line no-control-regex -- the expression is there to find control characters
  if (!isContainedPath(name) || name.length > 1024 || /[\u0000-\u001f\u007f]/.test(name)) {
    throw refused(where, 'relative names that stay inside the folder', JSON.stringify(entry.fileName));
  }
  // Two names that differ in case only are one file on some systems.
  const folded = name.normalize('NFC').toLowerCase();
  if (names.has(folded)) throw refused(where, 'every name once', JSON.stringify(entry.fileName));
  names.add(folded);
}

/** @throws DataError for what is neither a regular file nor a folder: a link, a device, a pipe. */
function isFolder(entry: Entry, where: string): boolean {
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  const isNamedAsFolder = entry.fileName.endsWith('/');
  if (type === 0 || type === (isNamedAsFolder ? FOLDER : REGULAR_FILE)) return isNamedAsFolder;
  throw refused(where, 'regular files only', `${JSON.stringify(entry.fileName)}, a link or a special file`);
}

function checkSize(
  entry: Entry,
  totalBytes: number,
  { where, limits }: { where: string; limits: UnpackLimits },
): void {
  const { fileName, uncompressedSize, compressedSize } = entry;
  if (entry.isEncrypted()) throw refused(where, 'no encrypted files', JSON.stringify(fileName));
  if (totalBytes > limits.maxTotalBytes)
    throw refused(where, `at most ${limits.maxTotalBytes} bytes`, 'more');
  const isLarge = uncompressedSize > limits.ratioFromBytes;
  if (isLarge && uncompressedSize > compressedSize * limits.maxRatio) {
    throw refused(where, `a ratio of at most ${limits.maxRatio}`, `${JSON.stringify(fileName)} with more`);
  }
}

async function writeEntry(archive: ZipFile, entry: Entry, { into, where }: Target): Promise<void> {
  const { fileName } = entry;
  try {
    await into.writeFrom(fileName, readEntry(archive, entry));
  } catch (cause) {
    if (cause instanceof WrongChecksum)
      throw refused(where, `the CRC-32 of ${JSON.stringify(fileName)}`, 'another one');
    throw refused(where, `the bytes of ${JSON.stringify(fileName)}`, String(cause));
  }
}

class WrongChecksum extends Error {}

/** The bytes of a file. yauzl throws for more or fewer of them than the directory claims. */
async function* readEntry(archive: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  // Opened with the first read: a stream that fails before it is read would end the process.
  for await (const chunk of (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum !== entry.crc32) throw new WrongChecksum();
}

function refused(where: string, expected: string, got: string): DataError {
  return new DataError('FILES_INVALID', `${where}: expected ${expected}, got ${got}`, {
    hint: 'the archive was not written by Model Steward, or it is damaged: run the job that uploads it again',
  });
}
