/** Commits, tags and blobs as values: parsing what was read, and the bytes of new ones. */
import { isoDate } from '../clock.ts';
import { GitError } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import { FULL_NAME, type GitObject, type ObjectType } from './loose-objects.ts';

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

export async function writeBlob(git: GitDirectory, content: string | Buffer): Promise<string> {
  return git.objects.write('blob', typeof content === 'string' ? Buffer.from(content) : content);
}

/** @throws GitError when the tree or a parent does not exist or has the wrong type. */
export async function writeCommit(git: GitDirectory, commit: Omit<Commit, 'sha'>): Promise<string> {
  await requireObject(git, commit.tree, 'tree');
  for (const parent of commit.parents) await requireObject(git, parent, 'commit');
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  return git.objects.write('commit', Buffer.from(`${lines.join('\n')}\n\n${commit.message}`));
}

/** @throws GitError for a tag of a missing object, and one of the wrong type. */
export async function writeTag(git: GitDirectory, tag: Omit<Tag, 'sha'>): Promise<string> {
  await requireObject(git, tag.object, tag.type);
  const lines = [
    `object ${tag.object}`,
    `type ${tag.type}`,
    `tag ${tag.name}`,
    `tagger ${formatSignature(tag.tagger)}`,
    '',
    tag.message.endsWith('\n') ? tag.message : `${tag.message}\n`,
  ];
  return git.objects.write('tag', Buffer.from(lines.join('\n')));
}

async function requireObject(git: GitDirectory, sha: string, type: ObjectType): Promise<void> {
  if (FULL_NAME.test(sha) && (await git.objects.read(sha))?.type === type) return;
  throw new GitError(['hash-object'], `expected ${sha} to be a ${type}`);
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
    // A line that starts with a space continues a signature, which is not read here.
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
