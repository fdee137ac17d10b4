/**
 * Whether `model.json` of a release is the one that was registered: against the message of the version's tag, which an
 * edit of the release cannot change, and against itself. Its assets are the whole model, and nothing else.
 */
import { setDigest } from '../kernel/digest.ts';
import type { ModelVersion } from '../documents/model.ts';
import { ConflictError } from '../kernel/errors.ts';
import { versionTag } from '../kernel/names.ts';
import { MODEL_DOCUMENT } from './plan-assets.ts';
import { findStoredModel } from './stored-model.ts';
import { readTagMessage } from './tag-message.ts';

interface Expected {
  readonly expected: string | undefined;
  /** Where it is written, as it ends a sentence. */
  readonly source?: string;
}

/** @throws ConflictError DIGEST_MISMATCH */
export function checkReleasedVersion(
  document: ModelVersion,
  { tag, message }: { readonly tag: string; readonly message: string },
): void {
  const expectEqual = (what: string, got: string | undefined, { expected, source = '' }: Expected): void => {
    if (got === expected && got !== undefined) return;
    throw new ConflictError(
      'DIGEST_MISMATCH',
      `release of ${tag}: ${what}: expected ${expected ?? 'one'}${source}, got ${got ?? 'none'}`,
      {
        hint: 'the release or its tag was changed after the registration: find out who did it, and register a new version',
      },
    );
  };
  const { modelDigest, files, assets } = document;
  expectEqual(`${MODEL_DOCUMENT}: version`, versionTag(document.model, document.version), {
    expected: tag,
  });
  // Each trailer is written with every claim; a tag without them is not the one that register made.
  const tagged = readTagMessage(message);
  const inTag = (expected: string | undefined): Expected => ({ expected, source: ' as in the tag' });
  expectEqual('model digest', modelDigest, inTag(tagged.modelDigest));
  expectEqual('run', document.run, inTag(tagged.evidence));
  expectEqual('evaluation', document.evaluation.sha256, inTag(tagged.evaluation));
  expectEqual('commit', document.commit, inTag(tagged.commit));
  expectEqual(`${MODEL_DOCUMENT}: digest of the files`, setDigest(files), { expected: modelDigest });
  const sums = assets.find(({ role }) => role === 'sums');
  expectEqual('SHA256SUMS', sums?.sha256, { expected: modelDigest });
  const stored = findStoredModel(document);
  if ('what' in stored) expectEqual(stored.what, stored.got, { expected: stored.expected });
}
