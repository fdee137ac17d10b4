/**
 * What scripts call, import, source or open, and what those name in turn (docs/trust.md#the-base-decides). A script that the
 * change touches counts itself, and up to it both sides are the same.
 */
import { folderOf, isBelow, possiblePaths } from '../domain/kernel/repository-path.ts';
import type { FileIndex } from '../domain/supply-chain/file-index.ts';
import { filesReachedFrom } from '../domain/supply-chain/named-scripts.ts';
import { isScript, maySayFiles } from '../domain/supply-chain/script-names.ts';

/** Read in all. Of more, what they call is not known. */
const MAX_SCRIPTS = 2_000;

/** The text of a file of the repository; undefined for what is no text, or cannot be read. */
export type ReadScript = (path: string) => Promise<string | undefined>;

export interface FollowedScripts {
  /** What is reached from the files, which are among it. */
  readonly paths: ReadonlySet<string>;
  /** False where there are more scripts than are read. */
  readonly isWhole: boolean;
}

/** @param first as `filesReachedFrom` returns them. */
export async function followScripts(
  read: ReadScript,
  index: FileIndex,
  first: Iterable<string>,
): Promise<FollowedScripts> {
  const reached = new Set<string>();
  let open = [...new Set(first)];
  let scripts = 0;
  while (open.length > 0) {
    for (const path of open) reached.add(entryOf(path));
    const found: string[] = [];
    for (const path of open.filter((one) => isInTheWay(one) || isScript(one) || maySayFiles(one))) {
      if (scripts >= MAX_SCRIPTS) return { paths: reached, isWhole: false };
      scripts += 1;
      const text = await read(entryOf(path));
      if (text === undefined) continue;
      found.push(
        ...(isInTheWay(path) ? filesBehind(entryOf(path), text, index) : []),
        ...filesReachedFrom({ path: entryOf(path), text }, index),
      );
    }
    open = [...new Set(found)].filter((path) => !reached.has(entryOf(path)));
  }
  return { paths: reached, isWhole: true };
}

/** The path of a file, also where it stands in the way of another. */
export function entryOf(path: string): string {
  return isInTheWay(path) ? path.slice(0, -1) : path;
}

function isInTheWay(path: string): boolean {
  return path.endsWith('/');
}

/** All scripts of the folder that a link leads to. Of a submodule the text is a commit, which is no folder. */
function filesBehind(entry: string, target: string, { scripts }: FileIndex): readonly string[] {
  const folders = possiblePaths(folderOf(entry), target).filter((folder) => folder !== '');
  return scripts.filter((path) => folders.some((folder) => isBelow(path, folder)));
}
