/**
 * Merges in which every path was changed by one side only, and nothing was removed that could have been renamed: most
 * merges of tests, and they need no process. All others are git's to decide.
 */
import type { GitDirectory } from './git-directory.ts';
import { readNodes, TREE_MODE, writeNodes, type Node } from './tree.ts';

export interface MergeSides {
  /** Commits or trees; `base` is the only merge base. */
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** The merged tree, or undefined where git has to decide. */
export async function mergeDisjoint(git: GitDirectory, sides: MergeSides): Promise<string | undefined> {
  const [base, ours, theirs] = await Promise.all(
    [sides.base, sides.ours, sides.theirs].map((name) => git.objects.read(`${name}^{tree}`)),
  );
  if (base === undefined || ours === undefined || theirs === undefined) return undefined;
  const entry = ({ sha }: { readonly sha: string }): Node => ({ mode: TREE_MODE, sha });
  return (await mergeEntry(git, { base: entry(base), ours: entry(ours), theirs: entry(theirs) }))?.sha;
}

interface Entries {
  readonly base: Node | undefined;
  readonly ours: Node | undefined;
  readonly theirs: Node | undefined;
}

async function mergeEntry(git: GitDirectory, { base, ours, theirs }: Entries): Promise<Node | undefined> {
  if (ours === undefined || theirs === undefined) return base === undefined ? (ours ?? theirs) : undefined;
  if (isSame(ours, theirs) || isSame(base, theirs)) return ours;
  if (isSame(base, ours)) return theirs;
  if (![base, ours, theirs].every((entry) => entry?.mode === TREE_MODE)) return undefined;
  const [baseNodes, ourNodes, theirNodes] = await Promise.all(
    [base, ours, theirs].map((entry) => readNodes(git, entry?.sha ?? '')),
  );
  const merged = new Map<string, Node>();
  for (const name of new Set([...baseNodes!.keys(), ...ourNodes!.keys(), ...theirNodes!.keys()])) {
    const below = { base: baseNodes!.get(name), ours: ourNodes!.get(name), theirs: theirNodes!.get(name) };
    const entry = await mergeEntry(git, below);
    if (entry === undefined) return undefined;
    merged.set(name, entry);
  }
  return { mode: TREE_MODE, sha: writeNodes(git, merged) };
}

function isSame(left: Node | undefined, right: Node | undefined): boolean {
  return left !== undefined && left.sha === right?.sha && left.mode === right.mode;
}
