/**
 * A registered version as its release has it: `model.json`, and the files that it names. Everybody who reads a version
 * does it here, so that the document is always compared with the tag, and every file with the document.
 */
import { documentDigest } from '../domain/kernel/digest.ts';
import {
  modelSchema,
  type AssetRole,
  type ModelAsset,
  type ModelVersion,
} from '../domain/documents/model.ts';
import { isKnown } from '../domain/documents/open-values.ts';
import { parseDocument } from '../domain/documents/parse-document.ts';
import { runSchema, type Run } from '../domain/documents/run.ts';
import { ConflictError } from '../domain/kernel/errors.ts';
import { checkReleasedVersion } from '../domain/registry/check-released-version.ts';
import { findModelAssets, type ModelFileAsset } from '../domain/registry/model-assets.ts';
import { MODEL_DOCUMENT } from '../domain/registry/plan-assets.ts';
import type { Release } from '../domain/kernel/platform.ts';
import type { Releases, Tags } from '../ports/github.ts';
import type { Files } from '../ports/workspace.ts';
import { isOtherDigest } from '../domain/kernel/digest-form.ts';

export interface ReleasedVersion {
  readonly tag: string;
  readonly release: Release;
  readonly document: ModelVersion;
  /** Digest of `model.json`. */
  readonly digest: string;
}

/** Of assets that are one file each. */
type DocumentRole = Exclude<AssetRole, 'model' | 'pack' | 'pack-index'>;

export interface VersionPorts {
  readonly releases: Releases;
  readonly tags: Pick<Tags, 'get'>;
}

/** The tag of a version. Where the message was not read yet, it is read here. */
export interface TaggedVersion {
  readonly tag: string;
  readonly message?: string | undefined;
}

/**
 * @param scratch gets `model.json`.
 * @throws ConflictError NOT_PUBLISHED when there is no published release, DIGEST_MISMATCH when it is not
 * what the tag and `model.json` say.
 */
export async function fetchVersion(
  ports: VersionPorts,
  tagged: TaggedVersion,
  scratch: Files,
): Promise<ReleasedVersion> {
  const release = await findRelease(ports.releases, tagged.tag);
  return await openVersion(ports, { ...tagged, release }, scratch);
}

/** @throws ConflictError NOT_PUBLISHED when there is none. */
export async function findRelease(releases: Releases, tag: string): Promise<Release> {
  const release = await releases.find(tag);
  if (release === undefined) throw unpublished(tag, release);
  return release;
}

/** `fetchVersion` of a release that was found. */
export async function openVersion(
  { releases, tags }: VersionPorts,
  { release, ...tagged }: TaggedVersion & { readonly release: Release },
  scratch: Files,
): Promise<ReleasedVersion> {
  const { tag } = tagged;
  const asset = release.assets.find(({ name }) => name === MODEL_DOCUMENT);
  if (release.draft || asset === undefined) throw unpublished(tag, release);
  await releases.downloadAsset(release, asset, { files: scratch, path: MODEL_DOCUMENT });
  const document = parseDocument(
    modelSchema,
    await scratch.read(MODEL_DOCUMENT),
    `${tag}: ${MODEL_DOCUMENT}`,
  );
  checkReleasedVersion(document, { tag, message: await messageOf(tags, tagged) });
  checkStoredDigests(tag, release, document);
  return { tag, release, document, digest: documentDigest(document) };
}

/**
 * Downloads the assets of these roles to the paths that they stand for. The files of a model can be stored otherwise than
 * each as an asset: download-model.ts.
 * @returns the assets, all verified.
 * @throws ConflictError DIGEST_MISMATCH when the bytes are not the registered ones.
 */
export async function downloadFiles(
  releases: Releases,
  version: ReleasedVersion,
  request: { readonly roles: readonly DocumentRole[]; readonly into: Files },
): Promise<readonly ModelAsset[]> {
  const wanted = version.document.assets.filter(({ role }) => isKnown(request.roles, role));
  await downloadAssets(releases, version.release, { wanted, into: request.into });
  return wanted;
}

