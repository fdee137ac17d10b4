/**
 * Objects that lie in files of their own, read and written without a process: starting one is the slowest thing that a
 * box does. What lies in packs, which only a large push makes, is left to git.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly sha: string;
  readonly type: ObjectType;
  readonly content: Buffer;
}

export const FULL_NAME = /^[0-9a-f]{40}$/;

/** The bytes of an object, and their digest, which is its name. */
export function nameObject(
  type: ObjectType,
  content: Buffer,
): { readonly sha: string; readonly bytes: Buffer } {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  return { sha: createHash('sha1').update(bytes).digest('hex'), bytes };
}

export function writeLooseObject(directory: string, sha: string, bytes: Buffer): void {
  const path = pathOf(directory, sha);
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  // git may read at any time: the file gets its name when it is whole.
  const draft = `${path}.draft`;
  writeFileSync(draft, deflateSync(bytes, { level: 1 }));
  renameSync(draft, path);
}

/** Undefined when there is no such file: the object may lie in a pack. */
export function readLooseObject(directory: string, sha: string): GitObject | undefined {
  const path = pathOf(directory, sha);
  if (!existsSync(path)) return undefined;
  const bytes = inflateSync(readFileSync(path));
  const end = bytes.indexOf(0);
  const [, type] = /^(commit|tree|blob|tag) \d+$/.exec(bytes.subarray(0, end).toString()) ?? [];
  return type === undefined ? undefined : { sha, type: type as ObjectType, content: bytes.subarray(end + 1) };
}

/** Whether every object and ref of the repository is a file of its own: what is in none does not exist. */
export function hasOnlyLooseFiles(directory: string): boolean {
  const packs = readdirSync(join(directory, 'objects', 'pack'));
  const others = ['packed-refs', 'objects/info/alternates'].map((path) => join(directory, path));
  return packs.length === 0 && !others.some(existsSync);
}

/** Another repository on the same disk has these objects too. */
export function linkLooseObjects(from: string, to: string): void {
  const folders = readdirSync(join(from, 'objects')).filter((name) => /^[0-9a-f]{2}$/.test(name));
  for (const folder of folders) {
    mkdirSync(join(to, 'objects', folder), { recursive: true });
    for (const name of readdirSync(join(from, 'objects', folder)))
      linkSync(join(from, 'objects', folder, name), join(to, 'objects', folder, name));
  }
}

function pathOf(directory: string, sha: string): string {
  return join(directory, 'objects', sha.slice(0, 2), sha.slice(2));
}
