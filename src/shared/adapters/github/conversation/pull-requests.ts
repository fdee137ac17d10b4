/** Pull requests, their reviews and what they change. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { PullRequest, Review } from '../../../domain/kernel/platform.ts';
import type { PullRequests } from '../../../ports/github.ts';
import { authorShape } from './author.ts';
import { readChangedFiles } from './changed-files.ts';
import { readProposal } from './proposals.ts';
import { settingsShape, type Settings } from '../git/repositories.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

const headShape = z.object({
  sha: z.string(),
  ref: z.string(),
  // null once a fork has been deleted
  repo: z.object({ full_name: z.string() }).nullish(),
});

const rawShape = z.object({
  number: z.number(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  merged_at: z.string().nullish(),
  merged_by: z.object({ login: z.string() }).nullish(),
  user: authorShape,
  head: headShape,
  base: z.object({ sha: z.string(), ref: z.string(), repo: settingsShape.nullish() }),
  // Of an open pull request it is a test merge.
  merge_commit_sha: z.string().nullish(),
  commits: z.number().optional(),
  html_url: z.string(),
});

function describe(pull: z.infer<typeof rawShape>): PullRequest {
  const { base, head } = pull;
  const merged = typeof pull.merged_at === 'string';
  return {
    number: pull.number,
    title: pull.title,
    state: pull.state,
    merged,
    mergedBy: pull.merged_by?.login,
    author: pull.user,
    head: { sha: head.sha, ref: head.ref, repository: head.repo?.full_name },
    base: { sha: base.sha, ref: base.ref },
    mergeCommit: merged ? (pull.merge_commit_sha ?? undefined) : undefined,
    commits: pull.commits,
    url: pull.html_url,
  };
}

const pullRequestShape = rawShape.transform(describe);

const reviewShape = z
  .object({
    user: authorShape,
    state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
    commit_id: z.string().nullish(),
  })
  .transform((review): Review => ({
    login: review.user,
    state: review.state,
    commit: review.commit_id ?? undefined,
  }));

const permission = 'pull-requests: read';

export function createPullRequests(client: GitHubClient, settings: Settings): PullRequests {
  /** Its base is this repository, whose settings stand there too. */
  const get = async (number: number): Promise<PullRequest> => {
    const raw = await client.read(getCall(number), rawShape);
    if (raw.base.repo) settings.learn(raw.base.repo);
    return describe(raw);
  };
  return {
    get,
    ofCommit: async (sha) => {
      const merged = (await associated(client, sha)).filter((pull) => pull.merged);
      // The list does not contain who merged.
      return Promise.all(merged.map(({ number }) => get(number)));
    },
    openWithHead: async (sha, headRepository) => {
      const open = await listOpen(client);
      return open.filter(({ head }) => head.sha === sha && head.repository === headRepository);
    },
    reviews: (number) => {
      const call: Call = {
        purpose: `list the reviews of #${number}`,
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        parameters: { pull_number: number },
        permission,
      };
      return client.list(call, reviewShape);
    },
    changedFiles: (number) => readChangedFiles(client, number),
    proposal: (number, base) => readProposal(client, number, base),
  };
}

export function readPullRequest(client: GitHubClient, number: number): Promise<PullRequest> {
  return client.read(getCall(number), pullRequestShape);
}

function getCall(number: number): Call {
  return {
    purpose: `read pull request #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    permission,
  };
}

function listOpen(client: GitHubClient): Promise<readonly PullRequest[]> {
  const call: Call = {
    purpose: 'list the open pull requests',
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: { state: 'open' },
    permission,
  };
  return client.list(call, pullRequestShape);
}

async function associated(client: GitHubClient, sha: string): Promise<readonly PullRequest[]> {
  const call: Call = {
    purpose: `list the pull requests of ${sha.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    parameters: { commit_sha: sha },
    permission,
  };
  try {
    return await client.list(call, pullRequestShape);
  } catch (error) {
    // A new commit takes seconds to be known everywhere; the caller sends the request again.
    if (error instanceof ServiceError && (error.status === 404 || error.status === 422)) return [];
    throw error;
  }
}
