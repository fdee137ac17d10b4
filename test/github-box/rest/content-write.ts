/** `PUT /contents/{path}`: one file, one commit, moved onto the branch only from where it was read. */
import { type Commit, readCommit, writeBlob, writeCommit } from '../git/objects.ts';
import { createRef, moveRef, readRef } from '../git/refs.ts';
import { writeTree } from '../git/tree.ts';
import { type Call, param } from '../http/call.ts';
import { refuse, type Reply, unprocessable } from '../http/reply.ts';
import { checkCreation } from '../state/rules.ts';
import { viewGitCommit } from '../view/commit.ts';
import { viewContentEntry } from './content-view.ts';
import { signatureOf } from './git-objects.ts';
import { syncPulls } from './pull-sync.ts';

interface Person {
  readonly name: string;
  readonly email: string;
  readonly date?: string;
}

interface ContentBody {
  readonly message: string;
  /** Base64. */
  readonly content: string;
  /** Object name of the file that is replaced. */
  readonly sha?: string;
  readonly branch?: string;
  readonly author?: Person;
  readonly committer?: Person;
}

export async function putContent(call: Call): Promise<Reply> {
  const { git, defaultBranch } = call.repository;
  const path = param(call, 'path');
  const body = call.body as ContentBody;
  const branch = body.branch ?? defaultBranch;
  const parent = await readCommit(git, `refs/heads/${branch}`);
  if (parent === undefined && branch !== defaultBranch) throw refuse(404, `Branch ${branch} not found`);
  const isNew = await checkReplaced(call, { path, parent, sha: body.sha });
  const bytes = Buffer.from(body.content, 'base64');
  const blob = await writeBlob(git, bytes);
  const commit = await commitFile(call, { path, blob, parent, body });
  await moveBranch(call, { name: `refs/heads/${branch}`, parent, commit });
  const entry = { path, mode: '100644', type: 'blob', sha: blob, size: bytes.length } as const;
  return {
    status: isNew ? 201 : 200,
    body: {
      content: viewContentEntry(call.world, call.repository, { entry, ref: branch }),
      commit: viewGitCommit(call.world, call.repository, commit),
    },
  };
}

/** @returns whether the file is new. @throws Refusal 422 without its object name, 409 with a wrong one. */
async function checkReplaced(
  call: Call,
  file: { readonly path: string; readonly parent: Commit | undefined; readonly sha: string | undefined },
): Promise<boolean> {
  const { path, parent, sha } = file;
  const before =
    parent === undefined ? undefined : await call.repository.git.objects.read(`${parent.sha}:${path}`);
  if (before !== undefined && sha === undefined) {
    throw unprocessable(`Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (before?.sha !== sha) throw refuse(409, `${path} does not match ${sha ?? ''}`);
  return before === undefined;
}

async function commitFile(
  call: Call,
  file: {
    readonly path: string;
    readonly blob: string;
    readonly parent: Commit | undefined;
    readonly body: ContentBody;
  },
): Promise<Commit> {
  const { git } = call.repository;
  const { path, blob, parent, body } = file;
  const committer = signatureOf(call, body.committer);
  const commit = {
    tree: await writeTree(git, parent?.tree, [{ path, mode: '100644', sha: blob }]),
    parents: parent === undefined ? [] : [parent.sha],
    author: body.author === undefined ? committer : signatureOf(call, body.author),
    committer,
    message: body.message,
  };
  return { ...commit, sha: await writeCommit(git, commit) };
}

async function moveBranch(
  call: Call,
  move: { readonly name: string; readonly parent: Commit | undefined; readonly commit: Commit },
): Promise<void> {
  const { git } = call.repository;
  const { name, parent, commit } = move;
  if (parent === undefined) checkCreation(call.repository, name);
  const moved =
    parent === undefined
      ? await createRef(git, name, commit.sha)
      : await moveRef(git, name, { from: parent.sha, to: commit.sha });
  if (!moved) {
    const tip = await readRef(git, name);
    throw refuse(409, `${name} is at ${tip?.sha ?? 'no commit'} but expected ${parent?.sha ?? 'none'}`);
  }
  await syncPulls(call.world, call.repository);
}
