/**
 * Work whose failure must not end the step: a comment, a status, the ledger. An expected failure (`StewardError`)
 * becomes a value or a warning; a defect is thrown on.
 */
import { Cancelled } from '../domain/kernel/cancellation.ts';
import { StewardError } from '../domain/kernel/errors.ts';
import type { Log } from '../ports/runner.ts';

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: StewardError };

export async function attempt<T>(work: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof StewardError) return { ok: false, error };
    throw error;
  }
}

export type LastResort<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

/** For work after something that cannot be undone: a defect becomes a value too. @throws a cancellation only. */
export async function attemptAsLastResort<T>(work: () => Promise<T>): Promise<LastResort<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { ok: false, error };
  }
}

/** Node.js rejects with the reason of the signal, or with an AbortError that has it as its cause. */
function isCancellation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof Cancelled || (error.name === 'AbortError' && error.cause instanceof Cancelled);
}

/**
 * @param what begins the warning: "ledger: earlier checks could not be read".
 * @returns undefined when the work failed.
 */
export async function tryOrWarn<T>(
  log: Pick<Log, 'warning'>,
  what: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const result = await attempt(work);
  if (result.ok) return result.value;
  log.warning(`${what}: ${result.error.message}`);
  return undefined;
}
