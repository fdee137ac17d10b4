/**
 * Releases: create a draft, upload its assets, publish it. GitHub does not return drafts by tag, so they are
 * found in the list; a published release is read back by id.
 */
import { z } from 'zod';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import type { Release } from '../../../domain/kernel/platform.ts';
import type { Releases } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { downloadAsset, listAssets, uploadAsset } from './release-assets.ts';

const releaseShape = z
  .object({
    id: z.number(),
    tag_name: z.string(),
    name: z.string().nullish(),
    body: z.string().nullish(),
    draft: z.boolean(),
    immutable: z.boolean().optional(),
    html_url: z.string(),
    upload_url: z.string(),
  })
  .transform((release): BareRelease => ({
    id: release.id,
    tag: release.tag_name,
    name: release.name ?? '',
    body: release.body ?? '',
    draft: release.draft,
    immutable: release.immutable ?? false,
    url: release.html_url,
    uploadUrl: release.upload_url,
  }));

type BareRelease = Omit<Release, 'assets'>;

const permission = 'contents: write';

export function createReleases(client: GitHubClient): Releases {
  const withAssets = async (release: BareRelease): Promise<Release> => ({
    ...release,
    assets: await listAssets(client, release.id),
  });
  return {
    find: async (tag) => {
      const release =
        (await findPublished(client, tag)) ??
        (await findDraft(client, tag)) ??
        // Another run may have published it between the two requests.
        (await findPublished(client, tag));
      return release && withAssets(release);
    },
    createDraft: async ({ tag, name, body }) => {
      const call: Call = {
        purpose: `create the draft release of "${tag}"`,
        route: 'POST /repos/{owner}/{repo}/releases',
        parameters: { tag_name: tag, name, body, draft: true, make_latest: 'false' },
        permission,
      };
      const creating = client.create(call, releaseShape, () => findDraft(client, tag));
      return withAssets(await explainUsedTag(tag, creating));
    },
    uploadAsset: (release, name, source) => uploadAsset(client, release, { name, source }),
    publish: async (release) => withAssets(await publish(client, release)),
    downloadAsset: (_release, asset, to) => downloadAsset(client, asset, to),
  };
}

function findPublished(client: GitHubClient, tag: string): Promise<BareRelease | undefined> {
  const call: Call = {
    purpose: `read the release of "${tag}"`,
    route: 'GET /repos/{owner}/{repo}/releases/tags/{tag}',
    parameters: { tag },
    permission: 'contents: read',
  };
  return client.readOptional(call, releaseShape);
}

/** A token without write access sees no drafts. @throws ConflictError for several drafts of one tag. */
async function findDraft(client: GitHubClient, tag: string): Promise<BareRelease | undefined> {
  const call: Call = {
    purpose: 'list the releases',
    route: 'GET /repos/{owner}/{repo}/releases',
    permission: 'contents: read',
  };
  const [draft, other] = (await client.list(call, releaseShape)).filter(
    (release) => release.draft && release.tag === tag,
  );
  if (other === undefined) return draft;
  throw new ConflictError('VERSION_TAKEN', `release "${tag}": expected at most one draft, got several`, {
    hint: 'delete all drafts of this tag but one, then run the job again',
  });
}

async function publish(client: GitHubClient, release: Release): Promise<BareRelease> {
  const call: Call = {
    purpose: `publish the release of "${release.tag}"`,
    route: 'PATCH /repos/{owner}/{repo}/releases/{release_id}',
    parameters: { release_id: release.id, draft: false, make_latest: 'false' },
    permission,
  };
  const readBack = async (): Promise<BareRelease | undefined> => {
    const current = await readById(client, release);
    return current.draft ? undefined : current;
  };
  await explainUsedTag(release.tag, client.create(call, releaseShape, readBack));
  const published = await readBack();
  if (published?.tag === release.tag) return published;
  throw new ServiceError('SERVICE_FAILED', `${call.purpose}: expected it to be published, got a draft back`, {
    retryable: true,
  });
}

function readById(client: GitHubClient, release: Release): Promise<BareRelease> {
  const call: Call = {
    purpose: `read back the release of "${release.tag}"`,
    route: 'GET /repos/{owner}/{repo}/releases/{release_id}',
    parameters: { release_id: release.id },
    permission,
  };
  return client.read(call, releaseShape);
}

/** The tag of a deleted immutable release cannot be used again. */
async function explainUsedTag<T>(tag: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const isUsedTag =
      error instanceof ServiceError && error.status === 422 && /immutable release/i.test(error.message);
    if (!isUsedTag) throw error;
    throw new ConflictError(
      'VERSION_TAKEN',
      `release "${tag}": an immutable release had this tag and was deleted`,
      {
        cause: error,
        hint: 'GitHub does not allow such a tag again: register the next version',
      },
    );
  }
}
