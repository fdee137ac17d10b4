/** Pull requests: opened, listed, changed, merged, and asked for by commit. */
import { isoDate } from '../clock.ts';
import { isAncestor, mergeBase } from '../git/ancestry.ts';
import { diffFiles, listCommits, readCommits } from '../git/history.ts';
import { readRef } from '../git/refs.ts';
import { type Call, numberParam, param } from '../http/call.ts';
import { listReply } from '../http/paginate.ts';
import { created, notFound, ok, refuse, type Reply, unprocessable, validationFailed } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import type { IssueRecord } from '../state/records.ts';
import { viewCommit, viewFileChange } from '../view/commit.ts';
import { viewReview } from '../view/review.ts';
import { requireHistory } from './git-refs.ts';
import { type MergeMethod, mergePull } from './pull-merge.ts';
import { openPull } from './pull-open.ts';
import { MAX_LISTED_FILES, pullOf, viewPull, viewSimplePull } from './pull-view.ts';
import { checkBody } from './text-limits.ts';

const REPO = '/repos/{owner}/{repo}';
const PULL = `${REPO}/pulls/{pull_number}`;
const read = [{ 'pull-requests': 'read' }] as const;
const write = [{ 'pull-requests': 'write' }] as const;

export const pullRoutes: readonly Route[] = [
  { method: 'GET', template: `${REPO}/pulls`, needs: read, handle: listPulls },
  { method: 'POST', template: `${REPO}/pulls`, needs: write, handle: postPull },
  {
    method: 'GET',
    template: PULL,
    needs: read,
    handle: async (call) => ok(await viewPull(call.world, call.repository, requirePull(call))),
  },
  { method: 'PATCH', template: PULL, needs: write, handle: patchPull },
  { method: 'PUT', template: `${PULL}/merge`, needs: [{ contents: 'write' }], handle: putMerge },
  {
    method: 'GET',
    template: `${PULL}/commits`,
    needs: read,
    handle: async (call) => {
      const commits = await readCommits(call.repository.git, await commitsOf(call, requirePull(call)));
      return listReply(call, commits, (commit) => viewCommit(call.world, call.repository, commit));
    },
  },
  {
    method: 'GET',
    template: `${PULL}/files`,
    needs: read,
    handle: async (call) => {
      const { baseSha, headSha: sha } = pullOf(requirePull(call));
      const before = await mergeBase(call.repository.git, baseSha, sha);
      const changes = await diffFiles(call.repository.git, { before, after: sha, patches: true });
      return listReply(call, changes.slice(0, MAX_LISTED_FILES), (change) =>
        viewFileChange(call.world, call.repository, { sha, change }),
      );
    },
  },
  {
    method: 'GET',
    template: `${PULL}/reviews`,
    needs: read,
    handle: (call) => {
      const { number } = requirePull(call);
      const reviews = call.repository.reviews.filter(({ pull }) => pull === number);
      return listReply(call, reviews, (review) => viewReview(call.world, call.repository, review));
    },
  },
  {
    method: 'GET',
    template: `${REPO}/commits/{commit_sha}/pulls`,
    needs: read,
    handle: pullsOfCommit,
  },
];

function requirePull(call: Call): IssueRecord {
  const number = numberParam(call, 'pull_number');
  const issue = call.repository.issues.find((candidate) => candidate.number === number);
  if (issue?.pull === undefined) throw notFound();
  return issue;
}

function listPulls(call: Call): Promise<Reply> {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const found = repository.issues
    .filter((issue) => issue.pull !== undefined)
    .filter((issue) => state === 'all' || issue.state === state)
    .filter((issue) => base === null || pullOf(issue).baseRef === base)
    .filter((issue) => head === null || headLabel(issue) === head);
  const byUpdate = query.get('sort') === 'updated';
  const sorted = found.toSorted((left, right) =>
    byUpdate && left.updatedAt !== right.updatedAt
      ? left.updatedAt < right.updatedAt
        ? -1
        : 1
      : left.number - right.number,
  );
  const direction = query.get('direction') ?? 'desc';
  return listReply(call, direction === 'asc' ? sorted : sorted.reverse(), (issue) =>
    viewSimplePull(call.world, repository, issue),
  );
}

