/** What a revision names, from objects and refs that lie in files: `<name>`, `<name>^{<type>}` and `<name>:<path>`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FULL_NAME, type GitObject, type ObjectType } from './loose-objects.ts';

export type ReadObject = (sha: string) => GitObject | undefined;

/** Whether `findRevision` knows what this spelling means; `HEAD`, short names and others are git's to resolve. */
export function isPlainRevision(revision: string): boolean {
  return splitRevision(revision) !== undefined;
}

/** Undefined when an object, the ref or the path is in no file. @param directory holds the refs. */
export function findRevision(directory: string, read: ReadObject, revision: string): GitObject | undefined {
  const { name = '', type, path } = splitRevision(revision) ?? {};
  const sha = FULL_NAME.test(name) ? name : readRefFile(directory, name);
  const object = sha === undefined ? undefined : read(sha);
  if (object === undefined) return undefined;
  if (type !== undefined) return peel(read, object, type);
  return path === undefined ? object : descend(read, object, path.split('/'));
}

interface Revision {
  readonly name: string;
  readonly type?: ObjectType;
  readonly path?: string;
}

function splitRevision(revision: string): Revision | undefined {
  const match = /^([0-9a-f]{40}|refs(?:\/[\w.#!@+-]+)+)(?:\^\{(commit|tree|blob|tag)\}|:([^\n]+))?$/.exec(
    revision,
  );
  const [, name, type, path] = match ?? [];
  if (name === undefined || name.includes('..')) return undefined;
  if (path?.split('/').some((part) => /^\.{0,2}$/.test(part)) === true) return undefined;
  return {
    name,
    ...(type !== undefined && { type: type as ObjectType }),
    ...(path !== undefined && { path }),
  };
}

function readRefFile(directory: string, name: string): string | undefined {
  try {
    const sha = readFileSync(join(directory, name), 'utf8').trim();
    return FULL_NAME.test(sha) ? sha : undefined;
  } catch {
    return undefined;
  }
}

/** A tag leads to its object, and a commit to its tree. */
function peel(read: ReadObject, object: GitObject, type: ObjectType): GitObject | undefined {
  if (object.type === type) return object;
  const header =
    object.type === 'tag' ? 'object' : object.type === 'commit' && type === 'tree' ? 'tree' : undefined;
  if (header === undefined) return undefined;
  const [, sha = ''] = new RegExp(`^${header} ([0-9a-f]{40})\n`).exec(object.content.toString()) ?? [];
  const next = read(sha);
  return next === undefined ? undefined : peel(read, next, type);
}

function descend(
  read: ReadObject,
  object: GitObject,
  [name, ...rest]: readonly string[],
): GitObject | undefined {
  if (name === undefined) return object;
  const tree = peel(read, object, 'tree');
  const entry =
    tree === undefined ? undefined : parseTree(tree.content).find((candidate) => candidate.name === name);
  const next = entry === undefined ? undefined : read(entry.sha);
  return next === undefined ? undefined : descend(read, next, rest);
}

export interface ListedEntry {
  /** Without leading zeros, as git stores it. */
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

/** `<mode> <name>\0<20 bytes>`, again and again. */
export function parseTree(content: Buffer): readonly ListedEntry[] {
  const entries: ListedEntry[] = [];
  for (let rest = content; rest.length > 0;) {
    const end = rest.indexOf(0);
    const line = rest.subarray(0, end).toString();
    const space = line.indexOf(' ');
    const sha = rest.subarray(end + 1, end + 21).toString('hex');
    entries.push({ mode: line.slice(0, space), name: line.slice(space + 1), sha });
    rest = rest.subarray(end + 21);
  }
  return entries;
}
