/** The repository itself: its settings, commits and permissions. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { Repositories } from '../../../ports/github.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Commit } from '../../../domain/kernel/platform.ts';
import { authorShape } from '../conversation/author.ts';
import { commitsBetween } from './comparisons.ts';
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

/** Who pushed is known to the platform; whom a commit names as its author, anybody can write. */
const activitiesShape = z.array(z.object({ after: z.string(), actor: authorShape }));

/** Of one branch, the newest. */
const MAX_ACTIVITIES = 100;

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
    pushersOf: async (branch, sha) => {
      const call = {
        purpose: `read who pushed ${sha.slice(0, 7)} to ${branch}`,
        route: 'GET /repos/{owner}/{repo}/activity',
        parameters: { ref: `refs/heads/${branch}`, per_page: MAX_ACTIVITIES },
        permission: 'contents: read',
      };
      const activities = await undefinedWhereRefused(client.readOptional(call, activitiesShape));
      const pushers = (activities ?? []).filter(({ after }) => after === sha).map(({ actor }) => actor);
      return pushers.length === 0 ? undefined : pushers;
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

/** Some servers have no such list, and some tokens may not read it. */
async function undefinedWhereRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 403 || error.status === 422)) return undefined;
    throw error;
  }
}
