/** Users, organizations and bots, made on first mention. */

export type AccountType = 'User' | 'Bot' | 'Organization';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: AccountType;
}

export const ACTIONS_BOT = 'github-actions[bot]';

/** Their real numbers: e-mail addresses of commits carry them. */
const wellKnown: readonly Account[] = [
  { id: 41898282, login: ACTIONS_BOT, type: 'Bot' },
  { id: 49699333, login: 'dependabot[bot]', type: 'Bot' },
];

export interface Accounts {
  /** `type` counts on first mention; bots are known by `[bot]`. */
  get(login: string, type?: AccountType): Account;
  find(login: string): Account | undefined;
}

export function createAccounts(nextId: () => number): Accounts {
  const byLogin = new Map(wellKnown.map((account) => [account.login, account]));
  return {
    find: (login) => byLogin.get(login.toLowerCase()),
    get: (login, type) => {
      const known = byLogin.get(login.toLowerCase());
      if (known !== undefined) return known;
      const account = {
        id: nextId(),
        login,
        type: type ?? (login.endsWith('[bot]') ? 'Bot' : 'User'),
      } as const;
      byLogin.set(login.toLowerCase(), account);
      return account;
    },
  };
}

export function emailOf(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
