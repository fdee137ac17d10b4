/** Releases: drafts that only writers see, published ones with their tag, immutable ones that stay as they are. */
import { isoDate } from '../clock.ts';
import { diffFiles } from '../git/history.ts';
import { createRef, isRefName, markCreated, readRef } from '../git/refs.ts';
import { readCommit } from '../git/objects.ts';
import { type Call, numberParam, param } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import {
  created,
  noContent,
  notFound,
  ok,
  type Reply,
  unprocessable,
  validationFailed,
} from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { ReleaseRecord } from '../state/records.ts';
import { checkCreation, writeRules } from '../state/rules.ts';
import { viewRelease } from '../view/release.ts';
import { resolveCommit } from './resolve.ts';
import { checkReleaseBody } from './text-limits.ts';

const RELEASES = '/repos/{owner}/{repo}/releases';
const read = [{ contents: 'read' }] as const;
const write = [{ contents: 'write' }] as const;

export const releaseRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: RELEASES,
    needs: read,
    handle: (call) => {
      const releases = call.repository.releases.filter((release) => isVisibleRelease(call, release));
      return listReply(call, releases.toReversed(), (release) =>
        viewRelease(call.world, call.repository, release),
      );
    },
  },
  { method: 'POST', template: RELEASES, needs: write, handle: postRelease },
  {
    method: 'GET',
    template: `${RELEASES}/latest`,
    needs: read,
    handle: (call) => {
      const latest = findLatest(call.repository.releases);
      if (latest === undefined) throw notFound();
      return ok(viewRelease(call.world, call.repository, latest));
    },
  },
  {
    method: 'GET',
    template: `${RELEASES}/tags/{tag}`,
    needs: read,
    handle: (call) => {
      const tag = param(call, 'tag');
      const release = call.repository.releases.find(({ tagName, draft }) => tagName === tag && !draft);
      if (release === undefined) throw notFound();
      return ok(viewRelease(call.world, call.repository, release));
    },
  },
  {
    method: 'GET',
    template: `${RELEASES}/{release_id}`,
    needs: read,
    handle: (call) => ok(viewRelease(call.world, call.repository, requireRelease(call))),
  },
  { method: 'PATCH', template: `${RELEASES}/{release_id}`, needs: write, handle: patchRelease },
  {
    method: 'DELETE',
    template: `${RELEASES}/{release_id}`,
    needs: write,
    handle: async (call) => {
      const { repository } = call;
      const release = requireRelease(call);
      repository.releases.splice(repository.releases.indexOf(release), 1);
      if (release.immutable) repository.burnedTags.add(release.tagName);
      await writeRules(repository);
      return noContent();
    },
  },
];

export function requireRelease(call: Call): ReleaseRecord {
  const id = numberParam(call, 'release_id');
  const release = call.repository.releases.find((candidate) => candidate.id === id);
  if (release === undefined || !isVisibleRelease(call, release)) throw notFound();
  return release;
}

export function isVisibleRelease(call: Call, release: ReleaseRecord): boolean {
  return !release.draft || call.isAllowed({ contents: 'write' });
}

/** `make_latest`, else the newest commit; drafts and pre-releases never are. */
function findLatest(releases: readonly ReleaseRecord[]): ReleaseRecord | undefined {
  const candidates = releases.filter(
    ({ draft, prerelease, makeLatest }) => !draft && !prerelease && makeLatest !== 'false',
  );
  const chosen = candidates.findLast(({ makeLatest }) => makeLatest === 'true');
  return chosen ?? candidates.toSorted((left, right) => (left.createdAt < right.createdAt ? -1 : 1)).at(-1);
}

interface ReleaseBody {
  readonly tag_name?: string;
  readonly target_commitish?: string;
  readonly name?: string | null;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
  readonly make_latest?: ReleaseRecord['makeLatest'];
}

