/**
 * Which files of the commit commands were seen to read (`reads` in run.json): names in formats without end lead to files, and reading
 * them shows (docs/trust.md#what-the-scoring-reads).
 */
import { folderOf, foldersAbove } from '../kernel/repository-path.ts';

/** For one list: about a megabyte of `run.json`. */
const MAX_LISTED = 20_000;

/** All files of the commit. */
const ALL = './';

/** @returns whether a list of `reads` has a file: by its path, or by a folder above it, with "/" at its end. */
export function isAmongReads(reads: readonly string[] | undefined): (path: string) => boolean {
  if (reads === undefined) return () => false;
  const listed = new Set(reads);
  if (listed.has(ALL)) return () => true;
  return (path) => listed.has(path) || foldersAbove(path).some((folder) => listed.has(`${folder}/`));
}

/** @returns sorted; undefined where the list would be too long. */
export function listReads(read: Iterable<string>): readonly string[] | undefined {
  const listed = new Set(read);
  return listed.size > MAX_LISTED ? undefined : [...listed].sort();
}

/**
 * As `listReads`. In the place of a list that would be too long, a folder stands for its files where all of them that the commit has were
 * read, and then one of the folders that such files lie in: who reads the list may take files for read that were not.
 */
export function listAtLeast(read: Iterable<string>, tracked: Iterable<string>): readonly string[] {
  const files = [...read];
  const exact = listReads(files) ?? listReads(withWholeFolders(files, tracked));
  if (exact !== undefined) return exact;
  let entries = new Set(files.map(above));
  while (entries.size > MAX_LISTED) {
    const next = new Set([...entries].map(above));
    if (next.size === entries.size) return [ALL];
    entries = next;
  }
  return [...entries].sort();
}

function withWholeFolders(files: readonly string[], tracked: Iterable<string>): readonly string[] {
  const [all, found] = [countByFolder(tracked), countByFolder(new Set(files))];
  const isWhole = (folder: string): boolean =>
    (all.get(folder) ?? 0) > 1 && all.get(folder) === found.get(folder);
  return files.map((path) => wholeFolderOf(path, isWhole));
}

/** The folder of an entry; a top folder and a file beside it stay what they are. */
function above(entry: string): string {
  const folder = folderOf(entry.replace(/\/$/, ''));
  return folder === '' ? entry : `${folder}/`;
}

/** The topmost. */
function wholeFolderOf(path: string, isWhole: (folder: string) => boolean): string {
  const folders = foldersAbove(path).filter(isWhole);
  const [first] = folders.toSorted((one, other) => one.length - other.length);
  return first === undefined ? path : `${first}/`;
}

function countByFolder(paths: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths)
    for (const folder of foldersAbove(path)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  return counts;
}
