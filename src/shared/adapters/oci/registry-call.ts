/**
 * One call of a registry's API with its authorization, a time limit per attempt, retries of transient failures, and
 * errors that name the registry.
 */
import { ServiceError, StewardError } from '../../domain/kernel/errors.ts';
import type { ImageBlob } from '../../ports/registry.ts';
import { retryAfterMs } from '../http/backoff.ts';
import { describeNetworkError } from '../http/network-error.ts';
import { RetryableError, withRetry, type RetryPolicy } from '../http/retry.ts';
import { transferTimeoutMs } from '../http/time-limit.ts';
import { authorize, isTrustedRealm, parseChallenge } from './authorization.ts';
import type { Credentials, Get, Scope } from './authorization.ts';
import type { Endpoint } from './endpoint.ts';

export interface RegistryOptions extends RetryPolicy {
  /** Undefined for registries that are read anonymously. */
  credentials(registry: string): Credentials | undefined;
  /** Time limit of one attempt; bodies get more by their size. */
  readonly timeoutMs: number;
}

export interface RegistryCall {
  /** What is being done, for messages: `push of the model layer to acme/churn`. */
  readonly purpose: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Path below the origin, or an absolute address that the registry gave. */
  readonly path: string;
  readonly scopes: readonly Scope[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Pick<ImageBlob, 'sizeBytes' | 'content'>;
  /** Statuses that are a result; any other is an error. */
  readonly expect: readonly number[];
}

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
      if (!call.expect.includes(response.status))
        throw asRetryable(await refusal(endpoint, call, response), response.headers, options);
      return await consume(response);
    } catch (error) {
      if (error instanceof RetryableError) throw error;
      const ownError = findStewardError(error);
      if (ownError !== undefined) throw ownError;
      const got = describeNetworkError(error, timeoutMsOf(call, options));
      throw new RetryableError(unreachable(endpoint, call, got));
    }
  }

  const retry = <T>(attempts: () => Promise<T>): Promise<T> => withRetry(options, attempts);
  return {
    attempt,
    retry,
    call: (endpoint, call, consume) => retry(() => attempt(endpoint, call, consume)),
  };
}

/**
 * The first request is sent without credentials (or with the token of an earlier call of the same scopes). A registry
 * that wants to know who asks answers 401 with a challenge in `WWW-Authenticate`; the challenge says how to sign in,
 * the headers that result are kept for later calls, and the request is sent once more.
 * https://distribution.github.io/distribution/spec/auth/token/#how-to-authenticate
 */
function createAuthorizedSender(
  options: RegistryOptions,
): (endpoint: Endpoint, call: RegistryCall) => Promise<Response> {
  /** Authorization headers by registry and scopes. */
  const authorized = new Map<string, Readonly<Record<string, string>>>();
  const get: Get = (url, headers) => fetch(url, { headers, signal: AbortSignal.timeout(options.timeoutMs) });
  return async (endpoint, call) => {
    const timeoutMs = timeoutMsOf(call, options);
    const key = `${endpoint.registry} ${call.scopes.join(' ')}`;
    const response = await send(endpoint, call, { authorization: authorized.get(key), timeoutMs });
    if (response.status !== 401) return response;
    await response.body?.cancel();
    const challenge = parseChallenge(response.headers.get('www-authenticate'));
    const isTrusted = challenge?.scheme !== 'bearer' || isTrustedRealm(endpoint, challenge.realm);
    const credentials = isTrusted ? options.credentials(endpoint.registry) : undefined;
    const authorization = challenge && (await authorize(get, challenge, credentials, call.scopes));
    if (authorization === undefined) return response;
    authorized.set(key, authorization);
    return send(endpoint, call, { authorization, timeoutMs });
  };
}

interface SendOptions {
  readonly authorization: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs: number;
}

function send(
  endpoint: Endpoint,
  { path, method, headers, body }: RegistryCall,
  { authorization, timeoutMs }: SendOptions,
): Promise<Response> {
  const url = new URL(path, endpoint.origin);
  // The address of an upload may belong to the registry's storage, which must not receive the token.
  const isRegistry = url.origin === endpoint.origin;
  const length = body && { 'content-length': String(body.sizeBytes) };
  return fetch(url, {
    method,
    headers: { ...headers, ...length, ...(isRegistry && authorization) },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body && { body: ReadableStream.from(body.content()), duplex: 'half' as const }),
  });
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

function unreachable({ registry }: Endpoint, { purpose }: RegistryCall, got: string): ServiceError {
  return new ServiceError(
    'SERVICE_UNREACHABLE',
    `${purpose}: expected an answer from the registry ${registry}, got "${got}"`,
    { retryable: true, hint: `check that the runner can reach ${registry}, then run the job again` },
  );
}

async function refusal(
  { registry }: Endpoint,
  { purpose, scopes }: RegistryCall,
  response: Response,
): Promise<ServiceError> {
  const { status } = response;
  const got = `${status} "${readMessage(await response.text())}"`;
  const message = `${purpose}: expected the registry ${registry} to accept it, got ${got}`;
  if (status === 401 || status === 403) {
    const level = scopes.some((scope) => scope.endsWith('push')) ? 'write' : 'read';
    return new ServiceError('PERMISSION_MISSING', message, {
      status,
      hint:
        `on ghcr.io give the job \`packages: ${level}\` and give the repository access to the package; ` +
        'for other registries set `registry-username` and `registry-password`',
    });
  }
  const retryable = status >= 500 || status === 408 || status === 429;
  return new ServiceError('SERVICE_FAILED', message, { status, retryable });
}

/** With the wait that the registry asks for, where it does. */
function asRetryable(
  error: ServiceError,
  headers: Headers,
  { clock }: RegistryOptions,
): ServiceError | RetryableError {
  if (!error.retryable) return error;
  return new RetryableError(error, retryAfterMs(Object.fromEntries(headers), clock.now()));
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
function readMessage(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: readonly { code?: string; message?: string }[] };
    const lines = errors?.map(({ code = '', message = '' }) => `${code} ${message}`.trim()) ?? [];
    if (lines.length > 0) return lines.join(', ').slice(0, 300);
  } catch {
    // Proxies answer with their own pages: take the first line.
  }
  return body.split('\n')[0]?.slice(0, 120) ?? '';
}
