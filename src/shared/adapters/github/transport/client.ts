/**
 * The one client of GitHub's REST API: every reply is complete and of the expected shape, or an error; every
 * list is complete; reads, idempotent writes and creates are retried in the way that is safe for each.
 */
import { z } from 'zod';
import { describeIssues } from '../../../domain/documents/schema-problems.ts';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { RepositoryName } from '../../../domain/kernel/platform.ts';
import { NetworkError } from '../../http/network-error.ts';
import { createIdempotent, RetryableError, withRetry, type RetryPolicy } from '../../http/retry.ts';
import { transferTimeoutMs } from '../../http/time-limit.ts';
import type { Call, Query, Reply } from './call.ts';
import type { Exchange } from './exchange.ts';
import { collectPages, type ListOptions, type Page, type PageRequest } from './pagination.ts';
import { isRateLimited, requestedDelayMs } from './rate-limit.ts';
import { refusalOf } from './refusal.ts';
import { createSeenReplies, type SeenReplies } from './seen-replies.ts';
import { dataOf } from './graphql-reply.ts';
import { failedService, malformed, rateLimited, unreachable } from './service-errors.ts';
import { parseOnce } from '../../../domain/kernel/parse-once.ts';

export interface ClientOptions extends RetryPolicy {
  readonly exchange: Exchange;
  readonly repository: RepositoryName;
  /** Root of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  /** Address of the GraphQL API. */
  readonly graphqlUrl: string;
  /** Address of the repository for git, such as `https://github.com/acme/churn.git`. */
  readonly gitUrl: string;
  /** Time limit of one attempt, its whole reply included. */
  readonly timeoutMs: number;
}

/** The bytes of a download as they arrive; a broken connection rejects with `NetworkError`. */
export type Body = AsyncIterable<Uint8Array>;

export interface GitHubClient {
  readonly repository: RepositoryName;
  /** Address of the repository for git. */
  readonly gitUrl: string;
  /** @throws ServiceError or ConflictError; a status of 404 is one of them. */
  read<T>(call: Call, shape: z.ZodType<T>): Promise<T>;
  /** A query of the GraphQL API; `shape` is that of its `data`. @throws ServiceError when any part of it is refused. */
  query<T>(query: Query, shape: z.ZodType<T>): Promise<T>;
  /** A request of git's protocol that changes nothing. @param sizeBytes of the reply, about. */
  git(call: Call, body: Uint8Array<ArrayBuffer>, sizeBytes: number): Promise<Buffer>;
  /** Like `read`; undefined for 404. */
  readOptional<T>(call: Call, shape: z.ZodType<T>): Promise<T | undefined>;
  /** All pages. @throws ServiceError for a list that cannot be read completely. */
  list<T>(call: Call, item: z.ZodType<T>, options?: ListOptions): Promise<readonly T[]>;
  /** A write that has the same effect however often it is sent. */
  idempotentWrite<T>(call: Call, shape: z.ZodType<T>): Promise<T>;
  /** A DELETE; 404 is a success. */
  removeIfThere(call: Call): Promise<void>;
  /** A write that has its effect once: `find` looks for the result before a retry and after a refused duplicate. */
  create<T>(call: Call, shape: z.ZodType<T>, find: () => Promise<T | undefined>): Promise<T>;
  /** Like `create`, for a body that is streamed again in each attempt, with a time limit by its size. */
  upload<T>(upload: Upload<T>): Promise<T>;
  /** `consume` throws `NetworkError` for bytes that should be downloaded again. */
  download<T>(call: Call, sizeBytes: number, consume: (body: Body) => Promise<T>): Promise<T>;
}

export interface Upload<T> {
  readonly makeCall: () => Call;
  readonly sizeBytes: number;
  readonly shape: z.ZodType<T>;
  readonly find: () => Promise<T | undefined>;
}

