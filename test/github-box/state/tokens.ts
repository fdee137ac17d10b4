/** Tokens and what they may do: workflow tokens with their permissions, and people with their role. */
import { randomBytes } from 'node:crypto';

export type Access = 'read' | 'write';

/** Permissions that are needed together, in the words of a workflow's `permissions:`. */
export type Needs = Readonly<Record<string, Access>>;

export type Permissions = Readonly<Record<string, Access | 'none'>>;

export interface TokenOptions {
  /** `github-actions[bot]` by default. */
  readonly login?: string;
  /** `bot`: an installation's token, as workflows have it. `user`: a person's. */
  readonly type?: 'bot' | 'user';
  /** Slug of a GitHub App: the token of its installation, which writes as `<slug>[bot]`. */
  readonly app?: string;
  /** As `permissions:` of a job. A person without any has what their role in the repository gives. */
  readonly permissions?: Permissions;
  /** `owner/name`: a bot's token reaches no other. */
  readonly repository?: string;
}

export interface Actor {
  readonly login: string;
  readonly type: 'bot' | 'user';
  readonly token: string | undefined;
  readonly permissions: Permissions | undefined;
  readonly repository: string | undefined;
}

export const ANONYMOUS: Actor = {
  login: '',
  type: 'user',
  token: undefined,
  permissions: {},
  repository: undefined,
};

export interface Tokens {
  issue(options: TokenOptions & { readonly login: string }): string;
  find(token: string): Actor | undefined;
  revoke(token: string): void;
}

export function createTokens(): Tokens {
  const actors = new Map<string, Actor>();
  return {
    issue: ({ login, type = 'bot', permissions, repository }) => {
      // Long and random: engines mask every occurrence of a secret in their logs.
      const token = `${type === 'bot' ? 'ghs' : 'ghp'}_${randomBytes(18).toString('hex')}`;
      const granted = permissions ?? (type === 'bot' ? {} : undefined);
      actors.set(token, { login, type, token, permissions: granted, repository });
      return token;
    },
    find: (token) => actors.get(token),
    revoke: (token) => void actors.delete(token),
  };
}

const levels = ['none', 'read', 'write'] as const;

export function isGranted(permissions: Permissions, needs: Needs): boolean {
  return Object.entries(needs).every(
    ([name, access]) => levels.indexOf(permissions[name] ?? 'none') >= levels.indexOf(access),
  );
}

/** `issues=write; pull_requests=write`, as in the header X-Accepted-GitHub-Permissions. */
export function formatNeeds(alternatives: readonly Needs[]): string {
  return alternatives
    .map((needs) =>
      Object.entries(needs)
        .map(([name, access]) => `${name.replaceAll('-', '_')}=${access}`)
        .join(','),
    )
    .join('; ');
}
