/**
 * The port `CommittedFiles`: the tree of the commit that is checked out, from git's own objects. Works in a clone of
 * depth 1, without credentials, and where the working tree is sparse.
 */
import { requireByteRange } from '../../domain/kernel/byte-range.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import { createBlobReader, type BlobReader, type Git } from './read-blobs.ts';
import { parsePatterns, type PathSet } from '../../domain/kernel/glob.ts';
import type { CommittedFiles, FileContent } from '../../ports/workspace.ts';

interface TreeEntry {
  readonly path: string;
  readonly object: string;
  /** Its content is the commit that the submodule is at: its files are in another repository. */
  readonly isSubmodule: boolean;
}

export async function readCommittedFiles(git: Git): Promise<CommittedFiles> {
  const entries = parseTree((await git(['ls-tree', '-r', '-z', 'HEAD'])).toString());
  const read = createBlobReader(git);
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
      return contentOf(entry, entry.isSubmodule ? Buffer.from(entry.object) : await readBlob(read, entry));
    },
  };
}

const LINK_MODE = '120000';

/** @returns the targets of those paths that are symbolic links. */
export async function readLinks(git: Git, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const listed = (await git(['ls-tree', '-z', '--full-tree', 'HEAD', '--', ...paths])).toString();
  const read = createBlobReader(git);
  const links = new Map<string, string>();
  for (const line of listed.split('\0').filter((entry) => entry.startsWith(LINK_MODE))) {
    const [, , object = ''] = line.slice(0, line.indexOf('\t')).split(' ');
    links.set(line.slice(line.indexOf('\t') + 1), (await read(object)).toString());
  }
  return links;
}

/** `<mode> <type> <object>\t<path>\0`, in the bytewise order of the paths. */
function parseTree(text: string): ReadonlyMap<string, TreeEntry> {
  const lines = text.split('\0').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [, type, object = ''] = line.slice(0, line.indexOf('\t')).split(' ');
      const path = line.slice(line.indexOf('\t') + 1);
      return [path, { path, object, isSubmodule: type === 'commit' }];
    }),
  );
}

/** A pattern of files in a submodule names the submodule: that its commit changes is all that git knows of them. */
function matches(wanted: PathSet, { path, isSubmodule }: TreeEntry): boolean {
  return wanted.matches(path) || (isSubmodule && wanted.isInTheWay(path));
}

async function readBlob(read: BlobReader, { path, object }: TreeEntry): Promise<Buffer> {
  try {
    return await read(object);
  } catch (cause) {
    throw new DataError('FILES_INVALID', `${path}: expected its content in the commit, got none`, {
      cause,
      hint: 'add it to `sparse-checkout` of actions/checkout, or remove `filter`',
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
