/**
 * The files of a registered version, on this machine and verified: each against `model.json`, the set against its
 * digest, and that digest against the message of the version's tag, which an edit of the release cannot change.
 */
import { downloadFiles, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { checkReleasedModel } from '../../../src/shared/domain/rollout/check-released-model.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { DeployPorts } from '../ports.ts';
import type { ResolvedVersion } from './resolve-version.ts';

export interface FetchedModel {
  readonly document: ModelVersion;
  /** Digest of `model.json`. */
  readonly documentDigest: string;
  readonly releaseUrl: string;
  /** With the model's files below `model/`. */
  readonly files: Files;
  /** Absolute path of the model's folder. */
  readonly folder: string;
  /** Text of the example input, when the release has one. */
  readonly example: string | undefined;
}

/**
 * @param folder name of the scratch folder.
 * @throws ConflictError DIGEST_MISMATCH, NOT_PUBLISHED
 */
export async function fetchModel(
  { releases, scratch, log }: Pick<DeployPorts, 'releases' | 'scratch' | 'log'>,
  resolved: ResolvedVersion,
  folder: string,
): Promise<FetchedModel> {
  const files = await scratch(folder);
  return log.group(`Download and verify ${resolved.tag}`, () => fetchInto(releases, resolved, files));
}

async function fetchInto(
  releases: DeployPorts['releases'],
  resolved: ResolvedVersion,
  files: Files,
): Promise<FetchedModel> {
  const released = await fetchVersion(releases, resolved.tag, files);
  const assets = await downloadFiles(releases, released, {
    roles: ['model', 'sums', 'example'],
    into: files,
  });
  checkReleasedModel(released.document, assets, resolved);
  const example = assets.find(({ role }) => role === 'example');
  return {
    document: released.document,
    documentDigest: released.digest,
    releaseUrl: released.release.url,
    files,
    folder: `${files.root}/model`,
    example: example && Buffer.from(await files.read(example.path)).toString('utf8'),
  };
}
