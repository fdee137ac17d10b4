/** Who may write to the repository, and whose a commit is. */
import { z } from 'zod';
import { ServiceError } from '../../domain/kernel/errors.ts';
import { accessLevels, type SignedCommit } from '../../domain/kernel/platform.ts';
import type { People } from '../../ports/github.ts';
import { coAuthorsIn } from '../../domain/supply-chain/co-authors.ts';
import { accountShape, authorShape, loginOf } from './conversation/author.ts';
import type { GitHubClient } from './transport/client.ts';

const permissionShape = z.object({ permission: z.enum(accessLevels) });

/** Who pushed is known to the platform; whom a commit names as its author, anybody can write. */
const activitiesShape = z.array(z.object({ after: z.string(), actor: authorShape }));

type Account = z.infer<typeof accountShape>;

interface Named {
  readonly author?: Account;
  readonly committer?: Account;
}

/** The accounts that have the addresses which the commit names. */
const signedShape = z.object({ author: accountShape, committer: accountShape }).transform(signersIn);

const signedCommitShape = z
  .object({
    sha: z.string(),
    author: accountShape,
    committer: accountShape,
    commit: z.object({ message: z.string() }),
  })
  .transform(({ sha, commit, ...named }): SignedCommit => ({
    sha,
    signers: [...signersIn(named), ...coAuthorsIn(commit.message)],
  }));

const writerShape = z.object({ login: z.string(), type: z.string() });

/** Of one branch, the newest. */
const MAX_ACTIVITIES = 100;
/** GitHub lists no more (https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request). */
const MAX_PULL_COMMITS = 250;

export function createPeople(client: GitHubClient): People {
  return {
    permission: async (login) => {
      const call = {
        purpose: `read the permission of ${login}`,
        route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
        parameters: { username: login },
      };
      return (await client.readOptional(call, permissionShape))?.permission ?? 'none';
    },
    writers: async () => {
      const call = {
        purpose: 'list who may write',
        route: 'GET /repos/{owner}/{repo}/collaborators',
        parameters: { permission: 'push' },
      };
      const listed = await undefinedWhereRefused(client.list(call, writerShape));
      return listed?.filter(({ type }) => type === 'User').map(({ login }) => login);
    },
    pushesTo: async (branch) => {
      const call = {
        purpose: `read who pushed to ${branch}`,
        route: 'GET /repos/{owner}/{repo}/activity',
        parameters: { ref: `refs/heads/${branch}`, per_page: MAX_ACTIVITIES },
        permission: 'contents: read',
      };
      const pushes = await undefinedWhereRefused(client.readOptional(call, activitiesShape));
      return pushes && { pushes, isWhole: pushes.length < MAX_ACTIVITIES };
    },
    signersOf: async (sha) => {
      const call = {
        purpose: `read whom ${sha.slice(0, 7)} names as its author`,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        parameters: { ref: sha },
        permission: 'contents: read',
      };
      return [...new Set((await client.readOptional(call, signedShape)) ?? [])];
    },
    signedCommits: async (pull) => {
      const call = {
        purpose: `list the commits of #${pull}`,
        route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
        parameters: { pull_number: pull },
        permission: 'pull-requests: read',
      };
      const listed = await client.list(call, signedCommitShape);
      return listed.length < MAX_PULL_COMMITS ? listed : undefined;
    },
  };
}

function signersIn({ author, committer }: Named): readonly string[] {
  return [author, committer].flatMap((account) => (account == null ? [] : [loginOf(account)]));
}

/** Some servers have no such list, and some tokens may not read it. */
async function undefinedWhereRefused<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && [403, 404, 422].includes(error.status ?? 0)) return undefined;
    throw error;
  }
}
