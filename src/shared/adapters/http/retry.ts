/**
 * Retries: how often, after which pause, and what is looked up before a create is sent again. A response can
 * be lost after the request had its effect; a create that is simply resent would duplicate comments and issues.
 */
import { ServiceError, type StewardError } from '../../domain/kernel/errors.ts';
import type { Clock, Log } from '../../ports/runner.ts';
import { backoffMs, MAX_WAIT_MS } from './backoff.ts';

const MAX_ATTEMPTS = 6;

/** Lists lag behind writes by seconds (GitHub's do), so one empty look-up says nothing. */
const LOOKUPS = 2;

/** A failed attempt that may succeed when it is sent again. It may have had its effect. */
export class RetryableError extends Error {
  /** What the caller gets after the last attempt. */
  readonly error: StewardError;
  /** What the server asks to wait. */
  readonly waitMs: number | undefined;

  constructor(error: StewardError, waitMs?: number) {
    super(error.message, { cause: error });
    this.error = error;
    this.waitMs = waitMs;
  }
}

export interface RetryPolicy {
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** For reads, and for writes that have the same effect however often they are sent. */
export async function withRetry<T>(policy: RetryPolicy, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      if (attempt === MAX_ATTEMPTS) throw error.error;
      await pause(policy, error, attempt);
    }
  }
}

/**
 * A create that has its effect once. After an attempt with an unknown effect, and after a refusal of a
 * duplicate (409, 422), `find` looks for the result; what it finds is adopted.
 */
export async function createIdempotent<T>(
  policy: RetryPolicy,
  send: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const found = await lookUp(policy, { error, attempt, find });
      if (found !== undefined) return found;
      if (!(error instanceof RetryableError)) throw error;
      if (attempt === MAX_ATTEMPTS) throw error.error;
    }
  }
}

async function lookUp<T>(
  policy: RetryPolicy,
  { error, attempt, find }: { error: unknown; attempt: number; find: () => Promise<T | undefined> },
): Promise<T | undefined> {
  if (error instanceof ServiceError && (error.status === 409 || error.status === 422)) return find();
  if (!(error instanceof RetryableError)) return undefined;
  for (let lookup = 1; lookup <= LOOKUPS; lookup++) {
    await pause(policy, error, attempt + lookup - 1);
    const found = await find();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws ServiceError with the time to run the job again, when the server asks for a wait above the limit. */
async function pause(
  { clock, log, random }: RetryPolicy,
  failed: RetryableError,
  attempt: number,
): Promise<void> {
  const waitMs = failed.waitMs ?? backoffMs(attempt, random);
  if (waitMs > MAX_WAIT_MS) {
    const until = new Date(clock.now().getTime() + waitMs).toISOString();
    throw new ServiceError('SERVICE_FAILED', `${failed.message}; it asks to wait until ${until}`, {
      cause: failed.error,
      retryable: true,
      hint: `run the job again after ${until}: it resumes where this one stopped`,
    });
  }
  log.debug(`${failed.message}; sending again in ${Math.round(waitMs)} ms`);
  await clock.sleep(waitMs);
}
