/**
 * The user's repository in the box: a copy of its history, with the last commit, or what lies uncommitted in the
 * working tree, as a pull request. Nothing of the folder itself is changed.
 */
import { cp, lstat, mkdir, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Box } from '../github-box/box.ts';
import { defaultBranchOf, git } from './git.ts';

const HEAD_BRANCH = 'model-steward-try';
/** Of the repository in the box, and who does there what a person does. */
export const OWNER = 'you';

export interface LoadedRepository {
  /** `owner/name` in the box. */
  readonly name: string;
  readonly pull: number;
  /** Its default branch, into which the pull request is merged. */
  readonly base: string;
  /** What the pull request is made of, for people. */
  readonly source: string;
}

export interface LoadRequest {
  /** The user's folder. */
  readonly folder: string;
  /** Where the copy is made. */
  readonly scratch: string;
  /** Files that are added to the pull request: what is proposed. */
  readonly proposed: Readonly<Record<string, string>>;
  /** Whether what lies uncommitted stays out. */
  readonly isCommittedOnly?: boolean;
}

/** @throws Error for a folder that is no repository and has no files. */
export async function copyRepository({
  folder,
  scratch,
  isCommittedOnly = false,
}: Omit<LoadRequest, 'proposed'>): Promise<string> {
  const copy = join(scratch, 'copy');
  if (await isRepository(folder)) {
    await git(scratch, ['clone', '--quiet', '--no-hardlinks', folder, copy]);
    if (!isCommittedOnly) await copyUncommitted(folder, copy);
    const isShallow = (await git(copy, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
    if (isShallow) await startHistory(copy);
    return copy;
  }
  await cp(folder, copy, { recursive: true, verbatimSymlinks: true, filter: isCopied(folder) });
  await git(copy, ['init', '--quiet']);
  return copy;
}

/** Half a history cannot be pushed: all files become one commit. */
async function startHistory(copy: string): Promise<void> {
  await rm(join(copy, '.git'), { recursive: true, force: true });
  await git(copy, ['init', '--quiet']);
}

/** Opens the pull request in the box. */
export async function loadRepository(
  box: Box,
  copy: string,
  request: LoadRequest,
): Promise<LoadedRepository> {
  const name = basename(request.folder).replaceAll(/[^A-Za-z0-9._-]/g, '-') || 'repository';
  const { base, source } = await commitChanges(copy, request.proposed);
  const branch = await defaultBranchOf(request.folder);
  const repository = await box.createRepository({
    ...{ owner: OWNER, name, ownerType: 'User', defaultBranch: branch },
  });
  const refs = [`+${base}:refs/heads/${branch}`, `+HEAD:refs/heads/${HEAD_BRANCH}`];
  await git(repository.git.path, ['fetch', '--quiet', copy, ...refs]);
  const fullName = `${OWNER}/${name}`;
  const title = await git(copy, ['log', '-1', '--format=%s']);
  const pull = await box.openPull({
    repository: fullName,
    head: HEAD_BRANCH,
    title: title.trim(),
    author: OWNER,
  });
  return { name: fullName, pull, base: branch, source };
}

interface Committed {
  /** Commit that the pull request is merged into. */
  readonly base: string;
  readonly source: string;
}

/** What is uncommitted becomes the pull request; else the last commit; else, with a single commit, all files. */
async function commitChanges(copy: string, proposed: LoadRequest['proposed']): Promise<Committed> {
  for (const [path, content] of Object.entries(proposed)) {
    await mkdir(dirname(join(copy, path)), { recursive: true });
    await writeFile(join(copy, path), content);
  }
  const before = await revision(copy, 'HEAD');
  await git(copy, ['add', '--all']);
  const changed = (await git(copy, ['status', '--porcelain'])) !== '';
  if (before !== undefined && changed) {
    await commit(copy, 'Try Model Steward');
    return {
      base: before,
      source: `${await describeChanges(copy, proposed)}, on top of ${before.slice(0, 7)}`,
    };
  }
  const parent = await revision(copy, 'HEAD~1');
  if (parent !== undefined) return { base: parent, source: 'the last commit' };
  const proposal = Object.keys(proposed).length > 0 ? ` and ${namesOf(proposed)}` : '';
  // One commit, or none: its files go into the pull request, on top of an empty repository.
  const empty = await emptyCommit(copy);
  await git(copy, ['add', '--all']);
  await git(copy, ['update-ref', '--no-deref', 'HEAD', empty]);
  await commit(copy, 'Try Model Steward');
  return { base: empty, source: `all files${proposal}, because there is no earlier commit` };
}

/** Of the commit that was just made: the user's own changes, the proposed files, or both. */
async function describeChanges(copy: string, proposed: LoadRequest['proposed']): Promise<string> {
  const changed = (await git(copy, ['diff', '--name-only', '-z', 'HEAD~1'])).split('\0');
  const isOwn = changed.some((path) => path !== '' && !(path in proposed));
  return [
    ...(isOwn ? ['your uncommitted changes'] : []),
    ...(Object.keys(proposed).length > 0 ? [namesOf(proposed)] : []),
  ].join(' and ');
}

function namesOf(proposed: LoadRequest['proposed']): string {
  return `the proposed ${Object.keys(proposed).join(' and ')}`;
}

async function emptyCommit(copy: string): Promise<string> {
  const tree = (await git(copy, ['hash-object', '-t', 'tree', '-w', '/dev/null'])).trim();
  return (await git(copy, [...IDENTITY, 'commit-tree', tree, '-m', 'An empty repository'])).trim();
}

const IDENTITY = ['-c', 'user.name=you', '-c', 'user.email=you@users.noreply.github.com'];

async function commit(copy: string, message: string): Promise<void> {
  await git(copy, [...IDENTITY, 'commit', '--quiet', '--no-verify', '--allow-empty', '--message', message]);
}

const SKIPPED = new Set(['.git', 'node_modules', '.venv', 'venv', '__pycache__']);

/** What git would commit from the user's working tree: changed and untracked files that are not ignored. */
async function copyUncommitted(folder: string, copy: string): Promise<void> {
  const options = ['--porcelain', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=dirty'];
  const list = await git(folder, ['status', ...options]);
  for (const entry of list.split('\0').filter((line) => line !== '')) {
    const path = entry.slice(3);
    if (await isSubmodule(folder, path)) await takeSubmodule(folder, copy, path);
    else await takeFile(folder, copy, path);
  }
}

async function takeFile(folder: string, copy: string, path: string): Promise<void> {
  const target = join(copy, path);
  await rm(target, { recursive: true, force: true });
  if (!(await exists(join(folder, path)))) return;
  await mkdir(dirname(target), { recursive: true });
  await cp(join(folder, path), target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: isCopied(folder),
  });
}

const SUBMODULE_MODE = '160000';

async function isSubmodule(folder: string, path: string): Promise<boolean> {
  return (await git(folder, ['ls-files', '--stage', '--', path])).startsWith(`${SUBMODULE_MODE} `);
}

/** Of a submodule git commits which commit it stands on; what is changed inside it is not part of this repository. */
async function takeSubmodule(folder: string, copy: string, path: string): Promise<void> {
  const commit = await revision(join(folder, path), 'HEAD');
  if (commit === undefined) return;
  await mkdir(join(copy, path), { recursive: true });
  await git(copy, ['update-index', '--add', '--cacheinfo', `${SUBMODULE_MODE},${commit},${path}`]);
}

/** Not what is made again, and no link that leads elsewhere: a command that writes through it would change the original. */
function isCopied(folder: string): (path: string) => Promise<boolean> {
  return async (path) => {
    if (SKIPPED.has(basename(path))) return false;
    const entry = await lstat(path);
    if (!entry.isSymbolicLink()) return true;
    const goal = await readlink(path);
    const place = relative(folder, resolve(dirname(path), goal));
    return !isAbsolute(goal) && place !== '..' && !place.startsWith(`..${sep}`);
  };
}

async function isRepository(folder: string): Promise<boolean> {
  if (!(await exists(join(folder, '.git')))) {
    if ((await readdir(folder)).length > 0) return false;
    throw new Error(`${folder}: expected a repository, got an empty folder`);
  }
  return (await revision(folder, 'HEAD')) !== undefined;
}

async function revision(folder: string, name: string): Promise<string | undefined> {
  try {
    return (await git(folder, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`])).trim();
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
