/** The real `@actions/github` client, pointed at a box, for the box's own tests. */
import { getOctokit } from '@actions/github';
import type { Box } from './box.ts';

export type Octokit = ReturnType<typeof getOctokit>;

/** Everything that a workflow's token can be given. */
export const ALL_PERMISSIONS = {
  actions: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  packages: 'write',
  'pull-requests': 'write',
  statuses: 'write',
} as const;

export const REPOSITORY = { owner: 'acme', repo: 'churn' } as const;

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export function createClient(box: Box, token: string): Octokit {
  return getOctokit(token, { baseUrl: box.apiUrl, log: silent });
}

/** A client whose token may do everything in `acme/churn`. */
export function createTrustedClient(box: Box): Octokit {
  return createClient(box, box.issueToken({ repository: 'acme/churn', permissions: ALL_PERMISSIONS }));
}

export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The refusal of a request that must not succeed. */
export async function failureOf(request: Promise<{ readonly status: number }>): Promise<Failure> {
  let status: number;
  try {
    ({ status } = await request);
  } catch (error) {
    const { status, response, message } = error as {
      status: number;
      message: string;
      response?: { data?: { message?: string }; headers?: Record<string, string> };
    };
    return { status, message: response?.data?.message ?? message, headers: response?.headers ?? {} };
  }
  throw new Error(`expected a refusal, got ${status}`);
}
