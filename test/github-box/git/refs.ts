/**
 * Refs of a repository, as the files that git keeps them in: `git http-backend` changes them too, so every change
 * takes git's own lock and says what it expects. Two writers can never both win.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GitError } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import { FULL_NAME, type ObjectType } from './loose-objects.ts';

export interface Ref {
  /** Full name, such as `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
  readonly type: ObjectType;
}

export async function readRef(git: GitDirectory, name: string): Promise<Ref | undefined> {
  const sha = name.startsWith('refs/') && isRefName(name) ? readSha(git, name) : undefined;
  return sha === undefined ? undefined : await describeRef(git, name, sha);
}

/** All refs whose name starts with `prefix`, in the order of their names. @param until leaves out what `markCreated` dated later. */
export async function listRefs(git: GitDirectory, prefix: string, until?: Date): Promise<readonly Ref[]> {
  const isListed = (name: string): boolean =>
    name.startsWith(prefix) && (until === undefined || (git.createdAt.get(name) ?? until) <= until);
  const loose = listLoose(git).filter(isListed);
  const shas = new Map([...git.packedRefs].filter(([name]) => isListed(name)));
  for (const name of loose) {
    const sha = readSha(git, name);
    if (sha !== undefined) shas.set(name, sha);
  }
  const names = [...shas.keys()].sort((left, right) => (left < right ? -1 : 1));
  const refs = await Promise.all(names.map((name) => describeRef(git, name, shas.get(name) ?? '')));
  return refs.filter((ref) => ref !== undefined);
}

async function describeRef(git: GitDirectory, name: string, sha: string): Promise<Ref | undefined> {
  const object = await git.objects.read(sha);
  return object === undefined ? undefined : { name, sha, type: object.type };
}

/** Names of the refs that have a file of their own. */
function listLoose(git: GitDirectory): readonly string[] {
  return readdirSync(join(git.path, 'refs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.lock'))
    .map((entry) => join(entry.parentPath, entry.name).slice(git.path.length + 1));
}

/** A file of its own is newer than what was packed. */
function readSha(git: GitDirectory, name: string): string | undefined {
  try {
    const sha = readFileSync(join(git.path, name), 'utf8').trim();
    return FULL_NAME.test(sha) ? sha : undefined;
  } catch {
    return git.packedRefs.get(name);
  }
}

/** After `git pack-refs` was run by hand: no upkeep ever does it in a box. */
export function loadPackedRefs(git: GitDirectory): void {
  const text = readFileSync(join(git.path, 'packed-refs'), 'utf8');
  for (const [, sha = '', name = ''] of text.matchAll(/^([0-9a-f]{40}) (.+)$/gm))
    git.packedRefs.set(name, sha);
}

/** git does not say when a ref was made; a list that lags behind has to know. */
export function markCreated(git: GitDirectory, name: string, at: Date): void {
  git.createdAt.set(name, at);
}

/** False when the ref exists already: exactly one of two racing calls gets true. */
export async function createRef(git: GitDirectory, name: string, sha: string): Promise<boolean> {
  return changeRef(git, name, { sha, expected: undefined });
}

/** False when the ref no longer is at `from`. */
export async function moveRef(
  git: GitDirectory,
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<boolean> {
  return changeRef(git, name, { sha: to, expected: from });
}

/** For refs that the platform itself keeps, such as `refs/pull/1/head`. */
export async function forceRef(git: GitDirectory, name: string, sha: string): Promise<void> {
  if (!changeRef(git, name, { sha, expected: readSha(git, name) })) {
    throw new GitError(['update-ref', name, sha], 'the ref is locked, or another name is in its way');
  }
}

export async function deleteRef(git: GitDirectory, name: string): Promise<void> {
  if (git.packedRefs.has(name))
    throw new GitError(['update-ref', '-d', name], 'the box deletes no packed ref');
  rmSync(join(git.path, name), { force: true });
}

/** Nothing waits between the lock and its end, so nothing in this process sees one. */
function changeRef(
  git: GitDirectory,
  name: string,
  { sha, expected }: { readonly sha: string; readonly expected: string | undefined },
): boolean {
  const path = join(git.path, name);
  const lock = `${path}.lock`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(lock, `${sha}\n`, { flag: 'wx' });
  } catch {
    // Locked, or a part of the name is a ref.
    return false;
  }
  try {
    if (readSha(git, name) !== expected) return false;
    renameSync(lock, path);
    return true;
  } catch {
    // The name is the beginning of another ref's.
    return false;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The rules of `git check-ref-format`. */
export function isRefName(name: string): boolean {
  const parts = name.split('/');
  return (
    parts.length > 1 &&
    parts.every((part) => part !== '' && !part.startsWith('.') && !part.endsWith('.lock')) &&
    // oxlint-disable-next-line no-control-regex -- git's rule names them
    !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\.$/.test(name)
  );
}
