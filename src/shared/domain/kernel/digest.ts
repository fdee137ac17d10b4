/**
 * Digests that anybody can check with coreutils: `sha256sum -c SHA256SUMS && sha256sum SHA256SUMS`.
 * Pure: `createHash` is the one thing of node:crypto that the domain may use.
 */
import { createHash } from 'node:crypto';
import { compareBytes } from './byte-order.ts';
import { DataError } from './errors.ts';
import { canonicalJson } from './canonical-json.ts';

export interface FileDigest {
  /** Relative, with `/` between the parts. */
  readonly path: string;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

export interface FileRecord extends FileDigest {
  readonly sizeBytes: number;
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export type ContentDigest = Pick<FileRecord, 'sha256' | 'sizeBytes'>;

/** Digest and size of content that arrives in chunks. */
export interface RunningDigest {
  update(chunk: Uint8Array): void;
  /** To be called once, after the last chunk. */
  finish(): ContentDigest;
}

export function createRunningDigest(): RunningDigest {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  return {
    update: (chunk) => {
      hash.update(chunk);
      sizeBytes += chunk.length;
    },
    finish: () => ({ sha256: hash.digest('hex'), sizeBytes }),
  };
}

/** Keeps one chunk in memory at a time. */
export async function digestStream(chunks: AsyncIterable<Uint8Array>): Promise<ContentDigest> {
  const digest = createRunningDigest();
  for await (const chunk of chunks) digest.update(chunk);
  return digest.finish();
}

/** The digest of a document: SHA-256 of its canonical form. */
export function documentDigest(document: unknown): string {
  return sha256(canonicalJson(document));
}

/** The text of a `SHA256SUMS` file: sorted by path bytewise, LF. @throws DataError for names that it cannot hold. */
export function sha256Sums(files: readonly FileDigest[]): string {
  const sorted = [...files].sort((left, right) => compareBytes(left.path, right.path));
  return sorted.map((file) => `${file.sha256}  ${listedPath(file.path)}\n`).join('');
}

/** The digest of a set of files (a model, a data set): SHA-256 of its `SHA256SUMS` text. */
export function setDigest(files: readonly FileDigest[]): string {
  return sha256(sha256Sums(files));
}

function listedPath(path: string): string {
  // coreutils escapes these, and then the text is no longer one plain line a file.
  if (!/[\\\n\r]/.test(path) && path !== '') return path;
  throw new DataError(
    'FILES_INVALID',
    `file name ${JSON.stringify(path)}: expected no backslash and no line break in it`,
    { hint: 'rename the file' },
  );
}
