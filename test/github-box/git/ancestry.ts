/** Questions about the graph of commits, answered from the objects: merges, pull requests and comparisons ask many. */
import type { GitDirectory } from './git-directory.ts';
import { readCommit, type Commit } from './objects.ts';

export async function isAncestor(git: GitDirectory, ancestor: string, descendant: string): Promise<boolean> {
  return (await readAncestors(git, [descendant])).has(ancestor);
}

/** Of several merge bases the newest, as git prefers it. */
export async function mergeBase(git: GitDirectory, left: string, right: string): Promise<string | undefined> {
  return (await mergeBases(git, left, right))[0];
}

/** The common ancestors that are no ancestors of another one, the newest first. */
export async function mergeBases(git: GitDirectory, left: string, right: string): Promise<readonly string[]> {
  const below = await readAncestors(git, [left]);
  const common = [...(await readAncestors(git, [right])).values()].filter(({ sha }) => below.has(sha));
  const covered = await readAncestors(
    git,
    common.flatMap(({ parents }) => parents),
  );
  return common
    .filter(({ sha }) => !covered.has(sha))
    .toSorted(byDate)
    .map(({ sha }) => sha);
}

/** `exclude..include`, or all that leads to `include`: the newest first, a commit before its parents where their dates agree. */
export async function listRange(
  git: GitDirectory,
  { exclude, include }: { readonly exclude?: string | undefined; readonly include: string },
): Promise<readonly string[]> {
  const excluded = await readAncestors(git, exclude === undefined ? [] : [exclude]);
  const all = await readAncestors(git, [include]);
  const listed: string[] = [];
  const seen = new Set([include]);
  const queue = [include].flatMap((sha) => all.get(sha) ?? []);
  for (let commit = queue.shift(); commit !== undefined; commit = queue.shift()) {
    if (!excluded.has(commit.sha)) listed.push(commit.sha);
    for (const parent of commit.parents
      .filter((sha) => !seen.has(sha))
      .flatMap((sha) => all.get(sha) ?? [])) {
      seen.add(parent.sha);
      const place = queue.findIndex((waiting) => byDate(waiting, parent) > 0);
      queue.splice(place < 0 ? queue.length : place, 0, parent);
    }
  }
  return listed;
}

/** The commits that can be reached from these, themselves included, by name. */
async function readAncestors(
  git: GitDirectory,
  shas: readonly string[],
): Promise<ReadonlyMap<string, Commit>> {
  const found = new Map<string, Commit>();
  const waiting = [...shas];
  for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
    if (found.has(sha)) continue;
    const commit = await readCommit(git, sha);
    if (commit === undefined) continue;
    found.set(sha, commit);
    waiting.push(...commit.parents);
  }
  return found;
}

function byDate(left: Commit, right: Commit): number {
  return Date.parse(right.committer.date) - Date.parse(left.committer.date);
}
