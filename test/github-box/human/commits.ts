/** What a person does with git: commit files to a branch, tag, fork a repository. */
import { isoDate } from '../clock.ts';
import { gitText } from '../git/command.ts';
import { readCommit, type Signature, writeBlob, writeCommit, writeTag } from '../git/objects.ts';
import { hasOnlyLooseFiles, linkLooseObjects } from '../git/loose-objects.ts';
import { createRef, forceRef, listRefs, readRef } from '../git/refs.ts';
import { writeTree } from '../git/tree.ts';
import { syncPulls } from '../rest/pull-sync.ts';
import { emailOf } from '../state/accounts.ts';
import { createRepository } from '../state/create-repository.ts';
import type { Repository } from '../state/repository.ts';
import { writeRules } from '../state/rules.ts';
import type { World } from '../state/world.ts';

/** Path → content; null removes the file. */
export type Files = Readonly<Record<string, string | Buffer | null>>;

export interface PushOptions {
  /** `owner/name`. */
  readonly repository: string;
  readonly files: Files;
  /** The default branch by default; made from `from` when it does not exist. */
  readonly branch?: string;
  /** Where a new branch starts: a branch or commit, else the default branch. */
  readonly from?: string;
  readonly message?: string;
  /** Login of who pushes; the owner by default. */
  readonly author?: string;
  /** Whom the commit names as its author and committer, which anybody can write; who pushes it by default. */
  readonly signedAs?: string;
  /** Paths that are programs. */
  readonly executable?: readonly string[];
}

export interface Push {
  readonly sha: string;
  /** Zeros for a new branch. */
  readonly before: string;
  readonly branch: string;
}

export async function pushFiles(world: World, options: PushOptions): Promise<Push> {
  const repository = requireRepository(world, options.repository);
  const { git } = repository;
  const branch = options.branch ?? repository.defaultBranch;
  const before = await readRef(git, `refs/heads/${branch}`);
  const parent = before?.sha ?? (await startOf(repository, options.from));
  const base = parent === undefined ? undefined : await readCommit(git, parent);
  const changes = await Promise.all(
    Object.entries(options.files).map(async ([path, content]) => ({
      path,
      mode: options.executable?.includes(path) === true ? '100755' : '100644',
      sha: content === null ? undefined : await writeBlob(git, content),
    })),
  );
  world.clock.tick();
  const actor = options.author ?? repository.owner.login;
  const signature = signatureFor(world, options.signedAs ?? actor);
  const sha = await writeCommit(git, {
    tree: await writeTree(git, base?.tree, changes),
    parents: parent === undefined ? [] : [parent],
    author: signature,
    committer: signature,
    message: options.message ?? `Change ${Object.keys(options.files).join(', ')}`,
  });
  await forceRef(git, `refs/heads/${branch}`, sha);
  repository.pushedAt = world.clock.now();
  repository.activities.push({
    ...{ id: repository.activities.length + 1, ref: `refs/heads/${branch}`, actor },
    ...{ before: before?.sha ?? NO_COMMIT, after: sha, at: isoDate(world.clock.now()) },
    type: before === undefined ? 'branch_creation' : 'push',
  });
  await world.serialize(() => syncPulls(world, repository));
  return { sha, before: before?.sha ?? NO_COMMIT, branch };
}

const NO_COMMIT = '0'.repeat(40);

async function startOf(repository: Repository, from: string | undefined): Promise<string | undefined> {
  const name = from ?? repository.defaultBranch;
  const branch = await readCommit(repository.git, `refs/heads/${name}`);
  const commit = branch ?? (from === undefined ? undefined : await readCommit(repository.git, from));
  if (commit === undefined && from !== undefined) {
    throw new RangeError(`pushFiles: expected "from" to name a branch or commit, got ${from}`);
  }
  return commit?.sha;
}

/** An annotated tag, dated by the box. */
export async function pushTag(
  world: World,
  options: {
    readonly repository: string;
    readonly tag: string;
    readonly sha: string;
    readonly message?: string;
    readonly author?: string;
  },
): Promise<string> {
  const repository = requireRepository(world, options.repository);
  world.clock.tick();
  const sha = await writeTag(repository.git, {
    name: options.tag,
    object: options.sha,
    type: 'commit',
    tagger: signatureFor(world, options.author ?? repository.owner.login),
    message: options.message ?? options.tag,
  });
  if (!(await createRef(repository.git, `refs/tags/${options.tag}`, sha))) {
    throw new RangeError(`pushTag: expected a new tag, got ${options.tag}, which exists`);
  }
  return sha;
}

/** A copy under another owner, with every branch and tag. */
export async function forkRepository(
  world: World,
  options: { readonly repository: string; readonly owner: string },
): Promise<Repository> {
  const parent = requireRepository(world, options.repository);
  const fork = await createRepository(
    world,
    {
      owner: options.owner,
      ownerType: 'User',
      name: parent.name,
      private: parent.private,
      defaultBranch: parent.defaultBranch,
    },
    parent,
  );
  await copyBranches(parent, fork);
  await writeRules(fork);
  return fork;
}

/** Objects never change, so both repositories have the same files. A parent with packs, which only git reads, is fetched. */
async function copyBranches(parent: Repository, fork: Repository): Promise<void> {
  const patterns = ['refs/heads/', 'refs/tags/'];
  if (!hasOnlyLooseFiles(parent.git.path)) {
    const refs = patterns.map((pattern) => `+${pattern}*:${pattern}*`);
    await gitText(fork.git.path, ['fetch', '--quiet', parent.git.path, ...refs]);
    return;
  }
  linkLooseObjects(parent.git.path, fork.git.path);
  for (const pattern of patterns)
    for (const { name, sha } of await listRefs(parent.git, pattern)) await forceRef(fork.git, name, sha);
}

export function requireRepository(world: World, fullName: string): Repository {
  const repository = world.findRepository(fullName);
  if (repository === undefined)
    throw new RangeError(`box: expected a repository of the box, got ${fullName}`);
  return repository;
}

export function signatureFor(world: World, login: string): Signature {
  const account = world.accounts.get(login);
  return { name: account.login, email: emailOf(account), date: isoDate(world.clock.now()) };
}
