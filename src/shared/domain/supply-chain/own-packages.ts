/**
 * Packages that lie in the repository and are installed from there: `pip install ./lib`, `-e lib`, a wheel, `file:` and workspaces of npm, sources
 * and members of uv, `path` of poetry and cargo, `use` and `replace` of Go. What an installed package is imported by need not be the name of
 * its folder, and of an archive nothing can be read. The texts of all these tools name a path, so words are looked for, whatever the tool.
 */
import {
  endOfPath,
  folderOf,
  inFolder,
  isBelow,
  lastPartOf,
  possiblePaths,
} from '../kernel/repository-path.ts';
import { ARCHIVE_NAME } from './archive-names.ts';
import type { FileIndex } from './file-index.ts';
import type { ScriptText } from './opened-files.ts';
import { withoutCommentLines } from '../kernel/shell-text.ts';

/** A folder with one of these is a package. */
const MARKERS: readonly string[] = [
  ...['pyproject.toml', 'setup.py', 'setup.cfg', 'package.json', 'DESCRIPTION', 'Cargo.toml', 'go.mod'],
  ...['Project.toml', 'JuliaProject.toml', 'pom.xml', 'build.gradle', 'build.gradle.kts', 'pixi.toml'],
];

/** Where projects say what they need. Of files that tools write, those that may have what no other names. */
const MANIFEST =
  /(?:^|\/)(?:[^/]*requirements[^/]*\.(?:txt|in)|requirements\/.*\.(?:txt|in)|constraints[^/]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|(?:environment|conda)[^/]*\.ya?ml|pixi\.toml|package\.json|pnpm-workspace\.yaml|DESCRIPTION|renv\.lock|Cargo\.toml|go\.(?:mod|work)|(?:Project|Manifest)\.toml|Gemfile|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|pom\.xml)$/;

const LOCKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['pyproject.toml', ['uv.lock', 'poetry.lock', 'pdm.lock', 'pixi.lock']],
  ['package.json', ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock']],
  ['Cargo.toml', ['Cargo.lock']],
  ['Pipfile', ['Pipfile.lock']],
  ['pixi.toml', ['pixi.lock']],
  ['Gemfile', ['Gemfile.lock']],
  ['DESCRIPTION', ['renv.lock']],
  ['go.mod', ['go.sum']],
  ['Project.toml', ['Manifest.toml']],
]);

/** @returns manifests beside which no lock file says the commits of what they name. */
export function manifestsWithoutLock(paths: readonly string[]): readonly string[] {
  const all = new Set(paths);
  return paths.filter((path) => {
    const locks = LOCKS.get(lastPartOf(path)) ?? [];
    return MANIFEST.test(path) && !locks.some((name) => all.has(inFolder(folderOf(path), name)));
  });
}

/** Where package managers install: beside such a file, and in the root. */
export function foldersOfManifests(paths: readonly string[]): ReadonlySet<string> {
  return new Set(['', ...paths.filter((path) => MANIFEST.test(path)).map(folderOf)]);
}

/** One that is named may have any name: `conda env create -f eval.yaml`, `-r base.txt`. */
const NAMED_MANIFEST = /\.(?:txt|in|ya?ml|toml|lock|json|cfg)$|(?:^|\/)(?:Pipfile|DESCRIPTION|Gemfile)$/;

export interface OwnPackages {
  /** Below the root, each with all that lies in it. */
  readonly folders: readonly string[];
  readonly archives: readonly string[];
  /** Files that name others of them. */
  readonly manifests: readonly string[];
}

/** Manifests of the folder of a command and of those above it: `uv run` and `npm run` install what they say. */
export function manifestsFor(folders: Iterable<string>, { paths }: FileIndex): readonly string[] {
  const those = [...new Set(folders)];
  return [...paths].filter(
    (path) =>
      MANIFEST.test(path) &&
      those.some((folder) => folderOf(path) === '' || isBelow(`${folder}/`, folderOf(path))),
  );
}

/** @param text of a command that installs, or of a manifest. */
export function packagesNamedIn({ path, text }: ScriptText, index: FileIndex): OwnPackages {
  const found = wordsOf(text).flatMap((word) => placesOf(word, folderOf(path)));
  const folders = withPatterns(found, index).filter((folder) => folder !== '' && isPackage(folder, index));
  const isListed = LISTS_FOLDER.test(text);
  const starts = found.filter((place) => place.includes('*')).map(folderOf);
  const listed = new Set([...starts, ...(isListed ? found : [])].filter((folder) => folder !== ''));
  const places = new Set(found);
  const archives = [...index.paths].filter(
    (one) => ARCHIVE_NAME.test(one) && (places.has(one) || listed.has(folderOf(one))),
  );
  const named = found.filter((one) => index.paths.has(one) && NAMED_MANIFEST.test(one));
  const inner = folders.flatMap((folder) => MARKERS.map((name) => inFolder(folder, name)));
  return {
    folders: [...new Set(folders)],
    archives,
    manifests: [...new Set([...named, ...inner.filter((one) => index.paths.has(one))])],
  };
}

/** `pip install --find-links wheels`, and the `[tool.uv] find-links` of a project. */
const LISTS_FOLDER = /(?:^|\s)-f[\s=]|find[-_]links|flat[-_]index|\bindex\b/;

const SEPARATOR = /[\s"'`,;()[\]{}<>|&]+|(?<=[\w.\]])\s*=>?\s*|=/;
/** In front of a path, by which tools say that it is one. */
const PREFIX = /^(?:[\w.-]+@)?(?:file:(?:\/\/)?|link:|portal:|path:)|^@/;

function wordsOf(text: string): readonly string[] {
  const plain = withoutCommentLines(text).replaceAll(/\{root:uri\}|\$\{?\w+\}?/g, '');
  return [...new Set(plain.split(SEPARATOR))].filter((word) => word !== '' && word.length < MAX_WORD);
}

const MAX_WORD = 500;

/** Paths of the repository that a word may mean. */
function placesOf(word: string, folder: string): readonly string[] {
  // In front of a "/" was a variable for the root of the project; Gradle has ":" there.
  const path = word
    .replace(PREFIX, '')
    .replace(/^[:/]+(?=\w)/, '')
    .replace(/[:/]+$/, '');
  if (!/\w/.test(path) || /^[a-z][\w+.-]*:\/\//i.test(path)) return [];
  return possiblePaths(folder, path);
}

/** `packages/*` of a workspace, and `crates/**`. */
function withPatterns(places: readonly string[], { paths }: FileIndex): readonly string[] {
  const starts = places
    .flatMap((place) => /^([^*]*?)\/?\*/.exec(place)?.[1] ?? [])
    .filter((one) => one !== '');
  if (starts.length === 0) return places;
  const below = [...paths]
    .map(folderOf)
    .filter((one) => starts.some((start) => isBelow(one, endOfPath(start))));
  return [...places, ...below];
}

function isPackage(folder: string, { paths }: FileIndex): boolean {
  return MARKERS.some((name) => paths.has(inFolder(folder, name)));
}
