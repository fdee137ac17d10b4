/**
 * One request of the API from its path to its reply: route, fault, rate limit, token, permission, validation, effect,
 * validation again. The order is GitHub's: who may not see a repository learns nothing about the request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerGraphql } from '../graphql/endpoint.ts';
import type { World } from '../state/world.ts';
import { authenticate, createAccess, readToken, type RequestAccess } from './access.ts';
import type { Call } from './call.ts';
import { type Fault, type FaultOptions, faultReply } from './faults.ts';
import { type ApiOptions, type Incoming, readIncoming } from './incoming.ts';
import { limitHeaders, primaryLimitReply } from './limits.ts';
import { notFound, refuse, Refusal, type Reply, unprocessable } from './reply.ts';
import { trackBody, trackQuery } from './reads.ts';
import type { Match } from './router.ts';
import { unlessSame } from './conditional.ts';
import { cutConnection, sendReply } from './wire.ts';

/** Answers requests below `/api/v3`, `/api/uploads` and `/api/graphql`. */
export async function handleApi(
  options: ApiOptions,
  {
    request,
    response,
    fault: planned,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    /** Instead of one that was injected. */
    readonly fault: FaultOptions | undefined;
  },
): Promise<void> {
  const incoming = await readIncoming(options, request, planned);
  const { fault, entry } = incoming;
  if (fault?.kind === 'delay') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'reset-before') {
    cutConnection(response);
    return;
  }
  const injected = fault === undefined ? undefined : faultReply(fault, incoming.resource);
  const reply = withinLimit(options, incoming, injected) ?? (await answerOnce(options, incoming));
  const { headers, ...late } = fault?.kind === 'status-after' ? lateFailure(fault) : reply;
  const sent = { ...late, headers: { ...budgetHeaders(options, incoming), ...headers } };
  if (fault?.kind === 'hang') return;
  entry.status = sent.status;
  if (fault?.kind === 'reset-after') {
    cutConnection(response);
    return;
  }
  sendReply(response, sent, { date: options.world.clock.now(), cut: fault?.kind === 'cut-body' });
}

/** The injected reply, or the refusal of a request beyond the hour's budget; asking for the budget is free. */
function withinLimit(
  options: ApiOptions,
  incoming: Incoming,
  injected: Reply | undefined,
): Reply | undefined {
  const { resource, path } = incoming;
  if (injected !== undefined || path === '/rate_limit') return injected;
  const actor = authenticate(options.world, incoming.request);
  const budget = options.world.limits.spend(actor, resource);
  return budget === undefined ? primaryLimitReply(resource, actor) : undefined;
}

function budgetHeaders({ world }: ApiOptions, { request, resource }: Incoming): Record<string, string> {
  return { ...limitHeaders(world.limits.peek(authenticate(world, request), resource), resource) };
}

/** A reply that the client has already costs nothing of the budget. */
async function answerOnce(options: ApiOptions, incoming: Incoming): Promise<Reply> {
  const reply = unlessSame(incoming.request, await answer(options, incoming));
  if (reply.status === 304)
    options.world.limits.refund(authenticate(options.world, incoming.request), incoming.resource);
  return reply;
}

async function answer(options: ApiOptions, incoming: Incoming): Promise<Reply> {
  const { match, entry } = incoming;
  if (incoming.resource === 'graphql') return performQuery(options, incoming);
  const moved = redirectRenamed(options.world, incoming);
  if (moved !== undefined) return moved;
  if (match === undefined) {
    options.violation(`${entry.method} ${incoming.path}: no such operation in the box's slice of the API`);
    return notFound().reply;
  }
  const { route } = match;
  const operation = { method: route.method, template: route.template };
  const perform = (): Promise<Reply> => performRoute(options, incoming, match);
  const reply = route.method === 'GET' ? await perform() : await options.world.serialize(perform);
  for (const problem of options.validator.checkReply(operation, reply)) {
    options.violation(
      `${entry.method} ${incoming.path}: GitHub would not answer ${reply.status}: ${problem}`,
    );
  }
  return reply;
}