/**
 * The model's files of a release, below `model/`, by the digest that was recorded of them: without `model.json`, and so
 * without its request.
 * @returns false where names and digests of the assets do not show that they are this model, each file an asset; then nothing
 * was downloaded.
 * @throws ConflictError DIGEST_MISMATCH when the bytes are not the registered ones.
 */
export async function downloadModel(
  releases: Releases,
  release: Release,
  { modelDigest, into }: { readonly modelDigest: string; readonly into: Files },
): Promise<boolean> {
  const wanted = release.draft ? undefined : findModelAssets(release.assets, modelDigest);
  if (wanted === undefined) return false;
  await downloadAssets(releases, release, { wanted, into });
  return true;
}

async function downloadAssets(
  releases: Releases,
  release: Release,
  { wanted, into: files }: { readonly wanted: readonly ModelFileAsset[]; readonly into: Files },
): Promise<void> {
  for (const asset of wanted) await downloadRegistered(releases, release, { asset, into: files });
}

/** @throws ConflictError DIGEST_MISMATCH when it is not there, or not the registered bytes. */
export async function downloadRegistered(
  releases: Releases,
  release: Release,
  {
    asset: { asset: wantedName, path, sha256 },
    into: files,
  }: { readonly asset: ModelFileAsset; readonly into: Files },
): Promise<void> {
  const asset = release.assets.find(({ name }) => name === wantedName);
  if (asset === undefined) throw changedAsset(release.tag, wantedName, 'nothing');
  const record = await releases.downloadAsset(release, asset, { files, path });
  if (record.sha256 !== sha256) throw changedAsset(release.tag, wantedName, `SHA-256 ${record.sha256}`);
}

/** The training that the version came from; undefined when its release does not have it. */
export async function fetchRun(
  releases: Releases,
  version: ReleasedVersion,
  into: Files,
): Promise<Run | undefined> {
  const [asset] = await downloadFiles(releases, version, { roles: ['run'], into });
  return asset && parseDocument(runSchema, await into.read(asset.path), `${version.tag}: ${asset.path}`);
}

async function messageOf(tags: Pick<Tags, 'get'>, { tag, message }: TaggedVersion): Promise<string> {
  if (message !== undefined) return message;
  const found = await tags.get(tag);
  if (found !== undefined) return found.message;
  throw new ConflictError('NOT_PUBLISHED', `${tag}: expected the tag of a version, got none`, {
    hint: 'the tag was deleted: find out by whom, and restrict the deletion of `*@v*` with a ruleset',
  });
}

function checkStoredDigests(tag: string, release: Release, document: ModelVersion): void {
  for (const file of document.assets) {
    const digest = release.assets.find(({ name }) => name === file.asset)?.digest;
    if (digest !== undefined && isOtherDigest(digest, file.sha256))
      throw changedAsset(tag, file.asset, digest);
  }
}

/** A version takes a stage after its release was published: a version of a stage without one has lost it. */
const RELEASE_DELETED =
  'where the registration did not end, run its job again; where the release was deleted, run register with `operation: rollback` or `operation: promote` and a version that has one; where no version has one, delete the tag and the tags of its stages, and the next version is the first';

function unpublished(tag: string, release: Release | undefined): ConflictError {
  const got = release === undefined ? 'none' : release.draft ? 'a draft' : `one without ${MODEL_DOCUMENT}`;
  const isDeleted = release === undefined;
  return new ConflictError('NOT_PUBLISHED', `release of ${tag}: expected a published release, got ${got}`, {
    hint: isDeleted
      ? RELEASE_DELETED
      : 'the registration did not end: run its job again, and it resumes where it stopped',
  });
}

/** What the release has instead of what was registered. */
export function changedAsset(tag: string, asset: string, got: string): ConflictError {
  return new ConflictError(
    'DIGEST_MISMATCH',
    `release of ${tag}: ${asset}: expected the registered bytes, got ${got}`,
    {
      hint: 'the release was changed after the registration: register a new version',
    },
  );
}
