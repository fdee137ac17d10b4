/**
 * Git's own protocol over the same bare repositories: `git http-backend` as a CGI program. Reading a
 * private repository needs contents: read, pushing contents: write.
 */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Fault } from '../http/faults.ts';
import type { ApiOptions } from '../http/incoming.ts';
import type { LoggedRequest } from '../http/request-log.ts';
import { authenticate, isEnough, isVisible, readToken } from '../http/access.ts';
import type { Repository } from '../state/repository.ts';
import { ANONYMOUS } from '../state/tokens.ts';
import type { World } from '../state/world.ts';
import { GIT_TIMEOUT_MS, gitEnvironment } from './command.ts';

export interface GitRequest {
  readonly repository: Repository | undefined;
  /** `/info/refs`, `/git-upload-pack` or `/git-receive-pack`. */
  readonly service: string;
  readonly isPush: boolean;
  readonly query: string;
}

const GIT_PATH = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/;

/** Undefined when this is not a request of git's protocol. */
export function matchGit(world: World, url: URL): GitRequest | undefined {
  const [, owner, name, service] = GIT_PATH.exec(url.pathname) ?? [];
  if (owner === undefined || name === undefined || service === undefined) return undefined;
  return {
    repository: world.findRepository(`${owner}/${name}`),
    service,
    isPush: service === '/git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack',
    query: url.search.slice(1),
  };
}

/** @param pushed runs after a push, before its reply ends. */
export async function handleGit(
  { world, log, faults }: Pick<ApiOptions, 'world' | 'log' | 'faults'>,
  { request, response, target }: { request: IncomingMessage; response: ServerResponse; target: GitRequest },
  pushed: (repository: Repository) => Promise<void>,
): Promise<void> {
  const entry = describeRequest(world, request, target);
  log.add(entry);
  response.on('close', () => (entry.status = response.statusCode));
  const fault = faults.take(entry);
  const refusal = fault === undefined ? refuseGit(world, request, target) : refusalOf(fault);
  if (refusal !== undefined || target.repository === undefined) {
    const { status, text, headers = {} } = refusal ?? { status: 404, text: 'Repository not found.' };
    request.resume();
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(text);
    return;
  }
  await runBackend(world, { request, response, target, repository: target.repository }, pushed);
}

function describeRequest(
  world: World,
  request: IncomingMessage,
  { service, isPush, query }: GitRequest,
): LoggedRequest {
  return {
    method: request.method ?? 'GET',
    route: `/{owner}/{repo}.git${service}`,
    path: (request.url ?? '').split('?', 1)[0] ?? '',
    query: Object.fromEntries(new URLSearchParams(query)),
    body: undefined,
    login: authenticate(world, request)?.login,
    isWrite: isPush,
    status: undefined,
  };
}

/** A status is the one fault that git has here. */
function refusalOf(fault: Fault): GitRefusal {
  if (fault.kind !== 'status') throw new Error(`git: the box has no fault "${fault.kind}" here`);
  return { status: fault.status ?? 500, text: 'Injected fault' };
}

interface GitRefusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function refuseGit(world: World, request: IncomingMessage, target: GitRequest): GitRefusal | undefined {
  const actor = authenticate(world, request);
  const { repository, isPush } = target;
  if (actor === undefined && (isPush || repository?.private !== false || readToken(request) !== undefined)) {
    const headers = { 'www-authenticate': 'Basic realm="GitHub"' };
    return { status: 401, text: 'Authentication failed.', headers };
  }
  const who = actor ?? ANONYMOUS;
  if (repository === undefined || !isVisible(who, repository)) {
    return { status: 404, text: 'Repository not found.' };
  }
  if (!isEnough(who, repository, { contents: 'read' })) return { status: 404, text: 'Repository not found.' };
  if (isPush && !isEnough(who, repository, { contents: 'write' })) {
    return { status: 403, text: `Permission to ${repository.fullName}.git denied to ${who.login}.` };
  }
  return undefined;
}

interface BackendCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: GitRequest;
  readonly repository: Repository;
}

async function runBackend(
  world: World,
  { request, response, target, repository }: BackendCall,
  pushed: (repository: Repository) => Promise<void>,
): Promise<void> {
  const env = backendEnvironment(world, request, target);
  const child = spawn('git', ['http-backend'], { env, timeout: GIT_TIMEOUT_MS });
  const body = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
  // git may answer before it has read everything.
  child.stdin.on('error', () => undefined);
  body.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.resume();
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve());
  });
  if (target.service === '/git-receive-pack') {
    world.clock.tick();
    repository.pushedAt = world.clock.now();
    await pushed(repository);
  }
  sendCgi(response, Buffer.concat(chunks));
}

function backendEnvironment(
  world: World,
  request: IncomingMessage,
  target: GitRequest,
): Record<string, string> {
  const header = (name: string): string => String(request.headers[name] ?? '');
  const length = request.headers['content-encoding'] === 'gzip' ? '' : header('content-length');
  return gitEnvironment({
    GIT_PROJECT_ROOT: world.gitRoot,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: header('git-protocol'),
    PATH_INFO: `/${target.repository?.fullName ?? ''}.git${target.service}`,
    QUERY_STRING: target.query,
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: header('content-type'),
    ...(length === '' ? {} : { CONTENT_LENGTH: length }),
    REMOTE_USER: authenticate(world, request)?.login ?? '',
    REMOTE_ADDR: '127.0.0.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
  });
}

/** CGI output: header lines, an empty line, the body. */
function sendCgi(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) {
    response.writeHead(500).end('git http-backend gave no answer');
    return;
  }
  let status = 200;
  for (const line of output.subarray(0, end).toString().split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status).end(output.subarray(end + 4));
}
