/**
 * Who writes with this token. Only what this author wrote counts as written by Model Steward. GraphQL's `viewer` knows it
 * for a workflow's token, the installation of an App and a person; REST's `GET /user` for a person alone. Where both are
 * refused, the first reply to a write says it, and until then a marker counts when a bot wrote it.
 */
import { z } from 'zod';
import type { GitHubClient } from './client.ts';
import { unlessRefused } from './service-errors.ts';

export interface Author {
  readonly login: string;
  /** An App, workflows included, and no person. */
  readonly isBot: boolean;
}

export interface Identity {
  /** At most two requests, at the first use. @returns undefined where nothing says it. */
  login(): Promise<string | undefined>;
  /** Whether the author of something that begins with a marker is this token's. */
  isOwn(author: Author): Promise<boolean>;
  /** The author of a reply to a write of this token. */
  learn(author: Author): void;
}

export function createIdentity(client: GitHubClient): Identity {
  let known: Promise<string | undefined> | undefined;
  const login = (): Promise<string | undefined> => (known ??= readLogin(client));
  return {
    login,
    isOwn: async (author) => {
      const own = await login();
      return own === undefined ? author.isBot : author.login === own;
    },
    learn: (author) => {
      known = Promise.resolve(author.login);
    },
  };
}

const userShape = z.object({ login: z.string() });

async function readLogin(client: GitHubClient): Promise<string | undefined> {
  const purpose = 'read the login of the token';
  const viewer = await unlessRefused(() =>
    client.query({ purpose, query: '{ viewer { login } }' }, z.object({ viewer: userShape })),
  );
  if (viewer !== undefined) return viewer.viewer.login;
  return (await unlessRefused(() => client.read({ purpose, route: 'GET /user' }, userShape)))?.login;
}
