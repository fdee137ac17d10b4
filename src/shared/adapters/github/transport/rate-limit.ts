/**
 * GitHub's rate limits, primary and secondary: which responses are about the rate of the requests, and how
 * long they ask to wait. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
import { z } from 'zod';
import { retryAfterMs, serverTimeMs } from '../../http/backoff.ts';
import { replyMessage, type Reply } from './call.ts';
import { parseOnce } from '../../../domain/kernel/parse-once.ts';

/** What GitHub prescribes for a secondary limit that names no time. */
const SECONDARY_LIMIT_MS = 60_000;

/** Whether the reply is about the rate of the calls and not about the call. */
export function isRateLimited(reply: Reply): boolean {
  if (reply.status === 429) return true;
  // GraphQL answers 200 where its hourly budget is spent, and may do so at a secondary limit.
  if (reply.status === 200) return hasRateLimitError(reply.data);
  if (reply.status !== 403) return false;
  return reply.headers['retry-after'] !== undefined || /rate limit|abuse/i.test(replyMessage(reply));
}

const errorsShape = z.object({
  errors: z.array(z.object({ type: z.string().optional(), message: z.string().optional() })).min(1),
});

/** `RATE_LIMITED` in older replies, `RATE_LIMIT` in newer ones; a secondary limit has only its sentence. */
function hasRateLimitError(data: unknown): boolean {
  const { data: reply } = parseOnce(errorsShape, data);
  return (reply?.errors ?? []).some(
    ({ type = '', message = '' }) => type.startsWith('RATE_LIMIT') || /secondary rate limit/i.test(message),
  );
}

/** Milliseconds that GitHub asks to wait; undefined when it does not ask. */
export function requestedDelayMs(reply: Reply, now: Date): number | undefined {
  const { headers } = reply;
  const retryAfter = retryAfterMs(headers, now);
  if (retryAfter !== undefined) return retryAfter;
  if (!isRateLimited(reply)) return undefined;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) {
    // One second more: the reset is in whole seconds.
    return Math.max(0, reset * 1000 - serverTimeMs(headers, now)) + 1000;
  }
  return SECONDARY_LIMIT_MS;
}
