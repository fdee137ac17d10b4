/** Whether the files of a release are the whole model that was registered, and nothing else. */
import type { ModelAsset, ModelVersion } from '../documents/model.ts';
import { ConflictError } from '../kernel/errors.ts';
import { MODEL_FOLDER } from '../kernel/names.ts';

/**
 * @param assets that were downloaded, their bytes verified against `document`.
 * @param tagged what the version's tag says: it was written once, and an edit of the release does not change it.
 * @throws ConflictError DIGEST_MISMATCH
 */
export function checkReleasedModel(
  document: ModelVersion,
  assets: readonly ModelAsset[],
  tagged: { readonly tag: string; readonly commit: string; readonly modelDigest: string | undefined },
): void {
  const fail = (what: string, expected: string, got: string): never => {
    throw new ConflictError('DIGEST_MISMATCH', `${tagged.tag}: ${what}: expected ${expected}, got ${got}`, {
      hint: 'register a new version: the release was changed after it was registered',
    });
  };
  if (tagged.modelDigest !== undefined && tagged.modelDigest !== document.modelDigest) {
    fail('model digest', `${tagged.modelDigest} as in the tag`, document.modelDigest);
  }
  const sums = assets.find(({ role }) => role === 'sums');
  if (sums !== undefined && sums.sha256 !== document.modelDigest) {
    fail('SHA256SUMS', `the model digest ${document.modelDigest}`, sums.sha256);
  }
  const found = new Map(
    assets.filter(({ role }) => role === 'model').map(({ path, sha256 }) => [path, sha256] as const),
  );
  for (const { path, sha256 } of document.files) {
    const got = found.get(MODEL_FOLDER + path);
    if (got !== sha256) fail(JSON.stringify(path), `SHA-256 ${sha256}`, got ?? 'no such asset');
  }
  const surplus = found.size - document.files.length;
  if (surplus > 0) fail('model files', `${document.files.length}`, `${found.size}`);
}
