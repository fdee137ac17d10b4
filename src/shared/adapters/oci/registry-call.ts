/**
 * One call of a registry's API with its authorization: a time limit for each attempt, another attempt for
 * what may pass by itself, and errors that name the registry.
 */
import { ServiceError, StewardError } from '../../domain/kernel/errors.ts';
import { RetryableError, repeat, type RetryPolicy } from '../http/retry.ts';
import { describeNetworkError } from '../github/transport/exchange.ts';
import { authorize, isTrustedRealm, parseChallenge } from './authorization.ts';
import type { Credentials, Scope } from './authorization.ts';
import type { Endpoint } from './endpoint.ts';

export interface RegistryOptions extends RetryPolicy {
  /** Undefined for registries that are asked as nobody. */
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
  readonly body?: { readonly sizeBytes: number; readonly content: () => AsyncIterable<Uint8Array> };
  /** Statuses that are an answer; any other is an error. */
  readonly expect: readonly number[];
}

export type Consume<T> = (response: Response) => T | Promise<T>;

/** The slowest line that is worth waiting for. */
const MIN_BYTES_PER_MS = 500;

export class RegistryCaller {
  readonly #options: RegistryOptions;
  /** Authorization headers by registry and scopes, for as long as the registry takes them. */
  readonly #authorized = new Map<string, Readonly<Record<string, string>>>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * @param consume reads the body within the attempt: a body that breaks off is asked for again.
   * @throws ServiceError that names the registry and what it said.
   */
  async call<T>(endpoint: Endpoint, call: RegistryCall, consume: Consume<T>): Promise<T> {
    return this.repeat(() => this.attempt(endpoint, call, consume));
  }

  /** For calls that only make sense together: all of them again when one attempt fails. */
  async repeat<T>(send: () => Promise<T>): Promise<T> {
    return repeat(this.#options, send);
  }

  /** @throws RetryableError where sending again may help. */
  async attempt<T>(endpoint: Endpoint, call: RegistryCall, consume: Consume<T>): Promise<T> {
    try {
      const response = await this.#sendAuthorized(endpoint, call);
      if (!call.expect.includes(response.status)) throw await refusal(endpoint, call, response);
      return await consume(response);
    } catch (error) {
      if (error instanceof RetryableError) throw error;
      const ours = ownError(error);
      if (ours !== undefined) throw ours;
      const got = describeNetworkError(error, this.#timeoutOf(call));
      throw new RetryableError(unreachable(endpoint, call, got));
    }
  }

  async #sendAuthorized(endpoint: Endpoint, call: RegistryCall): Promise<Response> {
    const key = `${endpoint.registry} ${call.scopes.join(' ')}`;
    const response = await this.#send(endpoint, call, this.#authorized.get(key) ?? {});
    if (response.status !== 401) return response;
    await response.body?.cancel();
    const challenge = parseChallenge(response.headers.get('www-authenticate'));
    const isTrusted = challenge?.scheme !== 'bearer' || isTrustedRealm(endpoint, challenge.realm);
    const credentials = isTrusted ? this.#options.credentials(endpoint.registry) : undefined;
    const headers = challenge && (await authorize(this.#get, challenge, credentials, call.scopes));
    if (headers === undefined) return response;
    this.#authorized.set(key, headers);
    return this.#send(endpoint, call, headers);
  }

  readonly #get = (url: string, headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(url, { headers, signal: AbortSignal.timeout(this.#options.timeoutMs) });

  #send(
    endpoint: Endpoint,
    call: RegistryCall,
    authorization: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const url = new URL(call.path, endpoint.origin);
    // An upload address may lie on the registry's storage, where the token must not go.
    const isOwnRepository = url.origin === endpoint.origin;
    const { method, body } = call;
    const length = body && { 'content-length': String(body.sizeBytes) };
    return fetch(url, {
      method,
      headers: { ...call.headers, ...length, ...(isOwnRepository && authorization) },
      signal: AbortSignal.timeout(this.#timeoutOf(call)),
      ...(body && { body: ReadableStream.from(body.content()), duplex: 'half' as const }),
    });
  }

  #timeoutOf({ body }: RegistryCall): number {
    return this.#options.timeoutMs + Math.ceil((body?.sizeBytes ?? 0) / MIN_BYTES_PER_MS);
  }
}

/** A body that cannot be read (a file that changed) surfaces as the cause of a failed fetch. */
function ownError(error: unknown): StewardError | undefined {
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
): Promise<ServiceError | RetryableError> {
  const { status } = response;
  const got = `${status} "${readMessage(await response.text())}"`;
  const message = `${purpose}: expected the registry ${registry} to accept it, got ${got}`;
  if (status === 401 || status === 403) {
    const level = scopes.some((scope) => scope.endsWith('push')) ? 'write' : 'read';
    return new ServiceError('PERMISSION_MISSING', message, {
      status,
      hint:
        `the token may not do this: on ghcr.io the job needs \`packages: ${level}\` and the package must let ` +
        'the repository in; elsewhere pass `registry-username` and `registry-password`',
    });
  }
  const retryable = status >= 500 || status === 408 || status === 429;
  const error = new ServiceError('SERVICE_FAILED', message, { status, retryable });
  return retryable ? new RetryableError(error) : error;
}

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
function readMessage(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: readonly { code?: string; message?: string }[] };
    const lines = errors?.map(({ code = '', message = '' }) => `${code} ${message}`.trim()) ?? [];
    if (lines.length > 0) return lines.join(', ').slice(0, 300);
  } catch {
    // Proxies answer with pages of their own: their first line will have to do.
  }
  return body.split('\n')[0]?.slice(0, 120) ?? '';
}
