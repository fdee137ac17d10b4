/**
 * One request and its reply, through the Octokit of `@actions/github` on top of a fetch that limits the time
 * of the whole reply and rejects a truncated one. Octokit alone turns a truncated body into an empty string
 * with status 200. No retries here.
 */
import { describeNetworkError, NetworkError } from '../../http/network-error.ts';
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
  /** What for, as it ends a sentence; it is not sent. */
  readonly purpose?: string;
  /** Leaves the body unread (`data` is a stream or null) and follows no redirect. */
  readonly stream?: boolean;
}

export interface GitRequest {
  /** Such as `https://github.com/acme/churn.git/git-upload-pack`. */
  readonly url: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly timeoutMs: number;
}

export interface Exchange {
  send(request: ExchangeRequest): Promise<Reply>;
  /** POST of one request of git's protocol, with the token as git sends it; `data` is the bytes of the reply. */
  sendGit(request: GitRequest): Promise<Reply>;
  /** GET of a URL from another reply, without the token. */
  fetchForeign(url: string, timeoutMs: number): Promise<Response>;
}

/** A refusal is a sentence; a proxy may send a page. */
const MAX_REFUSAL_BYTES = 200;

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
    sendGit: async (request) => exchangeGit((await connect()).fetch, options.token, request),
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

/** Loaded with the first request: loading costs time, and many steps send none. */
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
    // The toolkit's fetch uses the proxy of a self-hosted runner; Node's does not.
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

/** https://git-scm.com/docs/http-protocol; any name goes with a token, and this one is what GitHub documents. */
async function exchangeGit(
  fetch: Fetch,
  token: string,
  { url, body, timeoutMs }: GitRequest,
): Promise<Reply> {
  const headers = {
    authorization: `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
    'content-type': 'application/x-git-upload-pack-request',
    'git-protocol': 'version=2',
  };
  try {
    const reply = await completeFetch(fetch, timeoutMs)(url, { method: 'POST', headers, body });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    const isAccepted = reply.status < 400;
    const data = isAccepted
      ? bytes
      : { message: Buffer.from(bytes.subarray(0, MAX_REFUSAL_BYTES)).toString() };
    return { status: reply.status, headers: Object.fromEntries(reply.headers), data };
  } catch (error) {
    throw new NetworkError(describeNetworkError(error, timeoutMs), { cause: error });
  }
}

function limitedFetch(fetch: Fetch, timeoutMs: number): Fetch {
  return (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}

const MOVED: readonly number[] = [301, 302, 307, 308];
const MAX_REDIRECTS = 3;

/**
 * A repository that was renamed or transferred answers under its former name with the address of the new one. fetch alone
 * would turn a POST into a GET. A reply that leads to another host, which must not get the token, is not followed.
 */
function followingFetch(fetch: Fetch): Fetch {
  return async (first, init) => {
    let url = first instanceof Request ? first.url : first.toString();
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(url, { ...init, redirect: 'manual' });
      const next = MOVED.includes(response.status) ? response.headers.get('location') : null;
      const isOwn = next !== null && new URL(next, url).origin === new URL(url).origin;
      if (!isOwn || redirects === MAX_REDIRECTS) return response;
      await response.body?.cancel();
      url = new URL(next, url).href;
    }
  };
}

/** Reads the whole body within the time limit; a body that ends early rejects. */
function completeFetch(fetch: Fetch, timeoutMs: number): Fetch {
  return async (url, init) => {
    const response = await limitedFetch(followingFetch(fetch), timeoutMs)(url, init);
    const body = new Uint8Array(await response.arrayBuffer());
    const declared = response.headers.get('content-length');
    const isEncoded = response.headers.has('content-encoding');
    // A reply without a body may declare the one that it stands for.
    const hasBody = response.status !== 304;
    if (declared !== null && hasBody && !isEncoded && Number(declared) !== body.length) {
      throw new Error(`expected a body of ${declared} bytes, got ${body.length}`);
    }
    const { status, statusText, headers } = response;
    return new Response(body.length === 0 ? null : body, { status, statusText, headers });
  };
}

/** Octokit throws for 4xx and 5xx, which are replies here. Its errors without a reply are network errors. */
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
