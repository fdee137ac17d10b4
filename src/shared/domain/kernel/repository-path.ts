/**
 * Paths of a repository, in the one spelling of git: from the root, with "/" between the parts, and "" for the root itself.
 * What a text names is resolved here and nowhere else, as POSIX does it (`posixpath.normpath` of Python): by the text alone, so
 * that a link on the way has to be followed before. A path that leaves the repository is never one inside of it: it is
 * undefined, or every place that it may come back to.
 *
 * A backslash and `C:` are parts of a name, as they are for git; `withSlashes` is for texts that Windows may have written.
 */

/** Without ".", doubled and last slashes, and ".." where a part before it can be dropped; "." where nothing is left. */
export function normalizePath(path: string): string {
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  return `${isAbsolute ? '/' : ''}${kept.join('/')}` || '.';
}

/**
 * @param parts a folder of the repository and what is named there; an absolute part drops those before it.
 * @returns undefined for what is outside of the repository, such as an address of a network.
 */
export function resolvePath(...parts: readonly string[]): string | undefined {
  const joined = joinParts(parts);
  const path = normalizePath(joined);
  const isOutside = path.startsWith('/') || climbs(path) || SCHEME.test(joined);
  return isOutside ? undefined : withoutDot(path);
}

/**
 * @param parts as for `resolvePath`.
 * @returns every path of the repository that they may mean. What leaves it may come back by the name of its folder, which is not
 *   known: `../churn/score.py` and `/__w/churn/churn/score.py` end with it. None for an address of a network.
 */
export function possiblePaths(...parts: readonly string[]): readonly string[] {
  const joined = joinParts(parts);
  if (SCHEME.test(joined) && !FILE_ADDRESS.test(joined)) return [];
  const path = normalizePath(joined.replace(FILE_ADDRESS, '/'));
  const written = path.includes('\\') || DRIVE.test(path) ? possiblePaths(ofWindows(path)) : [];
  const isInside = !path.startsWith('/') && !climbs(path);
  if (isInside) return [withoutDot(path), ...written];
  const end = endOfPath(path);
  const above = foldersAbove(end).toReversed();
  return [...(end === '' ? [] : [end, ...above.map((one) => end.slice(one.length + 1))]), ...written];
}

/** What is known of a path wherever its folder is: `lib/score.py` of `../../lib/./score.py`; "" of `..`. */
export function endOfPath(path: string): string {
  return withoutDot(normalizePath(path).replace(/^(?:\/|\.\.(?:\/|$))+/, ''));
}

/** Whether a part of the path leads to the folder above, even where it stays in the repository. */
export function climbs(path: string): boolean {
  return path.split('/').includes('..');
}

/** Whether a path is written as one elsewhere: absolute, of the home folder, or by way of a folder above. */
export function isElsewhere(path: string): boolean {
  return /^[~/]/.test(path) || climbs(path);
}

/** Whether a relative path can neither leave its folder nor mean something else on another system. */
export function isContainedPath(path: string): boolean {
  if (path.startsWith('/') || path.includes('\0') || hasForeignSyntax(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Whether a name that is plain here means folders or a drive on Windows: `a\b.bin`, `C:x`. */
export function hasForeignSyntax(path: string): boolean {
  return path.includes('\\') || DRIVE.test(path);
}

/** What Windows wrote, with the separators of git. */
export function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** `./models/` as `models`: what people write at the ends of a path and a pattern. */
export function trimPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}

/** "" for what lies in the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last part. */
export function lastPartOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `a/b` and `a` of `a/b/c`, the nearest first. */
export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.push(folder);
  return folders;
}

/** How many parts a path has. */
export function depthOf(path: string): number {
  return path.split('/').length;
}

/** @param folder "" for the root. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether the path lies in the folder or in one below it. @param folder "" for the root, in which everything lies. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

const DRIVE = /^[A-Za-z]:/;
const FILE_ADDRESS = /^file:\/{2,}/i;
const SCHEME = /^[a-z][a-z0-9+.-]+:\/\//i;

function joinParts(parts: readonly string[]): string {
  const last = parts.findLastIndex((part) => part.startsWith('/') || SCHEME.test(part));
  return parts
    .slice(Math.max(0, last))
    .filter((part) => part !== '')
    .join('/');
}

function ofWindows(path: string): string {
  return withSlashes(path.replace(/^[A-Za-z]:[\\/]?/, '/'));
}

function withoutDot(path: string): string {
  return path === '.' ? '' : path;
}
