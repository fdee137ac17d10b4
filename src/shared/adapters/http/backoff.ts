/**
 * How long to wait before a request is sent again: as long as the server asks for in `Retry-After`, else
 * exponential back-off with full jitter (AWS Architecture Blog, 2015).
 */

/** A longer wait would cost paid minutes of the runner: the step fails and says when to run it again. */
export const MAX_WAIT_MS = 120_000;

const BASE_MS = 1000;
const CAP_MS = 30_000;

/** @param attempt number of the failed attempt, from 1. @param random uniform in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
}

export interface RetryHeaders {
  /** Seconds, or an HTTP date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
  readonly 'retry-after'?: string | undefined;
  readonly date?: string | undefined;
}

/** Milliseconds; undefined when the server names no time. */
export function retryAfterMs(headers: RetryHeaders, now: Date): number | undefined {
  const retryAfter = headers['retry-after'];
  if (retryAfter === undefined) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const until = parseHttpDate(retryAfter);
  return until === undefined ? undefined : Math.max(0, until - serverTimeMs(headers, now));
}

/** The server's own `Date`, because the clock of the runner may be off by minutes. */
export function serverTimeMs({ date }: RetryHeaders, now: Date): number {
  return parseHttpDate(date) ?? now.getTime();
}

function parseHttpDate(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}
