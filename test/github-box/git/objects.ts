/** Git objects as values: parsing what `cat-file` gives and writing new ones through git itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoDate } from '../clock.ts';
import { gitText, runGit } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import type { GitObject, ObjectType } from './object-reader.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** RFC 3339. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface Tag {
  readonly sha: string;
  readonly name: string;
  readonly object: string;
  readonly type: ObjectType;
  readonly tagger: Signature;
  readonly message: string;
}

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size?: number;
}

/** `sha` undefined removes the path. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | undefined;
}

/** A commit by any revision that leads to one. */
export async function readCommit(git: GitDirectory, revision: string): Promise<Commit | undefined> {
  const object = await git.objects.read(`${revision}^{commit}`);
  return object === undefined ? undefined : parseCommit(object);
}

export async function readTag(git: GitDirectory, sha: string): Promise<Tag | undefined> {
  const object = await git.objects.read(sha);
  if (object?.type !== 'tag') return undefined;
  const { headers, message } = splitHeaders(object);
  return {
    sha: object.sha,
    name: headers.get('tag')?.[0] ?? '',
    object: headers.get('object')?.[0] ?? '',
    type: (headers.get('type')?.[0] ?? 'commit') as ObjectType,
    tagger: parseSignature(headers.get('tagger')?.[0] ?? ''),
    message,
  };
}

/** @param recursive descends, as `GET /git/trees/…?recursive=1` does. */
export async function readTree(
  git: GitDirectory,
  sha: string,
  recursive = false,
): Promise<readonly TreeEntry[]> {
  const text = await runGit(git.path, ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha]);
  return text
    .toString()
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [meta = '', path = ''] = line.split('\t', 2);
      const [mode = '', type, entrySha = '', size] = meta.split(/ +/);
      const entry = { path, mode, type: type as TreeEntry['type'], sha: entrySha };
      return size === '-' ? entry : { ...entry, size: Number(size) };
    });
}

export function writeBlob(git: GitDirectory, content: string | Buffer): Promise<string> {
  return gitText(git.path, ['hash-object', '-w', '--stdin'], { input: content });
}

/** @throws GitError when a name does not exist or has the wrong type. */
export function writeCommit(git: GitDirectory, commit: Omit<Commit, 'sha'>): Promise<string> {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  const input = `${lines.join('\n')}\n\n${commit.message}`;
  return gitText(git.path, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input });
}

/** `mktag` refuses a tag of a missing object, and one of the wrong type. */
export function writeTag(git: GitDirectory, tag: Omit<Tag, 'sha'>): Promise<string> {
  const input = [
    `object ${tag.object}`,
    `type ${tag.type}`,
    `tag ${tag.name}`,
    `tagger ${formatSignature(tag.tagger)}`,
    '',
    tag.message.endsWith('\n') ? tag.message : `${tag.message}\n`,
  ].join('\n');
  return gitText(git.path, ['mktag'], { input });
}

/** A tree from `base` (undefined: empty) and changes, through an index of its own. */
export async function writeTree(
  git: GitDirectory,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'github-box-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    if (base !== undefined) await runGit(git.path, ['read-tree', base], { env });
    const files = changes.filter((change) => change.mode !== '040000');
    const input = files.map(formatIndexLine).join('');
    await runGit(git.path, ['update-index', '-z', '--index-info'], { input, env });
    for (const { path, sha } of changes.filter((change) => change.mode === '040000')) {
      await runGit(git.path, ['rm', '-r', '--cached', '-q', '--ignore-unmatch', '--', path], { env });
      if (sha !== undefined) await runGit(git.path, ['read-tree', `--prefix=${path}/`, sha], { env });
    }
    return await gitText(git.path, ['write-tree'], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function formatIndexLine({ path, mode, sha }: TreeChange): string {
  return sha === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${sha}\t${path}\0`;
}

function parseCommit(object: GitObject): Commit {
  const { headers, message } = splitHeaders(object);
  return {
    sha: object.sha,
    tree: headers.get('tree')?.[0] ?? '',
    parents: headers.get('parent') ?? [],
    author: parseSignature(headers.get('author')?.[0] ?? ''),
    committer: parseSignature(headers.get('committer')?.[0] ?? ''),
    message,
  };
}

function splitHeaders(object: GitObject): { headers: Map<string, string[]>; message: string } {
  const text = object.content.toString();
  const end = text.indexOf('\n\n');
  const headers = new Map<string, string[]>();
  for (const line of (end < 0 ? text : text.slice(0, end)).split('\n')) {
    const space = line.indexOf(' ');
    // A line that starts with a space continues a signature, which nobody here reads.
    if (space <= 0) continue;
    const name = line.slice(0, space);
    headers.set(name, [...(headers.get(name) ?? []), line.slice(space + 1)]);
  }
  return { headers, message: end < 0 ? '' : text.slice(end + 2).replace(/\n$/, '') };
}

function parseSignature(text: string): Signature {
  const match = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(text);
  return {
    name: match?.[1] ?? '',
    email: match?.[2] ?? '',
    date: isoDate(new Date(Number(match?.[3] ?? 0) * 1000)),
  };
}

function formatSignature({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(new Date(date).getTime() / 1000)} +0000`;
}