export function createClient(options: ClientOptions): GitHubClient {
  const attempt = async <T>(call: Call, shape: z.ZodType<T>, timeoutMs?: number): Promise<T> =>
    shaped(call, await send(options, call, { timeoutMs }), shape);
  const read = <T>(call: Call, shape: z.ZodType<T>): Promise<T> =>
    withRetry(options, () => attempt(call, shape));
  const seen = createSeenReplies();
  return {
    repository: options.repository,
    gitUrl: options.gitUrl,
    read,
    query: (query, shape) => withRetry(options, () => runQuery(options, query, shape)),
    git: (call, body, sizeBytes) => withRetry(options, () => sendGit(options, call, { body, sizeBytes })),
    idempotentWrite: read,
    readOptional: (call, shape) => undefinedFor404(read(call, shape)),
    removeIfThere: async (call) => {
      await undefinedFor404(read(call, z.unknown()));
    },
    list: (call, item, listOptions = {}) => list(options, { call, item, listOptions, seen }),
    create: (call, shape, find) => createIdempotent(options, () => attempt(call, shape), find),
    upload: ({ makeCall, sizeBytes, shape, find }) =>
      createIdempotent(
        options,
        () => attempt(makeCall(), shape, transferTimeoutMs(options.timeoutMs, sizeBytes)),
        find,
      ),
    download: (call, sizeBytes, consume) =>
      withRetry(options, async () => {
        try {
          return await consume(
            await openBody(options, call, transferTimeoutMs(options.timeoutMs, sizeBytes)),
          );
        } catch (error) {
          throw error instanceof NetworkError ? networkFailure(options, call, error) : error;
        }
      }),
  };
}

/** @throws RetryableError where a retry may help, else the error for the caller. */
async function send(
  options: ClientOptions,
  call: Call,
  {
    timeoutMs = options.timeoutMs,
    stream = false,
    alsoExpect,
  }: { timeoutMs?: number | undefined; stream?: boolean; alsoExpect?: number | undefined },
): Promise<Reply> {
  const { owner, name: repo } = options.repository;
  // A parameter that the route does not name would be sent in the body or in the query.
  const named = call.route.includes('{owner}') ? { owner, repo } : {};
  try {
    const parameters = { ...named, ...call.parameters };
    const reply = await options.exchange.send({
      ...{ route: call.route, parameters, timeoutMs, stream, purpose: call.purpose },
    });
    const isRedirect = reply.status >= 300 && reply.status < 400 && reply.status !== alsoExpect;
    if (!stream && isRedirect) throw refusalOf(call, reply);
    return accepted(options, call, reply);
  } catch (error) {
    throw error instanceof NetworkError ? networkFailure(options, call, error) : error;
  }
}

async function sendGit(
  options: ClientOptions,
  call: Call,
  { body, sizeBytes }: { readonly body: Uint8Array<ArrayBuffer>; readonly sizeBytes: number },
): Promise<Buffer> {
  const url = call.route.slice('POST '.length);
  const timeoutMs = transferTimeoutMs(options.timeoutMs, sizeBytes);
  try {
    const { data } = accepted(options, call, await options.exchange.sendGit({ url, body, timeoutMs }));
    return data instanceof Uint8Array ? Buffer.from(data) : Buffer.alloc(0);
  } catch (error) {
    throw error instanceof NetworkError ? networkFailure(options, call, error) : error;
  }
}

function networkFailure({ apiUrl }: ClientOptions, call: Call, cause: NetworkError): RetryableError {
  return new RetryableError(unreachable(new URL(apiUrl).host, call, cause));
}

/** The reply itself when it is a success. */
function accepted({ apiUrl, clock }: ClientOptions, call: Call, reply: Reply): Reply {
  const isLimited = isRateLimited(reply);
  if (reply.status < 400 && !isLimited) return reply;
  const { host } = new URL(apiUrl);
  const waitMs = requestedDelayMs(reply, clock.now());
  if (isLimited) throw new RetryableError(rateLimited(host, call, reply), waitMs);
  if (reply.status >= 500 || reply.status === 408) {
    throw new RetryableError(failedService(host, call, reply), waitMs);
  }
  throw refusalOf(call, reply);
}

function shaped<T>(call: Call, reply: Reply, shape: z.ZodType<T>): T {
  const result = parseOnce(shape, reply.data);
  if (result.success) return result.data;
  throw new RetryableError(malformed(call, reply, describeIssues(result.error.issues, reply.data)));
}

