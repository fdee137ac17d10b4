/** The author of a comment, an issue or a run; GitHub sends null for a deleted account, and shows it as "ghost". */
import { z } from 'zod';
import type { Author } from '../transport/identity.ts';

export const accountShape = z.object({ login: z.string(), type: z.string().optional() }).nullish();

export const authorShape = accountShape.transform((user) => (user == null ? 'ghost' : loginOf(user)));

/** With its kind, for what is found by its author. */
export const writerShape = accountShape.transform((user): Author => ({
  login: user?.login ?? 'ghost',
  isBot: user?.type === 'Bot',
}));

const BOT_SUFFIX = '[bot]';

/** That of a bot says so, also where the name of its App does not: the coding agent of GitHub is called "Copilot". */
export function loginOf({ login, type }: NonNullable<z.infer<typeof accountShape>>): string {
  return type === 'Bot' ? botLogin(login) : login;
}

/** GraphQL gives an App its name alone, and REST does so for some. */
export function botLogin(login: string): string {
  return login.endsWith(BOT_SUFFIX) ? login : `${login}${BOT_SUFFIX}`;
}
