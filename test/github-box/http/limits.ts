/**
 * What GitHub answers at a rate limit. GraphQL says 200 for the primary one, and the reason in the body.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
 */
import type { Budget, LimitedResource } from '../state/rate-limits.ts';
import type { Actor } from '../state/tokens.ts';
import { refuse, type Reply } from './reply.ts';

const SECONDARY_LIMIT =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
/** Seconds. */
const SECONDARY_WAIT = '60';

export function limitHeaders(budget: Budget, resource: LimitedResource): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(budget.limit),
    'x-ratelimit-remaining': String(budget.remaining),
    'x-ratelimit-used': String(budget.used),
    'x-ratelimit-reset': String(budget.reset),
    'x-ratelimit-resource': resource,
  };
}

/** The budget of the hour is spent. */
export function primaryLimitReply(resource: LimitedResource, actor: Actor | undefined): Reply {
  const who = actor?.type === 'bot' ? 'installation ID 1' : `user ID ${actor?.login ?? 'anonymous'}`;
  if (resource === 'core') return refuse(403, `API rate limit exceeded for ${who}.`).reply;
  const message = `API rate limit already exceeded for ${who}.`;
  return { status: 200, body: { errors: [{ type: 'RATE_LIMIT', code: 'graphql_rate_limit', message }] } };
}

/** Too much at once. GraphQL may say it with 200 as well. */
export function secondaryLimitReply(status: number): Reply {
  const headers = { 'retry-after': SECONDARY_WAIT };
  if (status === 200) return { status, headers, body: { errors: [{ message: SECONDARY_LIMIT }] } };
  return { ...refuse(status, SECONDARY_LIMIT).reply, headers };
}
