/**
 * How long to wait before a call is sent again: what the server asks for (`retry-after`, the rate limits of
 * GitHub's REST documentation), else exponential back-off with full jitter (AWS Architecture Blog, 2015).
 */
import { replyMessage, type Reply } from '../github/transport/call.ts';

/** A longer wait would burn paid minutes: the step fails with a time to come back instead. */
export const MAX_WAIT_MS = 120_000;

const BASE_MS = 1000;
const CAP_MS = 30_000;
/** What GitHub prescribes for a secondary limit that names no time. */
const SECONDARY_LIMIT_MS = 60_000;

/** @param attempt of the one that failed, from 1. @param random uniform in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
}

/** Whether the reply is about the pace of the calls and not about the call. */
export function isRateLimited(reply: Reply): boolean {
  if (reply.status === 429) return true;
  if (reply.status !== 403) return false;
  return reply.headers['retry-after'] !== undefined || /rate limit|abuse/i.test(replyMessage(reply));
}

/**
 * Milliseconds that the server asks to wait; undefined when it does not ask. Times are taken relative to the
 * server's own `Date`, because the machine's clock may be off by minutes.
 */
export function requestedDelayMs(reply: Reply, now: Date): number | undefined {
  const { headers } = reply;
  const serverNow = parseDate(headers.date) ?? now.getTime();
  const retryAfter = headers['retry-after'];
  if (retryAfter !== undefined) {
    if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
    const until = parseDate(retryAfter);
    if (until !== undefined) return Math.max(0, until - serverNow);
  }
  if (!isRateLimited(reply)) return undefined;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) {
    // One second more: the reset is told in whole seconds.
    return Math.max(0, reset * 1000 - serverNow) + 1000;
  }
  return SECONDARY_LIMIT_MS;
}

function parseDate(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
