/**
 * What later steps refuse of files, in one table. `train` asks it for what it has collected, so that nothing is refused
 * only after the merge; `register` asks it again for the assets of the release.
 */
import { foldedName, hasControlCharacter } from '../kernel/archive-limits.ts';
import { DataError } from '../kernel/errors.ts';
import { foldersAbove } from '../kernel/repository-path.ts';

/** https://docs.github.com/repositories/releasing-projects-on-github/about-releases#storage-and-bandwidth-quotas */
export const MAX_ASSETS = 1000;
export const MAX_ASSET_BYTES = 2 * 1024 ** 3 - 1;

export interface LimitedFile {
  /** In the evidence and in the release. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** What the file becomes: train uploads an artifact that evaluate opens, and register uploads release assets. */
type Place = 'a file of the artifact' | 'a release asset';

interface FileLimit {
  readonly expected: string;
  /** What is wrong with the file; undefined when nothing is. */
  readonly got: (file: LimitedFile) => string | undefined;
  readonly hint: string;
}

/** The expression of @actions/artifact, with the separator of Windows: such a name would mean a folder there. */
const FORBIDDEN_CHARACTERS = /["*:<>?\\|]/;

const artifactLimits: readonly FileLimit[] = [
  {
    expected: 'a name without any of " * : < > ? \\ |',
    got: ({ path }) => FORBIDDEN_CHARACTERS.exec(path)?.[0],
    hint: 'let the training command write it under a name of letters, digits, ".", "_" and "-"',
  },
  {
    expected: 'a name without control characters',
    got: ({ path }) => (hasControlCharacter(path) ? 'one with' : undefined),
    hint: 'let the training command write it under a name of letters, digits, ".", "_" and "-"',
  },
];

const assetLimits: readonly FileLimit[] = [
  {
    expected: 'content',
    got: ({ sizeBytes }) => (sizeBytes === 0 ? '0 bytes' : undefined),
    hint: 'write something into it, or leave it out of the pattern of the model',
  },
  {
    expected: 'less than 2 GiB',
    got: ({ sizeBytes }) => (sizeBytes > MAX_ASSET_BYTES ? `${sizeBytes} bytes` : undefined),
    hint: 'write less into it: only files of the model are stored in parts',
  },
];

/**
 * @param reserved names of other assets of the same release.
 * @throws DataError FILES_INVALID that names the file, the limit and the remedy.
 */
export function checkFileLimits(files: readonly LimitedFile[], reserved: readonly string[]): void {
  for (const file of files) requireWithin(file, artifactLimits, 'a file of the artifact');
  checkTwins(files, reserved);
}

/**
 * @param assets as they are uploaded: parts of files that are larger, and an archive of files that are more.
 * @param otherCount of assets of the same release.
 * @throws DataError FILES_INVALID
 */
export function checkAssetLimits(assets: readonly LimitedFile[], otherCount: number): void {
  checkCount(assets.length + otherCount);
  for (const asset of assets) requireWithin(asset, assetLimits, 'a release asset');
}

function requireWithin(file: LimitedFile, limits: readonly FileLimit[], place: Place): void {
  for (const { expected, got, hint } of limits) {
    const found = got(file);
    if (found !== undefined)
      throw refused(file.path, { expected: `${expected} as ${place}`, got: found, hint });
  }
}

function checkCount(count: number): void {
  if (count <= MAX_ASSETS) return;
  throw new DataError('FILES_INVALID', `release: expected at most ${MAX_ASSETS} files, got ${count}`, {
    hint: 'keep a smaller model: its files are cut into parts of 1 GiB, and these are too many',
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
    for (const folder of foldersAbove(path).toReversed()) {
      refuseTwin(path, seen.get(foldedName(folder)));
      const twin = folders.get(foldedName(folder)) ?? folder;
      if (twin !== folder) refuseTwin(path, `${twin}/`);
      folders.set(foldedName(folder), folder);
    }
  }
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
