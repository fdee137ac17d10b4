/**
 * Unpacks an untrusted zip archive: regular files only, into an empty folder, with limits for the number of
 * files and for all their bytes. No byte of the archive belongs to two entries, so what it holds is bounded by its
 * size. The bytes of each file are verified against its CRC-32 before the file appears. One bad entry refuses the
 * archive.
 */
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { DataError } from '../../../domain/kernel/errors.ts';
import {
  archiveLimits,
  foldedName,
  hasControlCharacter,
  maxUnpackedBytes,
  type ArchiveLimits,
} from '../../../domain/kernel/archive-limits.ts';
import { isContainedPath } from '../../../domain/kernel/repository-path.ts';
import type { Files } from '../../../ports/workspace.ts';

interface UnpackOptions {
  /** Names the archive in messages. */
  readonly where: string;
  readonly limits?: ArchiveLimits;
}

interface Target {
  readonly into: Files;
  readonly where: string;
}

/** What stands before the bytes of an entry, besides its name (PKWARE APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;

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
  { where, limits = archiveLimits }: UnpackOptions,
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
  limits: ArchiveLimits,
): Promise<readonly Entry[]> {
  const entries = await readEntries(archive, where, limits);
  checkOverlap(entries, where);
  const names = new Set<string>();
  for (const entry of entries) checkName(entry, names, where);
  const files = entries.filter((entry) => !isFolder(entry, where));
  checkSizes(files, { where, limits });
  return files;
}

async function readEntries(
  archive: ZipFile,
  where: string,
  { maxFiles }: ArchiveLimits,
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
  if (!isContainedPath(name) || name.length > 1024 || hasControlCharacter(name)) {
    throw refused(where, 'relative names that stay inside the folder', JSON.stringify(entry.fileName));
  }
  // Two names that differ in case only are one file on some systems.
  const folded = foldedName(name);
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

/** @throws DataError when two entries share bytes: a few of them would then unpack to any size. */
function checkOverlap(entries: readonly Entry[], where: string): void {
  const inOrder = entries.toSorted(
    (left, right) => left.relativeOffsetOfLocalHeader - right.relativeOffsetOfLocalHeader,
  );
  let end = 0;
  for (const { fileName, fileNameLength, relativeOffsetOfLocalHeader: start, compressedSize } of inOrder) {
    if (start < end) throw refused(where, 'bytes of its own for every file', JSON.stringify(fileName));
    end = start + LOCAL_HEADER_BYTES + fileNameLength + compressedSize;
  }
}

function checkSizes(
  files: readonly Entry[],
  { where, limits }: { readonly where: string; readonly limits: ArchiveLimits },
): void {
  const encrypted = files.find((entry) => entry.isEncrypted());
  if (encrypted !== undefined) throw refused(where, 'no encrypted files', JSON.stringify(encrypted.fileName));
  const packedBytes = files.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  const bytes = files.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  const maxBytes = maxUnpackedBytes(packedBytes, limits);
  if (bytes > maxBytes) throw refused(where, `at most ${maxBytes} bytes when unpacked`, String(bytes));
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
