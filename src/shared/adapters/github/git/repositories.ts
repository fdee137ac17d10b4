/** The repository itself: its settings, commits and permissions. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Repositories } from '../../../ports/github.ts';
import type { GitHubClient } from '../transport/client.ts';
import { readCommit } from './git-commits.ts';

const repositoryShape = z.object({ default_branch: z.string(), private: z.boolean() });
const permissionShape = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']) });
const commitShape = z.object({ sha: z.string() });

/** The `before` of a push event that creates a branch. */
const NO_COMMIT = /^0+$/;

export function createRepositories(client: GitHubClient): Repositories {
  let settings: Promise<z.infer<typeof repositoryShape>> | undefined;
  const readSettings = (): Promise<z.infer<typeof repositoryShape>> =>
    (settings ??= client.read(
      { purpose: 'read the repository', route: 'GET /repos/{owner}/{repo}' },
      repositoryShape,
    ));
  return {
    defaultBranch: async () => (await readSettings()).default_branch,
    isPrivate: async () => (await readSettings()).private,
    commit: (sha) => readCommit(client, sha),
    commitsBetween: (before, after) => commitsBetween(client, before, after),
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

async function commitsBetween(
  client: GitHubClient,
  before: string,
  after: string,
): Promise<readonly string[]> {
  if (NO_COMMIT.test(before)) return [after];
  const call = {
    purpose: `compare ${before.slice(0, 7)} with ${after.slice(0, 7)}`,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { basehead: `${before}...${after}` },
    permission: 'contents: read',
  };
  try {
    return (await client.list(call, commitShape, { key: 'commits', totalKey: 'total_commits' })).map(
      ({ sha }) => sha,
    );
  } catch (error) {
    // After a force push the commit may not exist any more.
    if (error instanceof ServiceError && error.status === 404) return [after];
    throw error;
  }
}
