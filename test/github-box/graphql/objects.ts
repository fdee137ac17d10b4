/** Git objects and refs as GraphQL shows them; a field is a function where it costs a look into the repository. */
import { type GitDirectory } from '../git/git-directory.ts';
import { diffFiles, listCommits, readCommits } from '../git/history.ts';
import { type Commit, readCommit, readTag, type Signature, type Tag } from '../git/objects.ts';
import type { Ref } from '../git/refs.ts';
import { readTree } from '../git/tree.ts';
import { type Json, nodeId } from '../view/links.ts';
import { type PageArguments, takeConnection } from './connection.ts';

/** @returns null for an object that is not there. */
export async function viewObject(git: GitDirectory, sha: string): Promise<Json | null> {
  const object = await git.objects.read(sha);
  if (object === undefined) return null;
  const common = { oid: object.sha, abbreviatedOid: object.sha.slice(0, 7) };
  switch (object.type) {
    case 'commit':
      return { __typename: 'Commit', ...common, ...viewCommit(git, await readCommit(git, sha)) };
    case 'tag':
      return { __typename: 'Tag', ...common, ...viewTag(git, await readTag(git, sha)) };
    case 'tree':
      return { __typename: 'Tree', id: nodeId('Tree', sha), ...common };
    case 'blob':
      return { __typename: 'Blob', id: nodeId('Blob', sha), ...common, ...viewBlob(object.content) };
  }
}

async function modeOf(git: GitDirectory, tree: string, path: string): Promise<number | null> {
  const [first, ...below] = path.split('/');
  const entry = (await readTree(git, tree)).find((other) => other.path === first);
  if (entry === undefined) return null;
  return below.length === 0 ? Number.parseInt(entry.mode, 8) : await modeOf(git, entry.sha, below.join('/'));
}

/** Longer texts are cut; GitHub does not document where. */
const MAX_TEXT_BYTES = 512_000;

/** Bytes that are no text have null instead of one. */
function viewBlob(content: Buffer): Json {
  const isBinary = content.includes(0);
  const isTruncated = content.length > MAX_TEXT_BYTES;
  const text = isBinary ? null : content.subarray(0, MAX_TEXT_BYTES).toString();
  return { byteSize: content.length, isBinary, isTruncated, text };
}

function viewCommit(git: GitDirectory, commit: Commit | undefined): Json {
  if (commit === undefined) return {};
  return {
    id: nodeId('Commit', commit.sha),
    message: commit.message,
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    tree: () => viewObject(git, commit.tree),
    deletions: () => countDeletions(git, commit),
    history: (page: PageArguments) => viewHistory(git, commit, page),
    file: async ({ path }: { path: string }) => {
      const object = await git.objects.read(`${commit.sha}:${path}`);
      if (object === undefined) return null;
      const { sha, type } = object;
      return {
        ...{ __typename: 'TreeEntry', path, type },
        mode: () => modeOf(git, commit.tree, path),
        object: () => viewObject(git, sha),
      };
    },
  };
}

async function viewHistory(git: GitDirectory, commit: Commit, page: PageArguments): Promise<Json> {
  const commits = await readCommits(git, await listCommits(git, [commit.sha]));
  const view = (one: Commit): Json => ({ __typename: 'Commit', oid: one.sha, ...viewCommit(git, one) });
  return takeConnection('history', commits, { page, view });
}

/** Git is asked only where a file is gone or another one: it costs a process. */
async function countDeletions(git: GitDirectory, { sha, tree, parents: [parent] }: Commit): Promise<number> {
  const before = parent === undefined ? undefined : await readCommit(git, parent);
  if (before === undefined) return 0;
  const now = new Map((await readTree(git, tree, true)).map((entry) => [entry.path, entry]));
  const files = (await readTree(git, before.tree, true)).filter(({ type }) => type === 'blob');
  if (files.every((file) => now.get(file.path)?.sha === file.sha)) return 0;
  const changes = await diffFiles(git, { before: before.sha, after: sha });
  return changes.reduce((sum, { deletions }) => sum + deletions, 0);
}

/** The message as git stores it, with the line feed at its end; REST leaves that out. */
function viewTag(git: GitDirectory, tag: Tag | undefined): Json {
  if (tag === undefined) return {};
  return {
    id: nodeId('Tag', tag.sha),
    name: tag.name,
    message: `${tag.message}\n`,
    tagger: viewActor(tag.tagger),
    target: () => viewObject(git, tag.object),
  };
}

/** A tag that old versions of git made has no tagger. */
function viewActor({ name, email, date }: Signature): Json | null {
  return name === '' && email === '' ? null : { name, email, date };
}

/** @param prefix what the ref is listed below: its name is what comes after it. */
export function viewRef(git: GitDirectory, ref: Ref, prefix: string): Json {
  return {
    __typename: 'Ref',
    id: nodeId('Ref', ref.name),
    name: ref.name.slice(prefix.length),
    prefix,
    target: () => viewObject(git, ref.sha),
  };
}
