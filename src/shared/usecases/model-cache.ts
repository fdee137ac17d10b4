/**
 * A version's model files, from the Actions cache where they are there, else from the release. The cache can
 * be written by others: its bytes count only when they have the registered digest.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setDigest } from '../domain/kernel/digest.ts';
import type { Releases } from '../ports/github.ts';
import type { FileCache, Files } from '../ports/workspace.ts';
import { openFiles } from '../adapters/files/files.ts';
import { downloadFiles, type ReleasedVersion } from './released-version.ts';

const MODEL_FOLDER = 'model';

export interface ModelSource {
  readonly releases: Releases;
  readonly fileCache: FileCache;
  /** `RUNNER_TEMP`: part of the cache's key, and the same on all hosted runners. */
  readonly tempDir: string;
}

/**
 * @returns a folder with the files below `model/`.
 * @throws ConflictError DIGEST_MISMATCH when the release does not hold the registered bytes.
 */
export async function fetchModelFiles(
  { releases, fileCache, tempDir }: ModelSource,
  version: ReleasedVersion,
): Promise<Files> {
  const { modelDigest } = version.document;
  const folder = join(tempDir, 'model-steward-models', modelDigest);
  const key = `model-steward-model-${modelDigest}`;
  const files = openFiles(folder);
  if (await holdsModel(files, modelDigest)) return files;
  await rm(folder, { recursive: true, force: true });
  if ((await fileCache.restore(folder, key)) && (await holdsModel(files, modelDigest))) return files;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await downloadFiles(releases, version, { roles: ['model'], into: files });
  await fileCache.save(folder, key);
  return files;
}

async function holdsModel(files: Files, modelDigest: string): Promise<boolean> {
  const paths = await files.match([MODEL_FOLDER]);
  if (paths.length === 0) return false;
  const records = await Promise.all(paths.map((path) => files.record(path)));
  const relative = records.map((record) => ({ ...record, path: record.path.slice(MODEL_FOLDER.length + 1) }));
  return setDigest(relative) === modelDigest;
}
