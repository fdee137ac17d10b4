/**
 * A version's model files, from the Actions cache where they are there, else from the release. The cache can
 * be written by others: its bytes count only when they have the registered digest.
 */
import { setDigest } from '../domain/kernel/digest.ts';
import { MODEL_FOLDER } from '../domain/kernel/names.ts';
import type { Releases } from '../ports/github.ts';
import type { CacheFolders, FileCache, Files } from '../ports/workspace.ts';
import { recordFiles } from './record-files.ts';
import { downloadFiles, type ReleasedVersion } from './released-version.ts';

export interface ModelSource {
  readonly releases: Releases;
  readonly fileCache: FileCache;
  readonly cacheFolders: CacheFolders;
}

/**
 * @returns a folder with the files below `model/`.
 * @throws ConflictError DIGEST_MISMATCH when the release does not have the registered bytes.
 */
export async function fetchModelFiles(
  { releases, fileCache, cacheFolders }: ModelSource,
  version: ReleasedVersion,
): Promise<Files> {
  const { modelDigest } = version.document;
  const name = `models/${modelDigest}`;
  const key = `model-steward-model-${modelDigest}`;
  const fromEarlierStep = await cacheFolders.open(name);
  if (await hasModel(fromEarlierStep, modelDigest)) return fromEarlierStep;
  const fromCache = await cacheFolders.openEmpty(name);
  if ((await fileCache.restore(fromCache, key)) && (await hasModel(fromCache, modelDigest))) return fromCache;
  const fromRelease = await cacheFolders.openEmpty(name);
  await downloadFiles(releases, version, { roles: ['model'], into: fromRelease });
  await fileCache.save(fromRelease, key);
  return fromRelease;
}

async function hasModel(files: Files, modelDigest: string): Promise<boolean> {
  const paths = await files.match([`${MODEL_FOLDER}**`]);
  if (paths.length === 0) return false;
  const records = await recordFiles(files, paths);
  const relative = records.map((record) => ({ ...record, path: record.path.slice(MODEL_FOLDER.length) }));
  return setDigest(relative) === modelDigest;
}
