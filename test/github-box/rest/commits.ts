/** Commits, branches, tags and comparisons. */
import { mergeBase } from '../git/ancestry.ts';
import { type FileChange, diffFiles, listCommits, readCommits } from '../git/history.ts';
import { type Commit, readCommit } from '../git/objects.ts';
import { listRefs, readRef, type Ref } from '../git/refs.ts';
import { type Call, param } from '../http/call.ts';
import { listReply, takePage } from '../http/paginate.ts';
import { notFound, ok, refuse, type Reply, unprocessable } from '../http/reply.ts';
import type { Route } from '../http/router.ts';
import { viewAccount } from '../view/account.ts';
import { viewCommit, viewFileChange } from '../view/commit.ts';
import { encodePath, nodeId } from '../view/links.ts';
import { repositoryPage, repositoryUrl } from '../view/repository.ts';
import { resolveCommit } from './resolve.ts';

const REPO = '/repos/{owner}/{repo}';
const read = [{ contents: 'read' }] as const;

export const commitRoutes: readonly Route[] = [
  { method: 'GET', template: `${REPO}/commits`, needs: read, handle: getCommits },
  { method: 'GET', template: `${REPO}/commits/{ref}`, needs: read, handle: getCommit },
  { method: 'GET', template: `${REPO}/compare/{basehead}`, needs: read, handle: compare },
  { method: 'GET', template: `${REPO}/branches`, needs: read, handle: getBranches },
  { method: 'GET', template: `${REPO}/branches/{branch}`, needs: read, handle: getBranch },
  { method: 'GET', template: `${REPO}/activity`, needs: read, handle: getActivities },
  { method: 'GET', template: `${REPO}/tags`, needs: read, handle: getTags },
];

async function getCommits(call: Call): Promise<Reply> {
  const { repository, query } = call;
  const name = query.get('sha') ?? repository.defaultBranch;
  const start = await resolveCommit(repository, name);
  if (start === undefined) {
    const empty = (await listRefs(repository.git, 'refs/')).length === 0;
    throw empty ? refuse(409, 'Git Repository is empty.') : notFound();
  }
  const options: string[] = [];
  for (const limit of ['since', 'until', 'author']) {
    const value = query.get(limit);
    if (value !== null) options.push(`--${limit}=${value}`);
  }
  const path = query.get('path');
  const args = [...options, start.sha, ...(path === null ? [] : ['--', path])];
  const { items, headers } = takePage(call, await listCommits(repository.git, args));
  const commits = await readCommits(repository.git, items);
  return ok(
    commits.map((commit) => viewCommit(call.world, repository, commit)),
    headers,
  );
}

/** The newest first. GitHub pages by cursor; the first page is all that is asked for here. */
async function getActivities(call: Call): Promise<Reply> {
  const { repository, query, world } = call;
  const ref = query.get('ref');
  const asked = repository.activities
    .filter((activity) => ref === null || activity.ref === ref || activity.ref === `refs/heads/${ref}`)
    .toReversed();
  return await listReply(call, asked, ({ id, actor, before, after, type, at, ...activity }) => ({
    ...{ id, node_id: nodeId('PushEvent', id), before, after, ref: activity.ref },
    ...{ timestamp: at, activity_type: type, actor: viewAccount(world, actor) },
  }));
}

async function getCommit(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const name = param(call, 'ref');
  const commit = await resolveCommit(repository, name);
  if (commit === undefined) throw unprocessable(`No commit found for SHA: ${name}`);
  if (String(call.headers.accept).includes('vnd.github.sha')) {
    return {
      status: 200,
      raw: { bytes: Buffer.from(commit.sha), contentType: 'application/vnd.github.sha' },
    };
  }
  const changes = await diffFiles(repository.git, {
    before: commit.parents[0],
    after: commit.sha,
    patches: true,
  });
  return ok({
    ...viewCommit(world, repository, commit),
    stats: countLines(changes),
    files: changes.map((change) => viewFileChange(world, repository, { sha: commit.sha, change })),
  });
}

function countLines(changes: readonly FileChange[]): Record<string, number> {
  const additions = changes.reduce((sum, change) => sum + change.additions, 0);
  const deletions = changes.reduce((sum, change) => sum + change.deletions, 0);
  return { additions, deletions, total: additions + deletions };
}

