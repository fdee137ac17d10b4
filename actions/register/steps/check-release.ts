/**
 * What a release must be, before its publication and after: `model.json` of this evidence, and exactly the assets that
 * it names, with their digests. Anything else was put there by somebody else.
 */
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import { MODEL_DOCUMENT } from '../../../src/shared/domain/registry/plan-assets.ts';
import { isOtherDigest } from '../../../src/shared/domain/kernel/digest-form.ts';

/** @throws ConflictError DIGEST_MISMATCH when the document that a draft holds is of other evidence. */
export function checkSameEvidence(draft: Release, found: ModelVersion, described: ModelVersion): void {
  const identity = ({ model, version, run, evaluation, modelDigest, assets }: ModelVersion): string =>
    canonicalJson({ model, version, run, evaluation, modelDigest, assets });
  if (identity(found) === identity(described)) return;
  throw new ConflictError(
    'DIGEST_MISMATCH',
    `draft of ${draft.tag}: expected ${MODEL_DOCUMENT} of this evidence, got another`,
    { hint: DELETE_DRAFT },
  );
}

/** @param text `model.json` as it is uploaded. @returns the SHA-256 of every asset, by its name. */
export function digestsOf(document: ModelVersion, text: string): ReadonlyMap<string, string> {
  const named = document.assets.map(({ asset, sha256: digest }) => [asset, digest] as const);
  return new Map([...named, [MODEL_DOCUMENT, sha256(text)]]);
}

/**
 * @param digests of every asset that there must be, by name.
 * @throws ConflictError DIGEST_MISMATCH for an asset that is missing, foreign or changed.
 */
export function checkComplete(release: Release, digests: ReadonlyMap<string, string>): void {
  for (const { name, digest } of release.assets) {
    const expected = digests.get(name);
    if (expected === undefined) throw incomplete(release, `a foreign asset ${name}`);
    // Where the server reports no digest, the upload was read back.
    if (isOtherDigest(digest, expected)) throw incomplete(release, `a changed asset ${name}`);
  }
  const present = new Set(release.assets.map(({ name }) => name));
  const missing = [...digests.keys()].find((name) => !present.has(name));
  if (missing !== undefined) throw incomplete(release, `no asset ${missing}`);
}

const DELETE_DRAFT = 'delete the draft release, then run the job again';

/** @param got what the release has, or would have. */
export function incomplete({ tag }: Release, got: string): ConflictError {
  return new ConflictError(
    'DIGEST_MISMATCH',
    `release of ${tag}: expected exactly the assets of ${MODEL_DOCUMENT}, got ${got}`,
    { hint: DELETE_DRAFT },
  );
}
