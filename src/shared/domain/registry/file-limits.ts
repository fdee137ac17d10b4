/**
 * What later steps refuse of files, in one table. `train` asks it for what it has collected, so that nothing is refused
 * only after the merge; `register` asks it again for the assets of the release.
 */
import { foldedName, hasControlCharacter } from '../kernel/archive-limits.ts';
import { DataError } from '../kernel/errors.ts';
import { assetName } from './asset-name.ts';

/** https://docs.github.com/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas */
const MAX_ASSETS = 1000;
export const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;

export interface LimitedFile {
  /** In the evidence and in the release. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** What the file becomes: train uploads an artifact that evaluate opens, and register uploads release assets. */
type Place = 'a file of the artifact' | 'a release asset';

interface FileLimit {
  /** The step that handles it imposes the limit. */
  readonly place: Place;
  readonly expected: string;
  /** What is wrong with the file; undefined when nothing is. */
  readonly got: (file: LimitedFile) => string | undefined;
  readonly hint: string;
}

/** The expression of @actions/artifact, with the separator of Windows: such a name would mean a folder there. */
const FORBIDDEN_CHARACTERS = /["*:<>?\\|]/;

const fileLimits: readonly FileLimit[] = [
  {
    place: 'a file of the artifact',
    expected: 'a name without any of " * : < > ? \\ |',
    got: ({ path }) => FORBIDDEN_CHARACTERS.exec(path)?.[0],
    hint: 'let the training command write it under a name of letters, digits, ".", "_" and "-"',
  },
  {
    place: 'a file of the artifact',
    expected: 'a name without control characters',
    got: ({ path }) => (hasControlCharacter(path) ? 'one with' : undefined),
    hint: 'let the training command write it under a name of letters, digits, ".", "_" and "-"',
  },
  {
    place: 'a release asset',
    expected: 'content',
    got: ({ sizeBytes }) => (sizeBytes === 0 ? '0 bytes' : undefined),
    hint: 'write something into it, or leave it out of the pattern of the model',
  },
  {
    place: 'a release asset',
    expected: 'less than 2 GiB',
    got: ({ sizeBytes }) => (sizeBytes > MAX_ASSET_BYTES ? `${sizeBytes} bytes` : undefined),
    hint: 'split the file at the end of the training command',
  },
];

/**
 * @param reserved names of other assets of the same release.
 * @throws DataError FILES_INVALID that names the file, the limit and the remedy.
 */
export function checkFileLimits(files: readonly LimitedFile[], reserved: readonly string[]): void {
  checkCount(files.length + reserved.length);
  for (const file of files) {
    for (const { place, expected, got, hint } of fileLimits) {
      const found = got(file);
      if (found !== undefined)
        throw refused(file.path, { expected: `${expected} as ${place}`, got: found, hint });
    }
    assetName(file.path);
  }
  checkTwins(files, reserved);
}

function checkCount(count: number): void {
  if (count <= MAX_ASSETS) return;
  throw new DataError('FILES_INVALID', `release: expected at most ${MAX_ASSETS} files, got ${count}`, {
    hint: 'pack the files of the model into one archive at the end of the training command',
  });
}

/**
 * Two names that differ in case or in the composition of letters only are one file on some systems; so are a folder
 * and a file, and two folders.
 */
function checkTwins(files: readonly LimitedFile[], reserved: readonly string[]): void {
  const seen = new Map(reserved.map((name) => [foldedName(name), name]));
  for (const { path } of files) {
    refuseTwin(path, seen.get(foldedName(path)));
    seen.set(foldedName(path), path);
  }
  const folders = new Map<string, string>();
  for (const { path } of files) {
    for (const folder of foldersOf(path)) {
      refuseTwin(path, seen.get(foldedName(folder)));
      const twin = folders.get(foldedName(folder)) ?? folder;
      if (twin !== folder) refuseTwin(path, `${twin}/`);
      folders.set(foldedName(folder), folder);
    }
  }
}

/** `a/b/c` → `a`, `a/b`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function refuseTwin(path: string, twin: string | undefined): void {
  if (twin === undefined) return;
  const got =
    twin === path ? 'one that is taken' : `one that is taken on some systems by ${JSON.stringify(twin)}`;
  throw refused(path, { expected: 'a name of its own', got, hint: `call it other than ${twin}` });
}

interface Refusal {
  readonly expected: string;
  readonly got: string;
  readonly hint: string;
}

function refused(path: string, { expected, got, hint }: Refusal): DataError {
  return new DataError('FILES_INVALID', `file ${JSON.stringify(path)}: expected ${expected}, got ${got}`, {
    hint,
  });
}
