/** The repository itself: its settings, commits and permissions. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Repositories } from '../../../ports/github.ts';
import type { Call } from '../transport/call.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Commit, Comparison } from '../../../domain/kernel/platform.ts';
import { changedFileShape, pathsOf } from '../conversation/changed-files.ts';
import { readCommit } from './git-commits.ts';

/** As GitHub describes a repository, alone and within a pull request. */
export const settingsShape = z.object({ default_branch: z.string(), private: z.boolean() });
export type RepositorySettings = z.infer<typeof settingsShape>;

/** Read once in a step, unless something else said them before. */
export interface Settings {
  read(): Promise<RepositorySettings>;
  learn(settings: RepositorySettings): void;
}

export function createSettings(client: GitHubClient): Settings {
  let known: Promise<RepositorySettings> | undefined;
  return {
    read: () =>
      (known ??= client.read(
        { purpose: 'read the repository', route: 'GET /repos/{owner}/{repo}' },
        settingsShape,
      )),
    learn: (settings) => {
      known ??= Promise.resolve(settings);
    },
  };
}

const permissionShape = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']) });

/** An account without a login is an address that the platform does not know. */
const accountShape = z.object({ login: z.string().optional() }).nullish();
const writersShape = z.object({ author: accountShape, committer: accountShape });

/** In a comparison the tree is a part of the commit beside who made it. */
const comparedShape = z
  .object({
    sha: z.string(),
    commit: z.object({ tree: z.object({ sha: z.string() }) }),
    parents: z.array(z.object({ sha: z.string() })),
  })
  .transform(({ sha, commit, parents }): Commit => ({
    sha,
    tree: commit.tree.sha,
    parents: parents.map((parent) => parent.sha),
  }));

/** The `before` of a push event that creates a branch. */
const NO_COMMIT = /^0+$/;

export function createRepositories(client: GitHubClient, settings: Settings): Repositories {
  /** What a comparison said of them: commits do not change. */
  const commits = new Map<string, Commit>();
  return {
    defaultBranch: async () => (await settings.read()).default_branch,
    isPrivate: async () => (await settings.read()).private,
    commit: async (sha) => commits.get(sha) ?? (await readCommit(client, sha)),
    commitsBetween: async (before, after) => {
      const between = await commitsBetween(client, before, after);
      if (between === undefined) return [after];
      for (const commit of between) commits.set(commit.sha, commit);
      return between.map(({ sha }) => sha);
    },
    compare: (before, after) => compare(client, before, after),
    writersOf: async (sha) => {
      const call = {
        purpose: `read who wrote the commit ${sha.slice(0, 7)}`,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        parameters: { ref: sha },
        permission: 'contents: read',
      };
      const { author, committer } = await client.read(call, writersShape);
      return [author, committer].flatMap((account) => (account?.login === undefined ? [] : [account.login]));
    },
    permission: async (login) => {
      const call = {
        purpose: `read the permission of ${login}`,
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        parameters: { username: login },
      };
      return (await client.readOptional(call, permissionShape))?.permission ?? 'none';
    },
  };
}

/** @returns undefined where nothing can be compared. */
async function commitsBetween(
  client: GitHubClient,
  before: string,
  after: string,
): Promise<readonly Commit[] | undefined> {
  if (NO_COMMIT.test(before)) return undefined;
  try {
    const call = comparisonOf(before, after);
    return await client.list(call, comparedShape, { key: 'commits', totalKey: 'total_commits' });
  } catch (error) {
    // After a force push the commit may not exist any more.
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  }
}

function comparisonOf(before: string, after: string): Call {
  return {
    purpose: `compare ${before.slice(0, 7)} with ${after.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { basehead: `${before}...${after}` },
    permission: 'contents: read',
  };
}

/** The files come with the first page of the commits, and GitHub lists no more than 300 of them. */
const MAX_COMPARED_FILES = 300;
const MAX_COMPARED_COMMITS = 100;

const comparisonShape = z.object({
  behind_by: z.number(),
  total_commits: z.number(),
  commits: z.array(z.object({ sha: z.string() })),
  files: z.array(changedFileShape).optional(),
});

/** One request, or as many more as the commits have pages. */
async function compare(client: GitHubClient, before: string, after: string): Promise<Comparison | undefined> {
  const call = comparisonOf(before, after);
  const parameters = { ...call.parameters, per_page: MAX_COMPARED_COMMITS };
  const compared = await client.readOptional({ ...call, parameters }, comparisonShape);
  if (compared === undefined) return undefined;
  const { behind_by: lacking, total_commits: count, files = [] } = compared;
  const listed =
    count === compared.commits.length ? compared.commits : await commitsBetween(client, before, after);
  return {
    commits: (listed ?? []).map(({ sha }) => sha),
    lacking,
    changedFiles: { paths: files.flatMap(pathsOf), isComplete: files.length < MAX_COMPARED_FILES },
  };
}
