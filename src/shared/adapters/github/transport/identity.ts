/** The login of the token, the author of everything that it writes. Only what has this author counts as written by Model Steward. */
import { z } from 'zod';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { GitHubClient } from './client.ts';

/** The author of everything that a workflow's own token writes. */
const WORKFLOW_LOGIN = 'github-actions[bot]';

export type Identity = () => Promise<string>;

/** One request, at the first use. A workflow's token may not read `/user` (403); a personal access token may. */
export function createIdentity(client: GitHubClient): Identity {
  let login: Promise<string> | undefined;
  return () => (login ??= readLogin(client));
}

async function readLogin(client: GitHubClient): Promise<string> {
  try {
    const call = { purpose: 'read the login of the token', route: 'GET /user' };
    return (await client.read(call, z.object({ login: z.string() }))).login;
  } catch (error) {
    if (error instanceof ServiceError && (error.status === 403 || error.status === 404))
      return WORKFLOW_LOGIN;
    throw error;
  }
}
