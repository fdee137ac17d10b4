/**
 * Releases: create a draft, upload its assets, publish it. GitHub does not return drafts by tag, so they are
 * found in the list. A tag holds no draft: anybody who may write can make another one of its name. A reply about a release
 * names its assets, so they need a request of their own only where there are many.
 */
import { z } from 'zod';
import { ConflictError, ServiceError } from '../../../domain/kernel/errors.ts';
import type { Release } from '../../../domain/kernel/platform.ts';
import type { FoundDraft, NewDraft, Releases } from '../../../ports/github.ts';
import { writerShape } from '../conversation/author.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Author, Identity } from '../transport/identity.ts';
import { assetShape, downloadAsset, listAssets, uploadAsset } from './release-assets.ts';

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
    assets: z.array(assetShape),
    author: writerShape,
  })
  .transform((release): WrittenRelease => ({
    id: release.id,
    tag: release.tag_name,
    name: release.name ?? '',
    body: release.body ?? '',
    draft: release.draft,
    immutable: release.immutable ?? false,
    url: release.html_url,
    uploadUrl: release.upload_url,
    assets: release.assets,
    writer: release.author,
  }));

interface WrittenRelease extends Release {
  readonly writer: Author;
}

const permission = 'contents: write';

/** GitHub's shortest page. How many assets a release names is not documented; fewer than these are all. */
const MANY_ASSETS = 30;
/** Newest first. A draft is as new as the tag for which a registration is at work. */
const NEWEST_RELEASES = 100;

export function createReleases(client: GitHubClient, identity: Identity): Releases {
  const withAssets = async (release: WrittenRelease): Promise<Release> =>
    release.assets.length < MANY_ASSETS
      ? release
      : { ...release, assets: await listAssets(client, release.id) };
  return {
    find: async (tag) => {
      const release = (await findPublished(client, tag)) ?? (await findInList(client, tag))[0];
      return release && withAssets(release);
    },
    newestOf: async (tag) => {
      const found = await findInList(client, tag);
      const published = found.find(({ draft }) => !draft);
      if (published !== undefined) return { published: await withAssets(published), drafts: [] };
      const drafts: FoundDraft[] = [];
      for (const draft of found) {
        const isOwn = await identity.isOwn(draft.writer);
        drafts.push({ release: await withAssets(draft), author: draft.writer.login, isOwn });
      }
      return { published: undefined, drafts };
    },
    createDraft: async (draft) => await withAssets(await createDraft(client, identity, draft)),
    uploadAsset: (release, name, source) => uploadAsset(client, release, { name, source }),
    publish: async (release, check) => {
      // Who may not write does not see a draft: the refusal of the write says what is missing.
      const draft = await unlessMissing(() => readById(client, release));
      if (draft !== undefined) check(await withAssets(draft));
      const published = await withAssets(await publishOrFind(client, release));
      check(published);
      if (published.id !== release.id) await removeDraft(client, release);
      return published;
    },
    downloadAsset: (_release, asset, to) => downloadAsset(client, asset, to),
  };
}

async function createDraft(
  client: GitHubClient,
  identity: Identity,
  { tag, name, body }: NewDraft,
): Promise<WrittenRelease> {
  const call: Call = {
    purpose: `create the draft release of "${tag}"`,
    route: 'POST /repos/{owner}/{repo}/releases',
    parameters: { tag_name: tag, name, body, draft: true, make_latest: 'false' },
    permission,
  };
  /** After a reply that was lost. */
  const find = async (): Promise<WrittenRelease | undefined> => {
    for (const release of await findInList(client, tag))
      if (release.draft && release.body === body && (await identity.isOwn(release.writer))) return release;
    return undefined;
  };
  const created = await explainUsedTag(tag, client.create(call, releaseShape, find));
  identity.learn(created.writer);
  return created;
}

function findPublished(client: GitHubClient, tag: string): Promise<WrittenRelease | undefined> {
  const call: Call = {
    purpose: `read the release of "${tag}"`,
    route: 'GET /repos/{owner}/{repo}/releases/tags/{tag}',
    parameters: { tag },
    permission: 'contents: read',
  };
  return client.readOptional(call, releaseShape);
}

/** Of this tag among the newest, oldest first. A token without write access sees no drafts. */
async function findInList(client: GitHubClient, tag: string): Promise<readonly WrittenRelease[]> {
  const call: Call = {
    purpose: 'list the newest releases',
    route: 'GET /repos/{owner}/{repo}/releases',
    permission: 'contents: read',
  };
  const releases = await client.list(call, releaseShape, { limit: NEWEST_RELEASES });
  const found = releases.filter((release) => release.tag === tag);
  return found.toSorted((left, right) => left.id - right.id);
}

/** What another run of the same evidence has published meanwhile, with a draft of its own, counts. */
async function publishOrFind(client: GitHubClient, release: Release): Promise<WrittenRelease> {
  try {
    return await publish(client, release);
  } catch (error) {
    const isTaken = error instanceof ServiceError && error.status === 422;
    const other = isTaken ? await findPublished(client, release.tag) : undefined;
    if (other === undefined || other.id === release.id) throw error;
    return other;
  }
}

/** Never what is published. */
async function removeDraft(client: GitHubClient, release: Release): Promise<void> {
  const current = await unlessMissing(() => readById(client, release));
  if (current?.draft !== true) return;
  await client.removeIfThere({
    purpose: `remove the second draft of "${release.tag}"`,
    route: 'DELETE /repos/{owner}/{repo}/releases/{release_id}',
    parameters: { release_id: release.id },
    permission,
  });
}

async function publish(client: GitHubClient, release: Release): Promise<WrittenRelease> {
  const call: Call = {
    purpose: `publish the release of "${release.tag}"`,
    route: 'PATCH /repos/{owner}/{repo}/releases/{release_id}',
    parameters: {
      ...{ release_id: release.id, draft: false, make_latest: 'false', prerelease: false },
      ...{ name: release.name, body: release.body },
    },
    permission,
  };
  const readBack = async (): Promise<WrittenRelease | undefined> => {
    const current = await readById(client, release);
    return current.draft ? undefined : current;
  };
  const published = await explainUsedTag(release.tag, client.create(call, releaseShape, readBack));
  if (published.tag === release.tag && !published.draft) return published;
  throw new ServiceError('SERVICE_FAILED', `${call.purpose}: expected it to be published, got a draft back`, {
    hint: 're-run the job: it finds the draft and publishes it',
    retryable: true,
  });
}

function readById(client: GitHubClient, release: Release): Promise<WrittenRelease> {
  const call: Call = {
    purpose: `read back the release of "${release.tag}"`,
    route: 'GET /repos/{owner}/{repo}/releases/{release_id}',
    parameters: { release_id: release.id },
    permission,
  };
  return client.read(call, releaseShape);
}

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  }
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