/**
 * 301 for a GET and 307 for a write; GraphQL and git follow a former name silently.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
function redirectRenamed(world: World, { url, entry }: Incoming): Reply | undefined {
  const [, name = '', rest = ''] = /\/repos\/([^/]+\/[^/]+)(.*)$/.exec(url.pathname) ?? [];
  const repository = world.findRepository(name);
  if (!repository?.formerNames.includes(name)) return undefined;
  const location = `${world.urls.origin}/api/v3/repos/${repository.fullName}${rest}${url.search}`;
  return { status: entry.method === 'GET' ? 301 : 307, headers: { location } };
}

async function performQuery(options: ApiOptions, { request, entry, fault }: Incoming): Promise<Reply> {
  const { world } = options;
  const { reply, problems } = await answerGraphql(world, {
    method: entry.method,
    body: entry.body,
    actor: authenticate(world, request),
    hasToken: readToken(request) !== undefined,
    listedUntil: listedUntil(world, fault),
  });
  for (const problem of problems) options.violation(`${entry.method} ${entry.path}: ${problem}`);
  return reply;
}

function listedUntil(world: World, fault: Fault | undefined): Date | undefined {
  if (fault?.kind !== 'lagging-list') return undefined;
  return new Date(world.clock.now().getTime() - (fault.lagMs ?? 0));
}

async function performRoute(options: ApiOptions, incoming: Incoming, match: Match): Promise<Reply> {
  const { world } = options;
  const { route } = match;
  try {
    const access = createAccess(world, incoming.request, match);
    access.require(route.needs);
    checkRequest(options, incoming, match);
    if (route.method !== 'GET') world.clock.tick();
    const query = trackQuery(incoming.url.searchParams);
    const body = trackBody(route.host === 'uploads' ? {} : incoming.entry.body);
    const parts = { match, access, query: query.value, body: body.value };
    const reply = await refusalOr(route.handle, createCall(world, incoming, parts));
    const ignored = reply.status < 400 ? [...query.unread(), ...body.unread()] : [];
    for (const name of ignored) options.violation(ignoredText(incoming, name));
    return { ...reply, headers: { ...access.replyHeaders(), ...reply.headers } };
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    options.violation(`${route.method} ${incoming.path}: the box failed: ${text}`);
    return refuse(500, 'Server Error').reply;
  }
}

/** GitHub passes over what it does not know; the box also over what it does not imitate. */
function ignoredText({ entry, path }: Incoming, name: string): string {
  return `${entry.method} ${path}: "${name}" has no effect: GitHub does not know it here, or the box does not`;
}

async function refusalOr(handle: Match['route']['handle'], call: Call): Promise<Reply> {
  try {
    return await handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    throw error;
  }
}

/** @throws Refusal 422 for what the API description does not allow. */
function checkRequest(options: ApiOptions, incoming: Incoming, { route, params }: Match): void {
  const { url, path, entry } = incoming;
  const problems = options.validator.checkRequest(
    { method: route.method, template: route.template },
    { params, query: url.searchParams, body: entry.body },
  );
  for (const problem of problems) options.violation(`${route.method} ${path}: ${problem}`);
  if (problems.length > 0) throw unprocessable(`Invalid request.\n\n${problems.join('\n')}`);
}

function createCall(
  world: World,
  incoming: Incoming,
  parts: {
    readonly match: Match;
    readonly access: RequestAccess;
    readonly query: URLSearchParams;
    readonly body: unknown;
  },
): Call {
  const { match, access, query, body } = parts;
  const { route, params } = match;
  const { url, bytes, request, fault } = incoming;
  return {
    world,
    params,
    query,
    body,
    bytes,
    headers: request.headers,
    url,
    fault: fault?.kind,
    listedUntil: listedUntil(world, fault),
    ...access,
    get repository() {
      if (access.repository === undefined) throw new Error(`${route.template} names no repository`);
      return access.repository;
    },
  };
}

function lateFailure(fault: Fault): Reply {
  return { status: fault.status ?? 502, body: { message: 'Server Error' }, headers: fault.headers ?? {} };
}