/** `owner:branch`, as the filter `head` has it. */
function headLabel(issue: IssueRecord): string {
  const { headRepository, headRef } = pullOf(issue);
  return `${headRepository.split('/')[0] ?? ''}:${headRef}`;
}

async function postPull(call: Call): Promise<Reply> {
  const { repository, world, actor } = call;
  const body = call.body as { title: string; head: string; base: string; body?: string; draft?: boolean };
  // The setting is about the token of a workflow, and not about another App.
  if (actor.login === 'github-actions[bot]' && !repository.actionsMayCreatePulls) {
    throw refuse(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  }
  checkBody('PullRequest', body.body);
  const issue = await openPull(world, repository, {
    title: body.title,
    head: body.head,
    base: body.base,
    body: body.body ?? null,
    draft: body.draft ?? false,
    author: actor.login,
  });
  const view = await viewPull(world, repository, issue);
  return created(view, String(view.url));
}

async function patchPull(call: Call): Promise<Reply> {
  const issue = requirePull(call);
  const pull = pullOf(issue);
  const body = call.body as { title?: string; body?: string; state?: 'open' | 'closed'; base?: string };
  checkBody('PullRequest', body.body);
  if (body.title !== undefined) issue.title = body.title;
  if (body.body !== undefined) issue.body = body.body;
  if (body.base !== undefined) {
    const tip = await readRef(call.repository.git, `refs/heads/${body.base}`);
    if (tip === undefined)
      throw validationFailed({ resource: 'PullRequest', field: 'base', code: 'invalid' });
    pull.baseChanges.push({ at: isoDate(call.world.clock.now()), isAutomatic: false });
    Object.assign(pull, { baseRef: body.base, baseSha: tip.sha });
  }
  const now = isoDate(call.world.clock.now());
  if (body.state === 'closed' && issue.state === 'open') {
    Object.assign(issue, { state: 'closed', closedAt: now, closedBy: call.actor.login });
  }
  if (body.state === 'open' && issue.state === 'closed') {
    if (pull.merged !== null) throw unprocessable('Validation Failed: a merged pull request stays closed');
    Object.assign(issue, { state: 'open', closedAt: null, closedBy: null });
  }
  issue.updatedAt = now;
  return ok(await viewPull(call.world, call.repository, issue));
}

async function putMerge(call: Call): Promise<Reply> {
  const body = call.body as {
    merge_method?: MergeMethod;
    sha?: string;
    commit_title?: string;
    commit_message?: string;
  } | null;
  const merged = await mergePull(call.world, call.repository, {
    issue: requirePull(call),
    method: body?.merge_method ?? 'merge',
    by: call.actor.login,
    expectedHead: body?.sha,
    title: body?.commit_title,
    message: body?.commit_message,
  });
  return ok({ sha: merged, merged: true, message: 'Pull Request successfully merged' });
}

/** Oldest first. */
async function commitsOf(call: Call, issue: IssueRecord): Promise<readonly string[]> {
  const pull = pullOf(issue);
  if (pull.merged !== null) return pull.merged.commits;
  return (await listCommits(call.repository.git, [`${pull.baseSha}..${pull.headSha}`])).toReversed();
}

/** On the default branch: the merged pull requests that brought the commit; elsewhere: all that hold it. */
async function pullsOfCommit(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const sha = param(call, 'commit_sha');
  await requireHistory(repository);
  if ((await repository.git.objects.read(`${sha}^{commit}`)) === undefined) {
    throw unprocessable(`No commit found for SHA: ${sha}`);
  }
  const main = await readRef(repository.git, `refs/heads/${repository.defaultBranch}`);
  const isOnMain = main !== undefined && (await isAncestor(repository.git, sha, main.sha));
  const found: IssueRecord[] = [];
  for (const issue of repository.issues) {
    const merged = issue.pull?.merged;
    if (issue.pull === undefined || (isOnMain && merged == null)) continue;
    const holds = merged?.landed.includes(sha) === true || (await commitsOf(call, issue)).includes(sha);
    if (holds) found.push(issue);
  }
  return listReply(call, found, (issue) => viewSimplePull(world, repository, issue));
}
