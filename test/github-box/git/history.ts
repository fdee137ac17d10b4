/** Lists of commits, differences between them, and merges that touch no working tree. */
import { listRange } from './ancestry.ts';
import { runGit, gitText, tryGit } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import { readCommit, writeCommit, type Commit, type Signature } from './objects.ts';
import { EMPTY_TREE } from './tree.ts';

export interface FileChange {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Only the hunks; empty for binary files, and when they were not requested. */
  readonly patch: string;
}

/** Names of the commits in `args` (a range, options of rev-list), newest first. */
export async function listCommits(git: GitDirectory, args: readonly string[]): Promise<readonly string[]> {
  const [, exclude, include] = /^([0-9a-f]{40})\.\.([0-9a-f]{40})$/.exec(args.join(' ')) ?? [];
  if (exclude !== undefined && include !== undefined) return await listRange(git, { exclude, include });
  return await askOnce(git, ['rev-list', ...args], async (command) => {
    const text = await gitText(git.path, command);
    return text === '' ? [] : text.split('\n');
  });
}

/**
 * What git answers about commits that are named in full never changes, and starting a process is the slowest thing
 * that a box does: each such question is asked once. Any other name may move, so it is asked every time.
 */
function askOnce<T>(
  git: GitDirectory,
  [command = '', ...args]: readonly string[],
  ask: (args: readonly string[]) => Promise<T>,
): Promise<T> {
  if (!args.every((arg) => FIXED_ARGUMENT.test(arg))) return ask([command, ...args]);
  const key = [command, ...args].join(' ');
  const result = (git.results.get(key) as Promise<T> | undefined) ?? ask([command, ...args]);
  git.results.set(key, result);
  // What failed is asked again: the commit may be there by then.
  result.catch(() => git.results.delete(key));
  return result;
}

const FIXED_ARGUMENT = /^(--.*|-[A-Z]|[0-9a-f]{40}(\.\.[0-9a-f]{40})?)$/;

export async function readCommits(git: GitDirectory, shas: readonly string[]): Promise<readonly Commit[]> {
  const commits = await Promise.all(shas.map((sha) => readCommit(git, sha)));
  return commits.filter((commit) => commit !== undefined);
}

const statusOfLetter: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
};

export interface DiffOptions {
  /** Absent: nothing was there. */
  readonly before?: string | undefined;
  readonly after: string;
  readonly patches?: boolean;
}

/** What changed, in the order of paths. */
export async function diffFiles(
  git: GitDirectory,
  { before = EMPTY_TREE, after, patches = false }: DiffOptions,
): Promise<readonly FileChange[]> {
  const options = patches ? ['--patch'] : [];
  return await askOnce(git, ['diff', ...options, before, after], () =>
    computeChanges(git, [before, after], patches),
  );
}

async function computeChanges(
  git: GitDirectory,
  range: readonly string[],
  patches: boolean,
): Promise<readonly FileChange[]> {
  const raw = await runGit(git.path, ['diff', '--raw', '-z', '--no-abbrev', '-M', ...range]);
  const numbers = await runGit(git.path, ['diff', '--numstat', '--no-renames', '-z', ...range]);
  const counts = new Map<string, readonly [number, number]>();
  for (const line of numbers.toString().split('\0').filter(Boolean)) {
    const [added = '0', deleted = '0', path = ''] = line.split('\t');
    counts.set(path, [Number(added) || 0, Number(deleted) || 0]);
  }
  const fields = raw.toString().split('\0').filter(Boolean);
  const changes: FileChange[] = [];
  while (fields.length > 0) {
    const [, , , newSha = '', letter = 'M'] = (fields.shift() ?? '').split(' ');
    const first = fields.shift() ?? '';
    const renamed = /^[RC]/.test(letter);
    const path = renamed ? (fields.shift() ?? '') : first;
    const [additions, deletions] = counts.get(path) ?? [0, 0];
    changes.push({
      path,
      ...(renamed ? { previousPath: first } : {}),
      status: statusOfLetter[letter.charAt(0)] ?? 'modified',
      sha: newSha,
      additions,
      deletions,
      patch: patches ? await diffPatch(git, range, path) : '',
    });
  }
  return changes;
}

async function diffPatch(git: GitDirectory, range: readonly string[], path: string): Promise<string> {
  const text = await gitText(git.path, ['diff', '--no-color', ...range, '--', path]);
  const hunks = text.indexOf('\n@@');
  return hunks < 0 ? '' : text.slice(hunks + 1);
}

/** The tree of a merge of two commits; undefined when they conflict. */
export async function mergeTrees(
  git: GitDirectory,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  return await askOnce(git, ['merge-tree', '--write-tree', '--no-messages', ours, theirs], async (args) => {
    const result = await tryGit(git.path, args);
    return result.code === 0 ? result.stdout.toString().trim().split('\n')[0] : undefined;
  });
}

/** Replays `commits` (oldest first) on `onto`; the new tip, or undefined on a conflict. */
export async function replayCommits(
  git: GitDirectory,
  commits: readonly Commit[],
  { onto, committer }: { readonly onto: string; readonly committer: Signature },
): Promise<readonly string[] | undefined> {
  const replayed: string[] = [];
  let tip = onto;
  for (const commit of commits) {
    const target = await readCommit(git, tip);
    if (target === undefined) return undefined;
    // merge-tree of git 2.39 takes no base: a commit of the target's tree on the parent makes the parent the base.
    const stand = await writeCommit(git, { ...target, parents: commit.parents.slice(0, 1) });
    const tree = await mergeTrees(git, stand, commit.sha);
    if (tree === undefined) return undefined;
    tip = await writeCommit(git, { ...commit, tree, parents: [tip], committer });
    replayed.push(tip);
  }
  return replayed;
}
