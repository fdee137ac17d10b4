/**
 * The model files of a version: from an earlier step of the job, else from the Actions cache, else from the release.
 * Other jobs can write to the cache, so its files count only when they have the registered digest.
 */
import { setDigest } from '../domain/kernel/digest.ts';
import { DataError } from '../domain/kernel/errors.ts';
import { MODEL_FOLDER } from '../domain/kernel/names.ts';
import type { CacheFolders, FileCache, Files } from '../ports/workspace.ts';
import { downloadModelFiles, type DownloadPorts } from './download-model.ts';
import { recordFiles } from './record-files.ts';
import type { ReleasedVersion } from './released-version.ts';

export interface ModelSource extends DownloadPorts {
  readonly fileCache: FileCache;
  readonly cacheFolders: CacheFolders;
}

/**
 * @returns a folder with the files below `model/`.
 * @throws ConflictError DIGEST_MISMATCH when the release does not have the registered bytes.
 */
export async function fetchModelFiles(ports: ModelSource, version: ReleasedVersion): Promise<Files> {
  const { fileCache, cacheFolders } = ports;
  const { modelDigest } = version.document;
  const name = `models/${modelDigest}`;
  const key = `model-steward-model-${modelDigest}`;
  const fromEarlierStep = await cacheFolders.open(name);
  if (await hasModel(fromEarlierStep, modelDigest)) return fromEarlierStep;
  const fromCache = await cacheFolders.openEmpty(name);
  const restore = await fileCache.restore(fromCache, key);
  if (restore === 'restored' && (await hasModel(fromCache, modelDigest))) return fromCache;
  // What a restore that timed out writes later must not replace files that were verified.
  const fromRelease = await cacheFolders.openEmpty(restore === 'timed-out' ? `${name}-from-release` : name);
  await downloadModelFiles(ports, version, fromRelease);
  if (restore !== 'timed-out') await fileCache.save(fromRelease, key);
  return fromRelease;
}

async function hasModel(files: Files, modelDigest: string): Promise<boolean> {
  try {
    const records = await recordFiles(files, await files.match([`${MODEL_FOLDER}**`]));
    const relative = records.map((record) => ({ ...record, path: record.path.slice(MODEL_FOLDER.length) }));
    return setDigest(relative) === modelDigest;
  } catch (error) {
    // A link or a special file: not what was registered, and no reason to fail.
    if (error instanceof DataError) return false;
    throw error;
  }
}
