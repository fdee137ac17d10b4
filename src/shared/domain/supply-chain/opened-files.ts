/**
 * Files that a script may open: settings, prompts and tables that a text of it names, such as `"conf/score.yaml"`, in the folders
 * where a name is looked for; or by the parts of a path (`root / "conf" / "score.yaml"`). Of a folder that it names, the
 * settings. A name that is put together from variables is not found.
 */
import { endOfPath, isBelow, lastPartOf, possiblePaths } from '../kernel/repository-path.ts';
import type { FileIndex } from './file-index.ts';
import { filesEndingWith, foldersOnTheWay, nearFiles, withoutRepeats, type Place } from './named-places.ts';

export interface ScriptText {
  /** From the root; what it names is looked for in its folder first. */
  readonly path: string;
  readonly text: string;
}

interface Search {
  readonly place: Place;
  readonly index: FileIndex;
}

/** @returns files of any kind but those that describe the repository to people. */
export function filesOpenedBy({ path, text }: ScriptText, { place, index }: Search): readonly string[] {
  const pieces = IN_QUOTES.test(path) ? piecesOf(text.split(/["'`\n]/)) : piecesOf(wordsIn(text));
  const found = pieces.flatMap((piece) => [
    ...namedFile(piece, { place, index }, pieces),
    ...settingsOf(piece, place, index),
    ...moduleOf(piece, place, index),
  ]);
  const byLibrary = LIBRARIES.flatMap(([call, names]) => (call.test(text) ? names : []));
  return withoutRepeats([...found, ...byLibrary.flatMap((name) => nearFiles(name, place, index))]).filter(
    (path) => !FOR_PEOPLE.test(path),
  );
}

/** Of libraries that read files by names of their own. */
const LIBRARIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/dotenv|BaseSettings/, ['.env', '.env.local']],
  [/\bdecouple\b/, ['.env', 'settings.ini']],
  [/\bdynaconf\b/i, ['settings.toml', 'settings.yaml', 'settings.json', '.secrets.toml', '.env']],
  [/\bconfig::get\b|library\(config\)/, ['config.yml']],
];

/** They name files, and are opened by no program. */
const FOR_PEOPLE = /(?:^|\/)(?:README|CHANGELOG|CHANGES|CONTRIBUTING|LICENSE|NOTICE|CODEOWNERS)(?:\.\w+)?$/i;

/** Programs, of which everything else is code or words for people. */
const IN_QUOTES =
  /\.(?:py|ipynb|r|jl|rb|p[lm]|php|lua|[mc]?[jt]sx?|c|cc|cpp|cxx|cu|h|hh|hpp|hxx|go|rs|java|kts?|scala|groovy|cs)$/i;

const MAX_PIECE_LENGTH = 300;

/** What stands between quotes or lines, whichever of them opens: a name of a file has neither. */
function piecesOf(parts: readonly string[]): readonly string[] {
  const pieces = parts.map((piece) => piece.trim());
  return withoutRepeats(pieces.filter((piece) => piece !== '' && piece.length <= MAX_PIECE_LENGTH));
}

/** With and without what stands before a colon: `key:value`, and `churn.cli:main`. */
function wordsIn(text: string): readonly string[] {
  const words = text.split(/["'`\s=,;()<>[\]{}|&]+/);
  return [...words, ...words.flatMap((word) => word.split(':'))];
}

function namedFile(piece: string, { place, index }: Search, pieces: readonly string[]): readonly string[] {
  const name = lastPartOf(piece);
  if (!name.includes('.') && !piece.includes('/')) return [];
  if (!index.byName.has(name)) return [];
  const near = nearFiles(piece, place, index);
  if (near.length > 0) return near;
  return filesEndingWith(endOfPath(piece), index).filter((path) => isPutTogether(path, piece, pieces));
}

/** Whether the folder that the path has beside the piece stands in the text too. */
function isPutTogether(path: string, piece: string, pieces: readonly string[]): boolean {
  const folder = lastPartOf(path.slice(0, -endOfPath(piece).length - 1));
  return pieces.some((one) => one.split('/').includes(folder));
}

/** `churn.rows.Reader` and `churn.cli:main`, as settings and entry points name what is loaded. */
const DOTTED = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)(?::\w+)?$/;

function moduleOf(piece: string, place: Place, index: FileIndex): readonly string[] {
  const parts = DOTTED.exec(piece)?.[1]?.split('.') ?? [];
  const paths = parts.flatMap((_, at) => {
    const module = parts.slice(0, at + 1).join('/');
    return [`${module}.py`, `${module}/__init__.py`];
  });
  return paths.flatMap((path) => nearFiles(path, place, index));
}

/** Below a folder near the script that it names, such as `config_path="../conf"`. */
function settingsOf(piece: string, { folder, isElsewhere }: Place, index: FileIndex): readonly string[] {
  if (!/^[\w./-]+$/.test(piece) || !/\w/.test(piece)) return [];
  if (!index.folders.has(endOfPath(piece))) return [];
  const folders = (isElsewhere ? [''] : foldersOnTheWay(folder)).flatMap((one) => possiblePaths(one, piece));
  return index.settings.filter((path) => folders.some((one) => one !== '' && isBelow(path, one)));
}
