/**
 * One request and its reply, through the Octokit of `@actions/github` with a fetch of ours underneath: it
 * limits the time of the whole reply and refuses one that was cut. Octokit alone turns a cut body into an
 * empty string with status 200. No retries here.
 */
import type { Reply } from './call.ts';

export interface ExchangeOptions {
  /** Root of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  readonly token: string;
}

export interface ExchangeRequest {
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  /** Leaves the body unread (`data` is a stream or null) and follows no redirect. */
  readonly stream?: boolean;
}

/** No usable answer: nothing arrived, or not all of it. The request may have had its effect all the same. */
export class NetworkError extends Error {}

export interface Exchange {
  send(request: ExchangeRequest): Promise<Reply>;
  /** GET of an address that another call handed out, without our token. */
  fetchForeign(url: string, timeoutMs: number): Promise<Response>;
}

type Fetch = typeof globalThis.fetch;

interface Requester {
  request(route: string, parameters: Record<string, unknown>): Promise<{ readonly data: unknown } & Head>;
  readonly fetch: Fetch;
}

interface Head {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

export function createExchange(options: ExchangeOptions): Exchange {
  let connected: Promise<Requester> | undefined;
  const connect = (): Promise<Requester> => (connected ??= connectOctokit(options));
  return {
    send: async (request) => exchange(await connect(), request),
    fetchForeign: async (url, timeoutMs) => {
      const { fetch } = await connect();
      try {
        return await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      } catch (error) {
        throw new NetworkError(describeNetworkError(error, timeoutMs), { cause: error });
      }
    },
  };
}

/** Loaded with the first request, because loading costs time that many steps never need. */
async function connectOctokit({ apiUrl, token }: ExchangeOptions): Promise<Requester> {
  const { getOctokit } = await import('@actions/github');
  const { defaults } = await import('@actions/github/lib/utils');
  const silent = (): void => undefined;
  const octokit = getOctokit(token, {
    baseUrl: apiUrl,
    userAgent: 'model-steward',
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  return {
    request: (route, parameters) => octokit.request(route, parameters),
    // The toolkit's own fetch honours the proxy of a self-hosted runner; Node's does not.
    fetch: defaults.request?.fetch as Fetch,
  };
}

async function exchange(requester: Requester, request: ExchangeRequest): Promise<Reply> {
  const { route, parameters, timeoutMs, stream = false } = request;
  const { headers, ...rest } = parameters as { headers?: Record<string, string> };
  try {
    const reply = await requester.request(route, {
      ...rest,
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28', ...headers },
      request: stream
        ? {
            fetch: limitedFetch(requester.fetch, timeoutMs),
            redirect: 'manual',
            parseSuccessResponseBody: false,
          }
        : { fetch: completeFetch(requester.fetch, timeoutMs) },
    });
    return { status: reply.status, headers: textHeaders(reply.headers), data: reply.data };
  } catch (error) {
    const refused = refusedReply(error);
    if (refused !== undefined) return refused;
    throw new NetworkError(describeNetworkError(error, timeoutMs), { cause: error });
  }
}

function limitedFetch(fetch: Fetch, timeoutMs: number): Fetch {
  return (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

/** Reads the whole body within the time limit; a body that ends early rejects here instead of vanishing later. */
function completeFetch(fetch: Fetch, timeoutMs: number): Fetch {
  return async (url, init) => {
    const response = await limitedFetch(fetch, timeoutMs)(url, init);
    const body = new Uint8Array(await response.arrayBuffer());
    const declared = response.headers.get('content-length');
    const isEncoded = response.headers.has('content-encoding');
    if (declared !== null && !isEncoded && Number(declared) !== body.length) {
      throw new Error(`expected a body of ${declared} bytes, got ${body.length}`);
    }
    const { status, statusText, headers } = response;
    return new Response(body.length === 0 ? null : body, { status, statusText, headers });
  };
}

/** Octokit throws for 4xx and 5xx; for us these are replies. Its errors without a reply are network errors. */
function refusedReply(error: unknown): Reply | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined;
  const response = error.response as ({ readonly data: unknown } & Head) | undefined;
  if (response === undefined) return undefined;
  return { status: response.status, headers: textHeaders(response.headers), data: response.data };
}

function textHeaders(headers: Head['headers']): Reply['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      value === undefined ? value : String(value),
    ]),
  );
}

/** The innermost cause says what happened: fetch itself only says "fetch failed" or "terminated". */
export function describeNetworkError(error: unknown, timeoutMs: number): string {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return String(innermost);
  if (innermost.name === 'TimeoutError') return `no complete answer within ${timeoutMs / 1000} s`;
  if (innermost instanceof AggregateError) return innermost.errors.map(String).join(', ');
  return innermost.message;
}
