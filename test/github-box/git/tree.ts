/** Trees: reading their entries, and writing new ones from a base and changed paths, without an index. */
import { GitError } from './command.ts';
import type { GitDirectory } from './git-directory.ts';
import { parseTree } from './revisions.ts';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size?: number;
}

/** `sha` undefined removes the path. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | undefined;
}

/** Absent: there is none. @param recursive descends, as `GET /git/trees/…?recursive=1` does. */
export async function readTree(
  git: GitDirectory,
  sha: string,
  recursive = false,
): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const [path, { mode, sha: object }] of await readNodes(git, sha)) {
    const type = mode === TREE_MODE ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const size = type === 'blob' ? (await git.objects.read(object))?.content.length : undefined;
    const listed = { path, mode: mode.padStart(6, '0'), type, sha: object } as const;
    entries.push(size === undefined ? listed : { ...listed, size });
    if (!recursive || type !== 'tree') continue;
    const below = await readTree(git, object, true);
    entries.push(...below.map((entry) => ({ ...entry, path: `${path}/${entry.path}` })));
  }
  return entries;
}

/** A tree from `base` (undefined: empty) and changes. @throws GitError for a path that git refuses. */
export async function writeTree(
  git: GitDirectory,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const root = base === undefined ? new Map<string, Node>() : await readNodes(git, base);
  for (const { path, mode, sha } of changes) {
    const parts = path.split('/');
    if (parts.some((part) => /^(|\.|\.\.|\.git)$/i.test(part)))
      throw new GitError(['write-tree'], `Invalid path '${path}'`);
    await changePath(
      git,
      root,
      parts,
      sha === undefined ? undefined : { mode: mode.replace(/^0+/, ''), sha },
    );
  }
  return writeNodes(git, root);
}

export const TREE_MODE = '40000';

/** A file or an unchanged tree by its object, or a tree that is being changed. */
export interface Node {
  readonly mode: string;
  readonly sha: string;
  readonly below?: Map<string, Node>;
}

/** The entries of one tree by name. */
export async function readNodes(git: GitDirectory, sha: string): Promise<Map<string, Node>> {
  const tree = await git.objects.read(`${sha}^{tree}`);
  if (tree === undefined) throw new GitError(['read-tree', sha], 'not a tree object');
  return new Map(parseTree(tree.content).map(({ name, mode, sha: object }) => [name, { mode, sha: object }]));
}

/** As with an index: a file makes way for a folder of its name, and the other way round. */
async function changePath(
  git: GitDirectory,
  nodes: Map<string, Node>,
  [name = '', ...rest]: readonly string[],
  node: Node | undefined,
): Promise<void> {
  if (rest.length === 0) {
    if (node === undefined) nodes.delete(name);
    else nodes.set(name, node);
    return;
  }
  const parent = nodes.get(name);
  const isTree = parent?.mode === TREE_MODE;
  if (!isTree && node === undefined) return;
  const below = parent?.below ?? (isTree ? await readNodes(git, parent.sha) : new Map<string, Node>());
  await changePath(git, below, rest, node);
  nodes.set(name, { mode: TREE_MODE, sha: '', below });
}

/** Folders without a file are not written. */
export function writeNodes(git: GitDirectory, nodes: ReadonlyMap<string, Node>): string {
  const lines: { readonly key: Buffer; readonly line: Buffer }[] = [];
  for (const [name, { mode, sha, below }] of nodes) {
    const object = below === undefined ? sha : writeNodes(git, below);
    if (object === EMPTY_TREE) continue;
    // git sorts a folder as if its name ended in a slash.
    const key = Buffer.from(mode === TREE_MODE ? `${name}/` : name);
    lines.push({ key, line: Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(object, 'hex')]) });
  }
  lines.sort((left, right) => Buffer.compare(left.key, right.key));
  return git.objects.write('tree', Buffer.concat(lines.map(({ line }) => line)));
}

export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
