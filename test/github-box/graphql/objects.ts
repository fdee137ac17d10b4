/** Git objects and refs as GraphQL shows them; a field is a function where it costs a look into the repository. */
import { type GitDirectory } from '../git/git-directory.ts';
import { type Commit, readCommit, readTag, type Signature, type Tag } from '../git/objects.ts';
import type { Ref } from '../git/refs.ts';
import { type Json, nodeId } from '../view/links.ts';

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
      return { __typename: 'Blob', id: nodeId('Blob', sha), ...common, byteSize: object.content.length };
  }
}

function viewCommit(git: GitDirectory, commit: Commit | undefined): Json {
  if (commit === undefined) return {};
  return {
    id: nodeId('Commit', commit.sha),
    message: commit.message,
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    tree: () => viewObject(git, commit.tree),
    file: async ({ path }: { path: string }) => {
      const object = await git.objects.read(`${commit.sha}:${path}`);
      return object === undefined ? null : { __typename: 'TreeEntry', path, type: object.type };
    },
  };
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
