/**
 * The port `Files` in memory, for stories and steps that need no disk. The contract of the port is tested against
 * this and the real adapter alike (test/adapters/files/files-contract.test.ts).
 */
import { hasForeignSyntax, isContainedPath } from '../../src/shared/domain/kernel/repository-path.ts';
import { createRunningDigest, type FileRecord } from '../../src/shared/domain/kernel/digest.ts';
import { DataError } from '../../src/shared/domain/kernel/errors.ts';
import { parsePatterns } from '../../src/shared/domain/kernel/glob.ts';
import { requireByteRange } from '../../src/shared/domain/kernel/byte-range.ts';
import type { FileContent, Files, StreamOptions } from '../../src/shared/ports/workspace.ts';

const ROOT = 'memory';
const CHUNK_BYTES = 64 * 1024;

export function createMemoryFiles(initial: Readonly<Record<string, string | Uint8Array>> = {}): Files {
  const contents = new Map<string, Uint8Array>(
    Object.entries(initial).map(([path, content]) => [path, Buffer.from(content)]),
  );
  const writes = new Map<string, number>();
  const isFolder = (path: string): boolean => [...contents.keys()].some((key) => key.startsWith(`${path}/`));

  function put(path: string, content: Uint8Array): void {
    if (isFolder(path)) throw invalid(path, 'a place for a file', 'a folder');
    const isBelowFile = [...contents.keys()].some((key) => path.startsWith(`${key}/`));
    if (isBelowFile) throw invalid(path, 'a place for a file', 'a path below another file');
    contents.set(path, content);
    writes.set(path, (writes.get(path) ?? 0) + 1);
  }

  function open(path: string): FileContent {
    requireContained(path);
    if (isFolder(path)) throw invalid(path, 'a regular file', 'a folder');
    const content = contents.get(path);
    if (content === undefined) throw invalid(path, `a file in ${ROOT}`, 'none');
    return contentOf(
      content,
      () => {
        if (contents.get(path) !== content) throw invalid(path, 'the file as it was opened', 'a changed one');
      },
      String(writes.get(path) ?? 0),
    );
  }

  return {
    get root(): string {
      throw new Error('files in memory have no folder: what asks for one needs files on disk');
    },
    open: async (path) => Promise.resolve(open(path)),
    read: async (path) => {
      const { sizeBytes, slice } = open(path);
      return slice(0, sizeBytes);
    },
    exists: async (path) => {
      requireContained(path);
      return Promise.resolve(contents.has(path) || isFolder(path));
    },
    match: async (globs) => {
      const wanted = parsePatterns(globs);
      const isGit = (path: string): boolean => path.split('/').includes('.git');
      const found = [...contents.keys()].filter((path) => !isGit(path) && wanted.matches(path));
      return Promise.resolve(
        found.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
      );
    },
    write: async (path, content) => {
      requireContained(path);
      await Promise.resolve();
      put(path, Buffer.from(content));
    },
    writeFrom: async (path, chunks, verify) => {
      requireContained(path);
      const { content, record } = await collect(path, chunks);
      verify?.(record);
      put(path, content);
      return record;
    },
  };
}

/** Bytes as the content of a file. @param check throws when they must not be read any more. */
export function contentOf(
  content: string | Uint8Array,
  check = (): void => undefined,
  state = '',
): FileContent {
  const bytes = Buffer.from(content);
  const slice: FileContent['slice'] = async (start, end) => {
    await Promise.resolve();
    check();
    requireByteRange(start, end);
    return bytes.subarray(start, end);
  };
  async function* stream({ start = 0, end = Infinity }: StreamOptions = {}): AsyncGenerator<Uint8Array> {
    check();
    const limit = Math.min(bytes.length, end);
    requireByteRange(start, Math.max(start, limit));
    for (let at = start; at < limit; at += CHUNK_BYTES)
      yield await slice(at, Math.min(limit, at + CHUNK_BYTES));
  }
  return { sizeBytes: bytes.length, state, slice, stream };
}

async function collect(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly content: Uint8Array; readonly record: FileRecord }> {
  const digest = createRunningDigest();
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    digest.update(chunk);
    parts.push(chunk);
  }
  return { content: Buffer.concat(parts), record: { path, ...digest.finish() } };
}

function requireContained(path: string): void {
  if (hasForeignSyntax(path))
    throw invalid(path, 'a path with "/" between its parts and without a drive', JSON.stringify(path));
  if (!isContainedPath(path)) throw invalid(path, `a path inside ${ROOT}`, 'one that leaves it');
}

function invalid(path: string, expected: string, got: string): DataError {
  return new DataError('FILES_INVALID', `${path}: expected ${expected}, got ${got}`);
}
