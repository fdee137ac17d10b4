/**
 * Whether `model.json` of a release is the one that was registered: against the message of the version's tag, which an
 * edit of the release cannot change, and against itself. Its assets are the whole model, and nothing else.
 */
import { setDigest } from '../kernel/digest.ts';
import type { ModelAsset, ModelVersion } from '../documents/model.ts';
import { ConflictError } from '../kernel/errors.ts';
import { MODEL_FOLDER, versionTag } from '../kernel/names.ts';
import { MODEL_DOCUMENT } from './plan-assets.ts';
import { readTagMessage } from './tag-message.ts';

/** @throws ConflictError DIGEST_MISMATCH */
export function checkReleasedVersion(
  document: ModelVersion,
  { tag, message }: { readonly tag: string; readonly message: string },
): void {
  const expectEqual = (
    what: string,
    got: string | undefined,
    expected: string | undefined,
    source = '',
  ): void => {
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
  expectEqual(`${MODEL_DOCUMENT}: version`, versionTag(document.model, document.version), tag);
  // Each trailer is written with every claim; a tag without them is not the one that register made.
  const tagged = readTagMessage(message);
  const inTag = ' as in the tag';
  expectEqual('model digest', modelDigest, tagged.modelDigest, inTag);
  expectEqual('run', document.run, tagged.evidence, inTag);
  expectEqual('evaluation', document.evaluation.sha256, tagged.evaluation, inTag);
  expectEqual('commit', document.commit, tagged.commit, inTag);
  expectEqual(`${MODEL_DOCUMENT}: digest of the files`, setDigest(files), modelDigest);
  const sums = assets.find(({ role }) => role === 'sums');
  expectEqual('SHA256SUMS', sums?.sha256, modelDigest);
  const published = digestsByPath(assets);
  for (const { path, sha256 } of files)
    expectEqual(JSON.stringify(path), published.get(MODEL_FOLDER + path), sha256);
  expectEqual('number of model files', String(published.size), String(files.length));
}

function digestsByPath(assets: readonly ModelAsset[]): ReadonlyMap<string, string> {
  return new Map(assets.filter(({ role }) => role === 'model').map(({ path, sha256 }) => [path, sha256]));
}
