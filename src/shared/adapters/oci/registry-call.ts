/**
 * One call of a registry's API with its authorization, a time limit per attempt, retries of transient failures, and
 * errors that name the registry.
 */
import { StewardError, type ServiceError } from '../../domain/kernel/errors.ts';
import { retryAfterMs } from '../http/backoff.ts';
import { describeNetworkError } from '../http/network-error.ts';
import { RetryableError, withRetry } from '../http/retry.ts';
import { transferTimeoutMs } from '../http/time-limit.ts';
import type { Endpoint } from './endpoint.ts';
import { readMessage, refusal, registryUnreachable } from './registry-errors.ts';
import type { RegistryCall, RegistryOptions } from './registry-request.ts';
import { askedOf, createAuthorizedSender } from './sign-in.ts';

export type Consume<T> = (response: Response) => T | Promise<T>;

export interface RegistryCaller {
  /**
   * With retries.
   * @param consume reads the body within the attempt, so that a transfer that breaks off is retried.
   * @throws ServiceError that names the registry and what it answered.
   */
  call<T>(endpoint: Endpoint, call: RegistryCall, consume: Consume<T>): Promise<T>;
  /** Without retries. @throws RetryableError where sending again may help. */
  attempt<T>(endpoint: Endpoint, call: RegistryCall, consume: Consume<T>): Promise<T>;
  /** For calls that only make sense together: all attempts are repeated when one of them fails. */
  retry<T>(attempts: () => Promise<T>): Promise<T>;
}

export function createRegistryCaller(options: RegistryOptions): RegistryCaller {
  const sendAuthorized = createAuthorizedSender(options);

  async function attempt<T>(endpoint: Endpoint, call: RegistryCall, consume: Consume<T>): Promise<T> {
    try {
      const response = await sendAuthorized(endpoint, call);
      if (call.expect.includes(response.status)) return await consume(response);
      throw await failure(options, { endpoint, call, response });
    } catch (error) {
      if (error instanceof RetryableError) throw error;
      const ownError = findStewardError(error);
      if (ownError !== undefined) throw ownError;
      const got = describeNetworkError(error, timeoutMsOf(call, options));
      throw new RetryableError(registryUnreachable(endpoint, call.purpose, got));
    }
  }

  const retry = <T>(attempts: () => Promise<T>): Promise<T> => withRetry(options, attempts);
  return {
    attempt,
    retry,
    call: (endpoint, call, consume) => retry(() => attempt(endpoint, call, consume)),
  };
}

function timeoutMsOf({ body }: RegistryCall, { timeoutMs }: Pick<RegistryOptions, 'timeoutMs'>): number {
  return transferTimeoutMs(timeoutMs, body?.sizeBytes ?? 0);
}

/** An error while the body is read (a file that changed) arrives as the cause of a failed fetch. */
function findStewardError(error: unknown): StewardError | undefined {
  let current = error;
  while (current instanceof Error) {
    if (current instanceof StewardError) return current;
    current = current.cause;
  }
  return undefined;
}

/** With the wait that the registry asks for, where it does. */
async function failure(
  options: RegistryOptions,
  { endpoint, call, response }: { endpoint: Endpoint; call: RegistryCall; response: Response },
): Promise<ServiceError | RetryableError> {
  const { status, headers } = response;
  const said = readMessage(await response.text());
  const error = refusal(endpoint, askedOf(endpoint, call, options), { status, said });
  if (!error.retryable && !call.retry?.includes(status)) return error;
  return new RetryableError(error, retryAfterMs(Object.fromEntries(headers), options.clock.now()));
}
