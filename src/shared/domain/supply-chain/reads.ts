/**
 * Which files of the commit commands were seen to read (`reads` in run.json): names in formats without end lead to files, and reading
 * them shows (docs/trust.md#what-the-scoring-reads).
 */
import type { Run } from '../documents/run.ts';
import { folderOf, foldersAbove } from '../kernel/repository-path.ts';

/** For one list: about a megabyte of `run.json`. */
const MAX_LISTED = 20_000;

/** In all folders that stand for their files: names without their folder, once for both lists. */
const MAX_IN_FOLDERS = 100_000;

/** What the commit of a run has in a folder of its lists. */
type FolderOfReads = NonNullable<NonNullable<Run['reads']>['folders']>[number];

/** All files of the commit. */
const ALL = './';

/**
 * @returns whether a list of `reads` has a file: by its path, or by a folder above it, with "/" at its end. That stands for what the
 * commit had there, and without a record of it for whatever lies below.
 */
export function isAmongReads(
  reads: readonly string[] | undefined,
  folders: readonly FolderOfReads[] = [],
): (path: string) => boolean {
  if (reads === undefined) return () => false;
  const listed = new Set(expandReads(reads, folders));
  if (listed.has(ALL)) return () => true;
  return (path) => listed.has(path) || foldersAbove(path).some((folder) => listed.has(`${folder}/`));
}

/** @returns whether a path lies beside one of a list of `reads`, where a pattern or a listing may find it. */
export function liesBesideReads(reads: readonly string[] | undefined): (path: string) => boolean {
  const folders = new Set((reads ?? []).map((entry) => folderOf(entry.endsWith('/') ? `${entry}x` : entry)));
  return (path) => folders.has(folderOf(path));
}

/** @returns files, and folders of which there is no record, with "/" at their end. */
export function expandReads(
  reads: readonly string[],
  folders: readonly FolderOfReads[] = [],
): readonly string[] {
  if (folders.length === 0) return reads;
  const known = new Map(folders.map(({ folder, files }) => [`${folder}/`, files]));
  return reads.flatMap((entry) => known.get(entry)?.map((name) => `${entry}${name}`) ?? [entry]);
}

/** What the commit has in the folders among the entries, so that they say nothing of a file that comes later; the smaller ones first. */
export function listFolders(entries: Iterable<string>, tracked: readonly string[]): FolderOfReads[] {
  const below = new Map<string, string[]>();
  for (const entry of entries) if (entry.endsWith('/') && entry !== ALL) below.set(entry.slice(0, -1), []);
  if (below.size === 0) return [];
  for (const path of tracked)
    for (const folder of foldersAbove(path)) below.get(folder)?.push(path.slice(folder.length + 1));
  let left = MAX_IN_FOLDERS;
  return [...below]
    .map(([folder, files]) => ({ folder, files: files.sort() }))
    .sort((one, other) => one.files.length - other.files.length || (one.folder < other.folder ? -1 : 1))
    .filter(({ files }) => (left -= files.length) >= 0);
}

/**
 * Sorted. Where there are too many files, a folder stands for its files if all of them that the commit has were read.
 * @returns undefined where the list would be too long nevertheless.
 */
export function listReads(read: Iterable<string>, tracked: Iterable<string>): readonly string[] | undefined {
  const files = [...new Set(read)];
  if (files.length <= MAX_LISTED) return files.sort();
  const listed = new Set(withWholeFolders(files, tracked));
  return listed.size > MAX_LISTED ? undefined : [...listed].sort();
}

/**
 * As `listReads`; in the place of a list that would be too long, one of the folders that such files lie in: who reads the list may take
 * files for read that were not.
 */
export function listAtLeast(read: Iterable<string>, tracked: Iterable<string>): readonly string[] {
  const files = [...read];
  const exact = listReads(files, tracked);
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
