/**
 * The files of a registered version, on this machine and verified: each against `model.json`, and that against the
 * message of the version's tag, which an edit of the release cannot change.
 */
import { downloadModelFiles } from '../../../src/shared/usecases/download-model.ts';
import { downloadFiles, fetchVersion } from '../../../src/shared/usecases/released-version.ts';
import { findVersionDoubts } from '../../../src/shared/domain/registry/version-doubts.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
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
 * @throws ConflictError DIGEST_MISMATCH, NOT_PUBLISHED
 */
export async function fetchModel(
  ports: Pick<DeployPorts, 'releases' | 'tags' | 'scratch' | 'log'>,
  resolved: ResolvedVersion,
): Promise<FetchedModel> {
  const into = await ports.scratch('version');
  return ports.log.group(`Download and verify ${resolved.tag}`, () => fetchInto(ports, resolved, into));
}

async function fetchInto(
  ports: Pick<DeployPorts, 'releases' | 'tags' | 'scratch' | 'log'>,
  resolved: ResolvedVersion,
  files: Files,
): Promise<FetchedModel> {
  const released = await fetchVersion(ports, resolved, files);
  for (const { text, isWarning } of findVersionDoubts(released.document))
    if (isWarning) ports.log.warning(`${resolved.tag}: registered although ${text}`);
  await downloadModelFiles(ports, released, files);
  const [example] = await downloadFiles(ports.releases, released, { roles: ['example'], into: files });
  return {
    document: released.document,
    documentDigest: released.digest,
    releaseUrl: released.release.url,
    files,
    folder: `${files.root}/model`,
    example: example && Buffer.from(await files.read(example.path)).toString('utf8'),
  };
}
