/** The files below a folder of a tree. */
import { z } from 'zod';
import type { GitHubClient } from '../transport/client.ts';

const treeShape = z.object({
  tree: z.array(z.object({ path: z.string(), type: z.string(), sha: z.string() })),
  truncated: z.boolean(),
});
type Tree = z.infer<typeof treeShape>;

/** Paths of the files below `folder` (all for ''), sorted. */
export async function listTree(
  client: GitHubClient,
  sha: string,
  folder: string,
): Promise<readonly string[]> {
  const below = folder === '' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const paths = await walk(client, { sha, path: '' }, below);
  return paths.filter((path) => path.startsWith(below)).sort();
}

/** One request; folder by folder where the tree is larger than one response can be (100,000 entries). */
async function walk(
  client: GitHubClient,
  { sha, path }: { readonly sha: string; readonly path: string },
  below: string,
): Promise<readonly string[]> {
  const whole = await readTree(client, sha, { recursive: '1' });
  if (!whole.truncated) return filesOf(whole, path);
  const level = await readTree(client, sha, {});
  let files = filesOf(level, path);
  for (const entry of level.tree) {
    const child = { sha: entry.sha, path: `${path}${entry.path}/` };
    const isOnTheWay = child.path.startsWith(below) || below.startsWith(child.path);
    if (entry.type === 'tree' && isOnTheWay) files = files.concat(await walk(client, child, below));
  }
  return files;
}

function filesOf({ tree }: Tree, path: string): readonly string[] {
  return tree.filter((entry) => entry.type === 'blob').map((entry) => `${path}${entry.path}`);
}

function readTree(
  client: GitHubClient,
  sha: string,
  options: { readonly recursive?: string },
): Promise<Tree> {
  const call = {
    purpose: `list the tree ${sha.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    parameters: { tree_sha: sha, ...options },
    permission: 'contents: read',
  };
  return client.read(call, treeShape);
}