async function compare(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const { git } = repository;
  const [base, head, rest] = await Promise.all(
    param(call, 'basehead')
      .split('...')
      .map((name) => resolveSide(call, name)),
  );
  if (base === undefined || head === undefined || rest !== undefined) throw notFound();
  const common = await mergeBase(git, base.sha, head.sha);
  const fork = common === undefined ? undefined : await readCommit(git, common);
  if (fork === undefined) throw refuse(404, `No common ancestor between ${base.sha} and ${head.sha}.`);
  const ahead = (await listCommits(git, [`${base.sha}..${head.sha}`])).toReversed();
  const behind = await listCommits(git, [`${head.sha}..${base.sha}`]);
  const { items, headers } = takePage(call, ahead);
  const commits = await readCommits(git, items);
  const changes = await diffFiles(git, { before: fork.sha, after: head.sha, patches: true });
  const body = {
    ...viewComparisonLinks(call, `${base.sha}...${head.sha}`),
    base_commit: viewCommit(world, repository, base),
    merge_base_commit: viewCommit(world, repository, fork),
    status: compareStatus(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: commits.map((commit) => viewCommit(world, repository, commit)),
    files: changes.map((change) => viewFileChange(world, repository, { sha: head.sha, change })),
  };
  return ok(body, headers);
}

function viewComparisonLinks(call: Call, range: string): Record<string, string> {
  const page = `${repositoryPage(call.world, call.repository)}/compare/${range}`;
  return {
    url: `${repositoryUrl(call.world, call.repository)}/compare/${range}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
  };
}

function compareStatus(ahead: number, behind: number): string {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

/** `owner:branch` of a fork counts only where its commits are here already. */
async function resolveSide(call: Call, name: string): Promise<Commit | undefined> {
  const local = await resolveCommit(call.repository, name);
  if (local !== undefined) return local;
  const [owner, branch] = name.split(':', 2);
  const fork = call.world.findRepository(`${owner ?? ''}/${call.repository.name}`);
  const tip = fork === undefined ? undefined : await readRef(fork.git, `refs/heads/${branch ?? ''}`);
  return tip === undefined ? undefined : readCommit(call.repository.git, tip.sha);
}

async function getBranches(call: Call): Promise<Reply> {
  const refs = await listRefs(call.repository.git, 'refs/heads/');
  return listReply(call, refs, (ref) => ({
    name: ref.name.slice('refs/heads/'.length),
    commit: { sha: ref.sha, url: `${repositoryUrl(call.world, call.repository)}/commits/${ref.sha}` },
    protected: false,
  }));
}

async function getBranch(call: Call): Promise<Reply> {
  const { repository, world } = call;
  const name = param(call, 'branch');
  const commit = await readCommit(repository.git, `refs/heads/${name}`);
  if (commit === undefined) throw refuse(404, 'Branch not found');
  const self = `${repositoryUrl(world, repository)}/branches/${encodePath(name)}`;
  return ok({
    name,
    commit: viewCommit(world, repository, commit),
    _links: { self, html: `${repositoryPage(world, repository)}/tree/${encodePath(name)}` },
    protected: false,
    protection: {
      enabled: false,
      required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
    },
    protection_url: `${self}/protection`,
  });
}

async function getTags(call: Call): Promise<Reply> {
  const refs = await listRefs(call.repository.git, 'refs/tags/');
  return listReply(call, refs.toReversed(), (ref) => viewTagRef(call, ref));
}

async function viewTagRef(call: Call, ref: Ref): Promise<unknown> {
  const name = ref.name.slice('refs/tags/'.length);
  const commit = await readCommit(call.repository.git, ref.name);
  const url = repositoryUrl(call.world, call.repository);
  return {
    name,
    zipball_url: `${url}/zipball/${encodePath(ref.name)}`,
    tarball_url: `${url}/tarball/${encodePath(ref.name)}`,
    commit: { sha: commit?.sha, url: `${url}/commits/${commit?.sha ?? ''}` },
    node_id: nodeId('Ref', ref.name),
  };
}