async function runQuery<T>(
  options: ClientOptions,
  { purpose, query, variables = {}, permission }: Query,
  shape: z.ZodType<T>,
): Promise<T> {
  const call: Call = {
    purpose,
    route: `POST ${options.graphqlUrl}`,
    parameters: { query, variables },
    ...(permission === undefined ? {} : { permission }),
  };
  const reply = await send(options, call, {});
  return shaped(call, { ...reply, data: dataOf(call, reply) }, shape);
}

interface Listing<T> {
  readonly call: Call;
  readonly item: z.ZodType<T>;
  readonly listOptions: ListOptions;
  readonly seen: SeenReplies;
}

function list<T>(options: ClientOptions, listing: Listing<T>): Promise<readonly T[]> {
  const target = { purpose: listing.call.purpose, apiUrl: options.apiUrl, options: listing.listOptions };
  return withRetry(options, () =>
    collectPages(target, (request) => withRetry(options, () => readPage(options, listing, request))),
  );
}

async function readPage<T>(
  options: ClientOptions,
  { call, item, listOptions: { key, totalKey = 'total_count', isReread = false }, seen }: Listing<T>,
  request: PageRequest,
): Promise<Page<T>> {
  const target: Call =
    'url' in request
      ? { ...call, route: `GET ${request.url}`, parameters: {} }
      : { ...call, parameters: { ...call.parameters, ...request.query } };
  const reply = await (isReread
    ? seen.read(target, (conditional, alsoExpect) => send(options, conditional, { alsoExpect }))
    : send(options, target, {}));
  const { link } = reply.headers;
  const items = z.array(item);
  if (key === undefined) return { items: shaped(call, reply, items), total: undefined, link };
  const { [key]: members } = shaped(call, reply, z.object({ [key]: items }));
  const { [totalKey]: total } = shaped(call, reply, z.object({ [totalKey]: z.number() }));
  return { items: members ?? [], total, link };
}

/**
 * Follows the redirect of a repository that was renamed, and then the one to the storage, which must not get the token.
 * On an Enterprise Server the storage may have the host of the API.
 */
async function openBody(options: ClientOptions, call: Call, timeoutMs: number): Promise<Body> {
  const reply = await send(options, call, { timeoutMs, stream: true });
  const isTemplate = call.route.startsWith('GET /');
  const moved = isTemplate && reply.status !== 200 ? movedTo(options, reply) : undefined;
  if (moved !== undefined) {
    await (reply.data as ReadableStream<Uint8Array> | null)?.cancel();
    const { headers } = call.parameters ?? {};
    return openBody(
      options,
      { ...call, route: moved, parameters: headers === undefined ? {} : { headers } },
      timeoutMs,
    );
  }
  const direct = reply.data as ReadableStream<Uint8Array> | null;
  if (reply.status === 200) return arriving(direct, reply.headers);
  await direct?.cancel();
  const { location } = reply.headers;
  if (location === undefined) throw new NetworkError(`status ${reply.status} without a location`);
  const storage = new URL(location, options.apiUrl);
  const stored = await options.exchange.fetchForeign(storage.href, timeoutMs);
  if (stored.status !== 200) {
    await stored.body?.cancel();
    throw new NetworkError(`${stored.status} from the storage at ${storage.host}`);
  }
  return arriving(stored.body, Object.fromEntries(stored.headers));
}

/** The route of the same call under the new name of the repository; undefined for any other address. */
function movedTo({ apiUrl }: ClientOptions, { headers: { location } }: Reply): string | undefined {
  const url = location === undefined ? undefined : new URL(location, apiUrl).href;
  const isApi =
    url?.startsWith(`${apiUrl}/repos/`) === true || url?.startsWith(`${apiUrl}/repositories/`) === true;
  return isApi ? `GET ${url}` : undefined;
}

async function* arriving(
  body: ReadableStream<Uint8Array> | null,
  headers: Reply['headers'],
): AsyncGenerator<Uint8Array> {
  const declared = headers['content-encoding'] === undefined ? headers['content-length'] : undefined;
  let received = 0;
  try {
    for await (const chunk of body ?? []) {
      received += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw new NetworkError(`a body that ended after ${received} bytes`, { cause: error });
  }
  if (declared !== undefined && Number(declared) !== received) {
    throw new NetworkError(`${received} bytes of ${declared}`);
  }
}

export async function undefinedFor404<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return undefined;
    throw error;
  }
}
