/** Pull requests, their reviews and what they change. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { PullRequest, Review } from '../../../domain/kernel/platform.ts';
import type { PullRequests } from '../../../ports/github.ts';
import { authorShape } from './author.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';

const headShape = z.object({
  sha: z.string(),
  ref: z.string(),
  // null once a fork has been deleted
  repo: z.object({ full_name: z.string() }).nullish(),
});

const pullRequestShape = z
  .object({
    number: z.number(),
    title: z.string(),
    state: z.enum(['open', 'closed']),
    merged_at: z.string().nullish(),
    merged_by: z.object({ login: z.string() }).nullish(),
    user: authorShape,
    head: headShape,
    base: z.object({ sha: z.string(), ref: z.string() }),
    // Of an open pull request it is a test merge.
    merge_commit_sha: z.string().nullish(),
    commits: z.number().optional(),
    html_url: z.string(),
  })
  .transform((pull): PullRequest => ({
    number: pull.number,
    title: pull.title,
    state: pull.state,
    merged: typeof pull.merged_at === 'string',
    mergedBy: pull.merged_by?.login,
    author: pull.user,
    head: { sha: pull.head.sha, ref: pull.head.ref, repository: pull.head.repo?.full_name },
    base: pull.base,
    mergeCommit: typeof pull.merged_at === 'string' ? (pull.merge_commit_sha ?? undefined) : undefined,
    commits: pull.commits,
    url: pull.html_url,
  }));

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

const fileShape = z.object({ filename: z.string(), previous_filename: z.string().optional() });

const permission = 'pull-requests: read';

export function createPullRequests(client: GitHubClient): PullRequests {
  return {
    get: (number) => readPullRequest(client, number),
    ofCommit: async (sha) => {
      const merged = (await associated(client, sha)).filter((pull) => pull.merged);
      // The list does not contain who merged.
      return Promise.all(merged.map(({ number }) => readPullRequest(client, number)));
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
    changedFiles: (number) => listChangedFiles(client, number),
  };
}

function readPullRequest(client: GitHubClient, number: number): Promise<PullRequest> {
  const call: Call = {
    purpose: `read pull request #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    permission,
  };
  return client.read(call, pullRequestShape);
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

/** A renamed file counts under both of its names. */
async function listChangedFiles(client: GitHubClient, number: number): Promise<readonly string[]> {
  const call: Call = {
    purpose: `list the files of #${number}`,
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: { pull_number: number },
    permission,
  };
  const files = await client.list(call, fileShape);
  return files.flatMap((file) =>
    file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
  );
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
