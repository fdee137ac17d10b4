/** Lists of commits, differences between them, and merges that touch no working tree. */
import { listRange, mergeBases } from './ancestry.ts';
import { runGit, gitText, tryGit } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import { mergeDisjoint } from './merge.ts';
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
  const [, order, exclude, include] =
    /^(--topo-order )?(?:([0-9a-f]{40})\.\.)?([0-9a-f]{40})$/.exec(args.join(' ')) ?? [];
  // Where a commit is not there, git says so.
  if (include !== undefined && (await readCommit(git, include)) !== undefined) {
    const listed = await askOnce(git, ['listRange', exclude ?? '--all', include], () =>
      listRange(git, { exclude, include }),
    );
    if (order === undefined || (await isLine(git, listed))) return listed;
  }
  return await askOnce(git, ['rev-list', ...args], async (command) => {
    const text = await gitText(git.path, command);
    return text === '' ? [] : text.split('\n');
  });
}

/** Without merges there is one order only. */
async function isLine(git: GitDirectory, shas: readonly string[]): Promise<boolean> {
  return (await readCommits(git, shas)).every(({ parents }) => parents.length < 2);
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
  const [old, present] = await Promise.all([before, after].map((name) => git.objects.read(`${name}^{tree}`)));
  if (old !== undefined && old.sha === present?.sha) return [];
  const options = patches ? ['--patch'] : [];
  return await askOnce(git, ['diff', ...options, before, after], () =>
    computeChanges(git, [before, after], patches),
  );
}

/** One process for all of it: names first, then counts, then hunks, each in the same order of files. */
async function computeChanges(
  git: GitDirectory,
  range: readonly string[],
  patches: boolean,
): Promise<readonly FileChange[]> {
  const kinds = ['--raw', '--numstat', ...(patches ? ['--patch', '--no-color'] : [])];
  const output = (await runGit(git.path, ['diff', ...kinds, '-z', '--no-abbrev', '-M', ...range])).toString();
  const [listed = '', ...text] = output.split('\0\0');
  const patchParts = text
    .join('\0\0')
    .split(/^diff --git .*\n/m)
    .slice(1);
  const fields = listed.split('\0').filter(Boolean);
  const files = takeFiles(fields);
  return files.map((file) => {
    const [additions = '', deletions = '', path] = (fields.shift() ?? '').split('\t');
    // The two paths of a renamed file are fields of their own.
    if (path === '') fields.splice(0, 2);
    // A file that became a link is removed in one part, and added in the next.
    const parts = patchParts.splice(0, file.status === 'changed' ? 2 : 1);
    return {
      ...file,
      // "-" for binary files.
      ...{ additions: Number(additions) || 0, deletions: Number(deletions) || 0 },
      patch: parts.map(hunksOf).join('\n'),
    };
  });
}

type ChangedFile = Omit<FileChange, 'additions' | 'deletions' | 'patch'>;

/** Takes what `--raw` lists from the front of `fields`: `:<modes> <objects> <letter>`, then one path, or two. */
function takeFiles(fields: string[]): readonly ChangedFile[] {
  const files: ChangedFile[] = [];
  while (fields[0]?.startsWith(':') === true) {
    const [, , , sha = '', letter = 'M'] = (fields.shift() ?? '').split(' ');
    const first = fields.shift() ?? '';
    const status = statusOfLetter[letter.charAt(0)] ?? 'modified';
    const isMoved = status === 'renamed' || status === 'copied';
    files.push(
      isMoved
        ? { path: fields.shift() ?? '', previousPath: first, status, sha }
        : { path: first, status, sha },
    );
  }
  return files;
}

/** Without the lines that name the file. */
function hunksOf(patch: string): string {
  const start = patch.search(/^@@/m);
  return start < 0 ? '' : patch.slice(start).trimEnd();
}

/** The tree of a merge of two commits; undefined when they conflict. */
export async function mergeTrees(
  git: GitDirectory,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  const [base, another] = await mergeBases(git, ours, theirs);
  // git merges several bases first, and refuses what has none.
  const merged =
    base === undefined || another !== undefined
      ? undefined
      : await mergeDisjoint(git, { base, left: ours, right: theirs });
  if (merged !== undefined) return merged;
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
