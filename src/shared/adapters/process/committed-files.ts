/**
 * The port `CommittedFiles`: the tree of the commit that is checked out, from git's own objects. Works in a clone of
 * depth 1, without credentials, and where the working tree is sparse.
 */
import { requireByteRange } from '../../domain/kernel/byte-range.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import type { GitObject, GitObjectReader } from './git-objects.ts';
import { parsePatterns, type PathSet } from '../../domain/kernel/glob.ts';
import type { CommittedFiles, FileContent } from '../../ports/workspace.ts';

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly object: string;
}

/** Of a submodule: its content is the commit that it is at, and its files are in another repository. */
const SUBMODULE_MODE = '160000';
const FOLDER_MODE = '40000';
const LINK_MODE = '120000';

/** @param root the tree of the folder that git runs in, in the commit that is checked out. */
export async function readCommittedFiles(read: GitObjectReader, root: string): Promise<CommittedFiles> {
  const listed = await listEntries(read, root);
  const entries = new Map(
    listed.filter(({ mode }) => mode !== FOLDER_MODE).map((entry) => [entry.path, entry]),
  );
  return {
    exists: (path) => Promise.resolve(entries.has(path)),
    match: (patterns) => {
      const wanted = parsePatterns(patterns);
      const found = [...entries.values()].filter((entry) => matches(wanted, entry));
      return Promise.resolve(found.map(({ path }) => path));
    },
    open: async (path) => {
      const entry = entries.get(path);
      if (entry === undefined) {
        throw new DataError('FILES_INVALID', `${path}: expected a file that git tracks, got none`, {
          hint: 'add the file to git and commit it, or name another path',
        });
      }
      const isSubmodule = entry.mode === SUBMODULE_MODE;
      return contentOf(entry, isSubmodule ? Buffer.from(entry.object) : await readBlob(read, entry));
    },
  };
}

/** @returns mode and name of the object of each file and folder of a tree, by its path. */
export async function readObjects(read: GitObjectReader, root: string): Promise<ReadonlyMap<string, string>> {
  const listed = await listEntries(read, root);
  return new Map(listed.map(({ path, mode, object }) => [path, `${mode} ${object}`]));
}

/** @returns the targets of those paths that are symbolic links, in the tree of a folder. */
export async function readLinks(
  read: GitObjectReader,
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, Promise<readonly TreeEntry[]>>();
  const readFolder = (name: string): Promise<readonly TreeEntry[]> => {
    const folder = folders.get(name) ?? readTree(read, name);
    folders.set(name, folder);
    return folder;
  };
  const find = async (path: string): Promise<TreeEntry | undefined> => {
    let [tree, found]: [string | undefined, TreeEntry | undefined] = [root, undefined];
    for (const part of path.split('/')) {
      if (tree === undefined) return undefined;
      found = (await readFolder(tree)).find((entry) => entry.path === part);
      tree = found?.mode === FOLDER_MODE ? found.object : undefined;
    }
    return found;
  };
  const links = new Map<string, string>();
  for (const path of paths) {
    const entry = await find(path);
    if (entry?.mode === LINK_MODE)
      links.set(path, (await requireObject(read, entry.object)).content.toString());
  }
  return links;
}

/** All files and folders below a tree, in the bytewise order of their paths, as trees have them. */
async function listEntries(read: GitObjectReader, tree: string, folder = ''): Promise<readonly TreeEntry[]> {
  const entries = await readTree(read, tree);
  const lists = entries.map(async ({ path: name, mode, object }) => {
    const entry = { path: `${folder}${name}`, mode, object };
    return mode === FOLDER_MODE ? [entry, ...(await listEntries(read, object, `${entry.path}/`))] : [entry];
  });
  return (await Promise.all(lists)).flat();
}

/** Entries by their names: `<mode> <name>\0`, then the object in half as many bytes as its name has digits. */
async function readTree(read: GitObjectReader, tree: string): Promise<readonly TreeEntry[]> {
  const { name, content } = await requireObject(read, tree);
  const entries: TreeEntry[] = [];
  for (let start = 0; start < content.length;) {
    const space = content.indexOf(' ', start);
    const end = content.indexOf(0, space);
    const next = end + 1 + name.length / 2;
    const mode = content.toString('latin1', start, space);
    const object = content.toString('hex', end + 1, next);
    entries.push({ mode, path: content.toString('utf8', space + 1, end), object });
    start = next;
  }
  return entries;
}

async function requireObject(read: GitObjectReader, revision: string): Promise<GitObject> {
  const found = await read(revision);
  if (found === undefined) throw new Error(`object ${revision} is missing`);
  return found;
}

/** A pattern of files in a submodule names the submodule: that its commit changes is all that git knows of them. */
function matches(wanted: PathSet, { path, mode }: TreeEntry): boolean {
  return wanted.matches(path) || (mode === SUBMODULE_MODE && wanted.isInTheWay(path));
}

async function readBlob(read: GitObjectReader, { path, object }: TreeEntry): Promise<Buffer> {
  try {
    return (await requireObject(read, object)).content;
  } catch (cause) {
    throw new DataError('FILES_INVALID', `${path}: expected its content in the commit, got none`, {
      cause,
      hint: 'add it to `sparse-checkout` of actions/checkout, or remove `filter`; let no step write to `.git`',
    });
  }
}

function contentOf({ object }: TreeEntry, bytes: Buffer): FileContent {
  return {
    sizeBytes: bytes.length,
    state: object,
    // oxlint-disable-next-line typescript/require-await -- the bytes are here already
    slice: async (start, end) => {
      requireByteRange(start, end);
      return bytes.subarray(start, end);
    },
    // oxlint-disable-next-line typescript/require-await -- the bytes are here already
    stream: async function* () {
      yield bytes;
    },
  };
}