async function postRelease(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const body = call.body as ReleaseBody & { tag_name: string };
  checkReleaseBody(body.body);
  const now = isoDate(world.clock.now());
  const release: ReleaseRecord = {
    id: world.nextId(),
    author: call.actor.login,
    createdAt: now,
    tagName: body.tag_name,
    targetCommitish: body.target_commitish ?? repository.defaultBranch,
    name: body.name ?? null,
    body: body.body ?? null,
    draft: true,
    prerelease: body.prerelease ?? false,
    immutable: false,
    makeLatest: body.make_latest ?? 'true',
    publishedAt: null,
    updatedAt: now,
    assets: [],
  };
  await checkTagName(call, release);
  const published = body.draft === true ? release : await publish(call, release);
  repository.releases.push(published);
  await writeRules(repository);
  const view = viewRelease(world, repository, published);
  return created(view, String(view.url));
}

async function patchRelease(call: Call): Promise<Reply> {
  const { repository } = call;
  const release = requireRelease(call);
  const body = call.body as ReleaseBody;
  checkReleaseBody(body.body);
  if (release.immutable) checkFrozen(release, body);
  const changed: ReleaseRecord = {
    ...release,
    tagName: body.tag_name ?? release.tagName,
    targetCommitish: body.target_commitish ?? release.targetCommitish,
    name: body.name === undefined ? release.name : body.name,
    body: body.body === undefined ? release.body : body.body,
    prerelease: body.prerelease ?? release.prerelease,
    makeLatest: body.make_latest ?? release.makeLatest,
    updatedAt: isoDate(call.world.clock.now()),
  };
  if (changed.tagName !== release.tagName) await checkTagName(call, changed);
  if (body.draft === true && !release.draft) changed.draft = true;
  const result = release.draft && body.draft === false ? await publish(call, changed) : changed;
  Object.assign(release, result);
  await writeRules(repository);
  return ok(viewRelease(call.world, repository, release));
}

/** Only title and notes of an immutable release may change. */
function checkFrozen(release: ReleaseRecord, body: ReleaseBody): void {
  const frozen =
    (body.tag_name ?? release.tagName) !== release.tagName ||
    (body.target_commitish ?? release.targetCommitish) !== release.targetCommitish ||
    (body.prerelease ?? release.prerelease) !== release.prerelease ||
    body.draft === true;
  if (frozen) throw unprocessable('Cannot update an immutable release: only its title and notes may change');
}

async function checkTagName(call: Call, release: ReleaseRecord): Promise<void> {
  const { repository } = call;
  if (!isRefName(`refs/tags/${release.tagName}`)) {
    throw validationFailed({
      resource: 'Release',
      code: 'custom',
      field: 'tag_name',
      message: 'tag_name is not a valid tag',
    });
  }
  if (repository.burnedTags.has(release.tagName)) {
    const message = 'tag_name was used by an immutable release';
    throw validationFailed({ resource: 'Release', code: 'custom', field: 'tag_name', message });
  }
}

/** No workflow's token may bring changes of workflow files; GitHub says 404 and no more. */
async function touchesWorkflows(call: Call, sha: string): Promise<boolean> {
  const { git, defaultBranch } = call.repository;
  const main = await readRef(git, `refs/heads/${defaultBranch}`);
  const changes = await diffFiles(git, { before: main?.sha, after: sha });
  return changes.some(({ path, status }) => path.startsWith('.github/workflows/') && status !== 'removed');
}

/** Gives the release its tag, made at the target where it does not exist, and its date. */
async function publish(call: Call, release: ReleaseRecord): Promise<ReleaseRecord> {
  const { repository, world } = call;
  const taken = repository.releases.some(
    ({ id, tagName, draft }) => id !== release.id && tagName === release.tagName && !draft,
  );
  if (taken) throw validationFailed({ resource: 'Release', code: 'already_exists', field: 'tag_name' });
  const ref = `refs/tags/${release.tagName}`;
  if ((await readRef(repository.git, ref)) === undefined) {
    const target = await resolveCommit(repository, release.targetCommitish);
    if (target === undefined) {
      throw validationFailed({ resource: 'Release', code: 'invalid', field: 'target_commitish' });
    }
    if (call.actor.type === 'bot' && (await touchesWorkflows(call, target.sha))) throw notFound();
    checkCreation(repository, ref);
    await createRef(repository.git, ref, target.sha);
    markCreated(repository.git, ref, world.clock.now());
  }
  const commit = await readCommit(repository.git, ref);
  return {
    ...release,
    draft: false,
    createdAt: commit?.committer.date ?? release.createdAt,
    publishedAt: isoDate(world.clock.now()),
    immutable: repository.immutableReleases,
  };
}
