/**
 * Merges in which every path was changed by one side only, and nothing was removed that could have been renamed: most
 * merges of tests, and they need no process. All others are git's to decide.
 */
import type { GitDirectory } from './git-directory.ts';
import { readNodes, TREE_MODE, writeNodes, type Node } from './tree.ts';

export interface MergeSides {
  /** Commits or trees; `base` is the only merge base. */
  readonly base: string;
  readonly left: string;
  readonly right: string;
}

/** The merged tree, or undefined where git has to decide. */
export async function mergeDisjoint(git: GitDirectory, sides: MergeSides): Promise<string | undefined> {
  const [base, left, right] = await Promise.all(
    [sides.base, sides.left, sides.right].map((name) => git.objects.read(`${name}^{tree}`)),
  );
  if (base === undefined || left === undefined || right === undefined) return undefined;
  const entry = ({ sha }: { readonly sha: string }): Node => ({ mode: TREE_MODE, sha });
  return (await mergeEntry(git, { base: entry(base), left: entry(left), right: entry(right) }))?.sha;
}

interface Entries {
  readonly base: Node | undefined;
  readonly left: Node | undefined;
  readonly right: Node | undefined;
}

async function mergeEntry(git: GitDirectory, { base, left, right }: Entries): Promise<Node | undefined> {
  if (left === undefined || right === undefined) return base === undefined ? (left ?? right) : undefined;
  if (isSame(left, right) || isSame(base, right)) return left;
  if (isSame(base, left)) return right;
  if (![base, left, right].every((entry) => entry?.mode === TREE_MODE)) return undefined;
  const [baseNodes, leftNodes, rightNodes] = await Promise.all(
    [base, left, right].map((entry) => readNodes(git, entry?.sha ?? '')),
  );
  const merged = new Map<string, Node>();
  for (const name of new Set([...baseNodes!.keys(), ...leftNodes!.keys(), ...rightNodes!.keys()])) {
    const below = { base: baseNodes!.get(name), left: leftNodes!.get(name), right: rightNodes!.get(name) };
    const entry = await mergeEntry(git, below);
    if (entry === undefined) return undefined;
    merged.set(name, entry);
  }
  return { mode: TREE_MODE, sha: writeNodes(git, merged) };
}

function isSame(left: Node | undefined, right: Node | undefined): boolean {
  return left !== undefined && left.sha === right?.sha && left.mode === right.mode;
}
