/** Commits of the git data API. */
import { z } from 'zod';
import type { Commit } from '../../../domain/kernel/platform.ts';
import type { GitHubClient } from '../transport/client.ts';
import { committerShape, isOfPlatform, verificationShape } from './platform-commit.ts';

const commitShape = z
  .object({
    sha: z.string(),
    tree: z.object({ sha: z.string() }),
    parents: z.array(z.object({ sha: z.string() })),
    committer: committerShape,
    verification: verificationShape,
  })
  .transform((commit): Commit => ({
    sha: commit.sha,
    tree: commit.tree.sha,
    parents: commit.parents.map((parent) => parent.sha),
    isOfPlatform: isOfPlatform(commit),
  }));

interface Signature {
  readonly name: string;
  readonly email: string;
  /** RFC 3339. */
  readonly date: string;
}

export interface NewCommit {
  readonly message: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Without it, GitHub uses the owner of the token and signs the commits of a bot. */
  readonly author?: Signature;
  readonly committer?: Signature;
}

export function readCommit(client: GitHubClient, sha: string): Promise<Commit> {
  return client.read(
    {
      purpose: `read the commit ${sha.slice(0, 7)}`,
      route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      parameters: { commit_sha: sha },
      permission: 'contents: read',
    },
    commitShape,
  );
}

/** No ref points to the new commit yet, so writing it twice has no visible effect. */
export async function createCommit(client: GitHubClient, commit: NewCommit): Promise<string> {
  const call = {
    purpose: 'write a commit',
    route: 'POST /repos/{owner}/{repo}/git/commits',
    parameters: { ...commit },
    permission: 'contents: write',
  };
  return (await client.idempotentWrite(call, commitShape)).sha;
}
