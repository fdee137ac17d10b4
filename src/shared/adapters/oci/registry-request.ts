/**
 * One request of a registry's API, redirects included. The storage that a registry redirects to must not receive the
 * token: fetch alone would follow a redirect, but not with a body that is streamed.
 */
import type { RegistryLogin } from '../../domain/rollout/image/registry-login.ts';
import type { ImageBlob } from '../../ports/registry.ts';
import { transferTimeoutMs } from '../http/time-limit.ts';
import type { RetryPolicy } from '../http/retry.ts';
import type { Headers, Scope } from './authorization.ts';
import { onEndpoint, type Endpoint } from './endpoint.ts';

export interface RegistryRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Path below the origin, or an absolute address that the registry gave. */
  readonly path: string;
  readonly headers?: Headers;
  readonly body?: Pick<ImageBlob, 'sizeBytes' | 'content'>;
}

export interface RegistryOptions extends RetryPolicy {
  /** How to sign in to this registry, where it wants to know who asks. */
  login(registry: string): RegistryLogin;
  /** Time limit of one attempt; bodies get more by their size. */
  readonly timeoutMs: number;
}

export interface RegistryCall extends RegistryRequest {
  /** What is being done, for messages: `push of the model layer to acme/churn`. */
  readonly purpose: string;
  readonly scopes: readonly Scope[];
  /** Statuses that are a result; any other is an error. */
  readonly expect: readonly number[];
  /** Errors after which sending again may help, besides those of every call. */
  readonly retry?: readonly number[];
}

export interface SendOptions {
  readonly authorization: Headers | undefined;
  readonly timeoutMs: number;
}

export interface RegistryReply {
  readonly response: Response;
  /** Whether the registry itself replied, and not a storage that it redirected to. */
  readonly isRegistry: boolean;
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;

/** @returns the last reply: a redirect itself where there are too many of them, or where one leads nowhere. */
export async function sendRequest(
  endpoint: Endpoint,
  request: RegistryRequest,
  options: SendOptions,
): Promise<RegistryReply> {
  let url = new URL(request.path, endpoint.origin);
  for (let redirects = 0; ; redirects += 1) {
    const isRegistry = url.origin === endpoint.origin;
    const response = await sendOnce(
      url,
      request,
      isRegistry ? options : { ...options, authorization: undefined },
    );
    const next = REDIRECTS.includes(response.status) ? locationOf(response, endpoint) : undefined;
    if (next === undefined || redirects === MAX_REDIRECTS) return { response, isRegistry };
    await response.body?.cancel();
    url = next;
  }
}

/** @returns undefined where there is none, or none that can be followed. */
export function locationOf(response: Response, endpoint: Endpoint): URL | undefined {
  const location = response.headers.get('location') ?? '';
  if (location === '' || !URL.canParse(location, response.url)) return undefined;
  const url = onEndpoint(location, endpoint, response.url);
  return /^https?:$/.test(url.protocol) ? url : undefined;
}

function sendOnce(
  url: URL,
  { method, headers, body }: RegistryRequest,
  { authorization, timeoutMs }: SendOptions,
): Promise<Response> {
  const length = body && { 'content-length': String(body.sizeBytes) };
  return fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...headers, ...length, ...authorization },
    signal: AbortSignal.timeout(transferTimeoutMs(timeoutMs, body?.sizeBytes ?? 0)),
    ...(body && { body: ReadableStream.from(body.content()), duplex: 'half' as const }),
  });
}
