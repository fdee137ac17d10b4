/**
 * Sending again: how often, after which pause, and what is looked up before a create is repeated. A reply
 * can be lost after its effect, so a create that is simply resent doubles comments, issues and releases.
 */
import { ServiceError, type StewardError } from '../../domain/kernel/errors.ts';
import type { Clock, Log } from '../../ports/runner.ts';
import { backoffMs, MAX_WAIT_MS } from './backoff.ts';

export const MAX_ATTEMPTS = 6;

/** Lists of GitHub lag behind its writes by seconds, so one empty look-up proves nothing. */
const LOOKUPS = 2;

/** One attempt without a usable answer. It may have had its effect; sending again may help. */
export class RetryableError extends Error {
  /** What the caller gets when the attempts are used up. */
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

/** For what may be sent any number of times: reads, and writes with the same effect every time. */
export async function repeat<T>(patience: RetryPolicy, send: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      if (attempt === MAX_ATTEMPTS) throw error.error;
      await pause(patience, error, attempt);
    }
  }
}

/**
 * For what must happen once. After every attempt whose effect is unknown, `find` says whether it happened;
 * its answer is adopted. A refusal because it is there already (409, 422) is settled by `find` as well.
 */
export async function createOnce<T>(
  patience: RetryPolicy,
  send: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const found = await lookUp(patience, { error, attempt, find });
      if (found !== undefined) return found;
      if (!(error instanceof RetryableError)) throw error;
      if (attempt === MAX_ATTEMPTS) throw error.error;
    }
  }
}

async function lookUp<T>(
  patience: RetryPolicy,
  { error, attempt, find }: { error: unknown; attempt: number; find: () => Promise<T | undefined> },
): Promise<T | undefined> {
  if (error instanceof ServiceError && (error.status === 409 || error.status === 422)) return find();
  if (!(error instanceof RetryableError)) return undefined;
  for (let lookup = 1; lookup <= LOOKUPS; lookup++) {
    await pause(patience, error, attempt + lookup - 1);
    const found = await find();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws the attempt's error, with the time to come back, when the server asks for too long a wait. */
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
      hint: `run the job again after ${until}: it continues where this one stopped`,
    });
  }
  log.debug(`${failed.message}; sending again in ${Math.round(waitMs)} ms`);
  await clock.sleep(waitMs);
}
