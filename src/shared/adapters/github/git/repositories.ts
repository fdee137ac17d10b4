/** The repository itself: its settings and its commits. */
import { z } from 'zod';
import type { Repositories } from '../../../ports/github.ts';
import type { GitHubClient } from '../transport/client.ts';
import type { Commit } from '../../../domain/kernel/platform.ts';
import type { Comparisons } from './comparisons.ts';
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

export function createRepositories(
  client: GitHubClient,
  settings: Settings,
  comparisons: Comparisons,
): Repositories {
  /** What was read of them, alone or in a comparison: commits do not change. */
  const commits = new Map<string, Commit>();
  return {
    defaultBranch: async () => (await settings.read()).default_branch,
    isPrivate: async () => (await settings.read()).private,
    commit: async (sha) => {
      const commit = commits.get(sha) ?? (await readCommit(client, sha));
      commits.set(commit.sha, commit);
      return commit;
    },
    commitsBetween: async (before, after) => {
      const between = await comparisons.commitsBetween(before, after);
      if (between === undefined) return [after];
      for (const commit of between) commits.set(commit.sha, commit);
      return between.map(({ sha }) => sha);
    },
  };
}
