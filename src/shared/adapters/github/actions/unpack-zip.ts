/**
 * Unpacks a zip archive that nobody trusts: regular files only, into an empty folder, under limits of count,
 * size and ratio, each checked while the bytes come and against the CRC-32. One bad entry refuses the archive.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { isContainedPath } from '../../../domain/kernel/contained-path.ts';
import { DataError } from '../../../domain/kernel/errors.ts';

export interface UnpackLimits {
  readonly maxFiles: number;
  readonly maxTotalBytes: number;
  /** Unpacked to packed size, of files above `ratioFromBytes`: deflate itself ends at 1032. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
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
 * @param into an empty folder, or one that does not exist yet.
 * @param where names the archive for messages.
 * @throws DataError FILES_INVALID; the folder may then hold a part, which the caller must not use.
 */
export async function unpackZip(zip: string, into: string, where: string, limits = LIMITS): Promise<void> {
  await mkdir(into, { recursive: true });
  if ((await readdir(into)).length > 0)
    throw refused(where, 'an empty folder to unpack into', `files in ${into}`);
  const archive = await openArchive(zip, where);
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
    // Names are judged below, as they are written and not as yauzl would mend them.
    return await openPromise(zip, { autoClose: false, strictFileNames: true });
  } catch (cause) {
    throw refused(where, 'a zip archive', String(cause));
  }
}

/** The files among the entries, all judged by what the directory claims before the first byte is written. */
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
    throw refused(where, 'a sound zip directory', String(cause));
  }
  return entries;
}

function checkName(entry: Entry, names: Set<string>, where: string): void {
  const name = entry.fileName.replace(/\/$/, '');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
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

async function writeEntry(
  archive: ZipFile,
  entry: Entry,
  { into, where }: { readonly into: string; readonly where: string },
): Promise<void> {
  const path = join(into, entry.fileName);
  let crc = 0;
  const checksum = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      crc = crc32(chunk, crc);
      done(null, chunk);
    },
  });
  try {
    await mkdir(dirname(path), { recursive: true });
    // yauzl itself fails on more or fewer bytes than the directory claims.
    const source = await archive.openReadStreamPromise(entry);
    await pipeline(source, checksum, createWriteStream(path, { flags: 'wx' }));
  } catch (cause) {
    throw refused(where, `the bytes of ${JSON.stringify(entry.fileName)}`, String(cause));
  }
  if (crc !== entry.crc32)
    throw refused(where, `the CRC-32 of ${JSON.stringify(entry.fileName)}`, 'another one');
}

function refused(where: string, expected: string, got: string): DataError {
  return new DataError('FILES_INVALID', `${where}: expected ${expected}, got ${got}`, {
    hint: 'the archive was not made by Model Steward, or was damaged',
  });
}
