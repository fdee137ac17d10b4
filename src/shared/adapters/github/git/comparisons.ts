/** What one commit has that another one lacks: its commits, and the files that they change. */
import { z } from 'zod';
import type { Commit, CommitComparison } from '../../../domain/kernel/platform.ts';
import { changedFileShape, pathsOf } from '../conversation/changed-files.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import { committerShape, isOfPlatform, verificationShape } from './platform-commit.ts';
import { isObjectName } from '../../../domain/kernel/digest-form.ts';

/** In a comparison the tree is a part of the commit beside who made it. */
const comparedShape = z
  .object({
    sha: z.string(),
    commit: z.object({
      tree: z.object({ sha: z.string() }),
      committer: committerShape,
      verification: verificationShape,
    }),
    parents: z.array(z.object({ sha: z.string() })),
  })
  .transform(({ sha, commit, parents }): Commit => ({
    sha,
    tree: commit.tree.sha,
    parents: parents.map((parent) => parent.sha),
    isOfPlatform: isOfPlatform(commit),
  }));

/** The `before` of a push event that creates a branch. */
const NO_COMMIT = /^0+$/;

function comparisonOf(before: string, after: string): Call {
  return {
    purpose: `compare ${before.slice(0, 7)} with ${after.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { basehead: `${before}...${after}` },
    permission: 'contents: read',
  };
}

/** Without merges that only bring the file as one side had it. */
export function readChangesOf(client: GitHubClient, path: string, until: string): Promise<readonly Commit[]> {
  const call = {
    purpose: `list the commits that changed ${path}`,
    route: 'GET /repos/{owner}/{repo}/commits',
    parameters: { path, sha: until, per_page: MAX_COMPARED_COMMITS },
    permission: 'contents: read',
  };
  return client.read(call, z.array(comparedShape));
}

/** The files come with the first page of the commits, and GitHub lists no more than 300 of them. */
const MAX_COMPARED_FILES = 300;
const MAX_COMPARED_COMMITS = 100;

const comparisonShape = z.object({
  behind_by: z.number(),
  total_commits: z.number(),
  commits: z.array(comparedShape),
  files: z.array(changedFileShape).optional(),
});

export interface Comparisons {
  /** @returns undefined where nothing can be compared. */
  commitsBetween(before: string, after: string): Promise<readonly Commit[] | undefined>;
  compare(before: string, after: string): Promise<CommitComparison | undefined>;
}

interface Compared {
  readonly commits: readonly Commit[];
  readonly comparison: CommitComparison;
}

/** One request for two commits, or as many more as theirs have pages; it is asked once, for commits do not change. */
export function createComparisons(client: GitHubClient): Comparisons {
  const known = new Map<string, Compared>();
  const read = async (before: string, after: string): Promise<Compared | undefined> => {
    const key = `${before}...${after}`;
    const found = known.get(key) ?? (await readComparison(client, before, after));
    if (found !== undefined && [before, after].every(isObjectName)) known.set(key, found);
    return found;
  };
  return {
    commitsBetween: async (before, after) => (await read(before, after))?.commits,
    compare: async (before, after) => (await read(before, after))?.comparison,
  };
}

async function readComparison(
  client: GitHubClient,
  before: string,
  after: string,
): Promise<Compared | undefined> {
  if (NO_COMMIT.test(before)) return undefined;
  const call = comparisonOf(before, after);
  const parameters = { ...call.parameters, per_page: MAX_COMPARED_COMMITS };
  // After a force push the commit may not exist any more.
  const compared = await client.readOptional({ ...call, parameters }, comparisonShape);
  if (compared === undefined) return undefined;
  const { behind_by: lacking, total_commits: count, files = [] } = compared;
  const commits =
    count === compared.commits.length
      ? compared.commits
      : await client.list(call, comparedShape, { key: 'commits', totalKey: 'total_commits' });
  const isComplete = files.length < MAX_COMPARED_FILES;
  return {
    commits,
    comparison: {
      ...{ commits: commits.map(({ sha }) => sha), lacking },
      changedFiles: { paths: files.flatMap(pathsOf), isComplete },
    },
  };
}
