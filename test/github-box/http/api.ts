/**
 * One REST request from its path to its reply: route, fault, token, permission, validation, effect,
 * validation again. The order is GitHub's: who may not see a repository learns nothing about the request.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Validator } from '../openapi/validator.ts';
import type { World } from '../state/world.ts';
import { authenticate, createAccess, type RequestAccess } from './access.ts';
import type { Call } from './call.ts';
import { type Fault, type Faults, faultReply } from './faults.ts';
import { notFound, refuse, Refusal, type Reply, unprocessable } from './reply.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { trackBody, trackQuery } from './reads.ts';
import type { Match, Router } from './router.ts';
import { cutConnection, readBody, sendReply } from './wire.ts';

export interface ApiOptions {
  readonly world: World;
  readonly router: Router;
  readonly validator: Validator;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** What no caller should have asked, or GitHub would not have answered. */
  readonly violation: (text: string) => void;
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly path: string;
  readonly match: Match | undefined;
  readonly bytes: Buffer;
  readonly entry: LoggedRequest;
  readonly fault: Fault | undefined;
}

/** Answers requests below `/api/v3` and `/api/uploads`. */
export async function handleApi(
  options: ApiOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const incoming = await readIncoming(options, request);
  const { fault, entry } = incoming;
  if (fault?.kind === 'delay') await sleep(fault.delayMs ?? 100);
  if (fault?.kind === 'reset-before') {
    cutConnection(response);
    return;
  }
  const injected = fault === undefined ? undefined : faultReply(fault);
  const reply = injected ?? (await answer(options, incoming));
  const sent = fault?.kind === 'status-after' ? lateFailure(fault) : reply;
  entry.status = sent.status;
  if (fault?.kind === 'reset-after') {
    cutConnection(response);
    return;
  }
  sendReply(response, sent, { date: options.world.clock.now(), cut: fault?.kind === 'cut-body' });
}

async function readIncoming(options: ApiOptions, request: IncomingMessage): Promise<Incoming> {
  const url = new URL(request.url ?? '/', options.world.urls.origin);
  const host = url.pathname.startsWith('/api/uploads/') ? 'uploads' : 'api';
  const path = url.pathname.replace(/^\/api\/(v3|uploads)/, '');
  const method = request.method ?? 'GET';
  const match = options.router.find({ method, path, host });
  const route = match?.route.template;
  const bytes = await readBody(request);
  const entry: LoggedRequest = {
    method,
    route,
    path,
    query: Object.fromEntries(url.searchParams),
    body: host === 'uploads' ? bytes.length : parseJson(bytes),
    login: authenticate(options.world, request)?.login,
    status: undefined,
  };
  options.log.add(entry);
  return { request, url, path, match, bytes, entry, fault: options.faults.take({ method, route, path }) };
}

async function answer(options: ApiOptions, incoming: Incoming): Promise<Reply> {
  const { match, entry } = incoming;
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

/** `{}` for no body; undefined for one that is not JSON. */
function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
