/** The files below a folder of a tree, and those by which a tree differs from another one. */
import { z } from 'zod';
import type { GitHubClient } from '../transport/client.ts';

const treeShape = z.object({
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string() })),
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

/**
 * @param other its name, or mode and name of each of its files and folders.
 * @returns paths of the files that are another object, or in one of the trees only, sorted.
 */
export async function listOtherwise(
  client: GitHubClient,
  sha: string,
  other: string | ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const objects = typeof other === 'string' ? (await seeAll(client, other, new Map())).files : other;
  const seen = await seeAll(client, sha, objects);
  const changed = [...seen.files].filter(([path, object]) => objects.get(path) !== object);
  const removed = [...objects].filter(
    ([path, object]) =>
      !object.startsWith(`${FOLDER_MODE} `) &&
      !seen.files.has(path) &&
      !seen.same.some((folder) => path.startsWith(folder)),
  );
  return [...changed, ...removed].map(([path]) => path).sort();
}

/** Of all files; the API takes a commit for its tree. */
export async function listObjects(client: GitHubClient, sha: string): Promise<ReadonlyMap<string, string>> {
  return (await seeAll(client, sha, new Map())).files;
}

/** As git writes it; the API fills modes up to six digits. */
const FOLDER_MODE = '40000';

interface SeenEntries {
  readonly files: Map<string, string>;
  /** Folders with the content of the other tree, each with "/" at its end, which were not read. */
  readonly same: string[];
}

async function seeAll(
  client: GitHubClient,
  sha: string,
  objects: ReadonlyMap<string, string>,
): Promise<SeenEntries> {
  const seen: SeenEntries = { files: new Map(), same: [] };
  await see(client, { sha, path: '' }, { objects, seen });
  return seen;
}

/** One request; where the tree is larger than a response can be, one for each folder that differs. */
async function see(
  client: GitHubClient,
  { sha, path: above }: { readonly sha: string; readonly path: string },
  known: { readonly objects: ReadonlyMap<string, string>; readonly seen: SeenEntries },
): Promise<void> {
  const whole = await readTree(client, sha, { recursive: '1' });
  const { tree } = whole.truncated ? await readTree(client, sha, {}) : whole;
  for (const entry of tree) {
    const path = `${above}${entry.path}`;
    const object = `${entry.mode.replace(/^0+/, '')} ${entry.sha}`;
    if (entry.type !== 'tree') known.seen.files.set(path, object);
    else if (!whole.truncated) continue;
    else if (known.objects.get(path) === object) known.seen.same.push(`${path}/`);
    else await see(client, { sha: entry.sha, path: `${path}/` }, known);
  }
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
