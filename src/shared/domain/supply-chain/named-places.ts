/** Where a name that stands in a text of the repository may lie. */
import {
  endOfPath,
  foldersAbove,
  lastPartOf,
  possiblePaths,
  resolvePath,
} from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';

export interface Place {
  readonly folder: string;
  /** Whether the text goes to another folder, from where names are looked for. */
  readonly isElsewhere: boolean;
}

/** Those that lie where the name says; else wherever the name fits, for the folder may be any. */
export function filesNamedSo(word: string, place: Place, index: FileIndex): readonly string[] {
  const near = nearFiles(word, place, index);
  if (near.length > 0) return near;
  return [...inTheWay(word, place, index), ...filesEndingWith(endOfPath(word), index)];
}

/** What stands where the word has a folder, with "/" behind it. */
export function inTheWay(
  word: string,
  { folder, isElsewhere }: Place,
  { paths }: Pick<FileIndex, 'paths'>,
): readonly string[] {
  const folders = isElsewhere || word.startsWith('/') ? [''] : foldersOnTheWay(folder);
  return folders
    .flatMap((one) => possiblePaths(one, word))
    .flatMap((path) => [...(word.endsWith('/') ? [path] : []), ...foldersAbove(path)])
    .filter((prefix) => paths.has(prefix))
    .map((prefix) => `${prefix}/`);
}

/** The file at a path, or what is in its way. */
export function atPath(path: string, index: FileIndex): readonly string[] {
  return index.paths.has(path) ? [path] : inTheWay(path, { folder: '', isElsewhere: true }, index);
}

/** In the folder, those above it, and `src` in each of them; anywhere where the folder is not known. */
export function nearFiles(word: string, { folder, isElsewhere }: Place, index: FileIndex): readonly string[] {
  const name = endOfPath(word);
  const found = filesEndingWith(name, index);
  if (isElsewhere || word.startsWith('/')) return found;
  const folders = foldersOnTheWay(folder).flatMap((one) => [one, `${one}src/`]);
  const outside = resolvePath(folder, word) === undefined ? possiblePaths(folder, word) : [];
  return found
    .filter((path) => folders.includes(path.slice(0, path.length - name.length)))
    .concat(outside.filter((path) => index.paths.has(path) && !found.includes(path)));
}

export function filesEndingWith(name: string, index: FileIndex): readonly string[] {
  const found = index.byName.get(lastPartOf(name)) ?? [];
  return name === '' ? [] : found.filter((path) => path === name || path.endsWith(`/${name}`));
}

/** `a/b/`, `a/` and "" of `a/b`. */
export function foldersOnTheWay(folder: string): readonly string[] {
  return [...foldersAbove(`${folder}/`).map((one) => `${one}/`), ''];
}

export function withoutRepeats(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
