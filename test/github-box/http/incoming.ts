/** A request of the API as it arrived: what it asks for, what its body holds, and the fault that was planned for it. */
import type { IncomingMessage } from 'node:http';
import { GRAPHQL_ROUTE, isGraphqlWrite } from '../graphql/endpoint.ts';
import type { Validator } from '../openapi/validator.ts';
import { isAssetTooLarge } from '../rest/asset-size.ts';
import type { LimitedResource } from '../state/rate-limits.ts';
import type { World } from '../state/world.ts';
import { authenticate } from './access.ts';
import type { Fault, FaultOptions, Faults } from './faults.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import type { Match, Router } from './router.ts';
import { readBody } from './wire.ts';

export interface ApiOptions {
  readonly world: World;
  readonly router: Router;
  readonly validator: Validator;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** What no caller should have asked, or GitHub would not have answered. */
  readonly violation: (text: string) => void;
}

export interface Incoming {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly path: string;
  readonly match: Match | undefined;
  readonly bytes: Buffer;
  readonly entry: LoggedRequest;
  readonly fault: Fault | undefined;
  /** Whose budget the request counts against. */
  readonly resource: LimitedResource;
}

/** @param planned a fault of who controls the traffic, instead of one that was injected. */
export async function readIncoming(
  options: ApiOptions,
  request: IncomingMessage,
  planned: FaultOptions | undefined,
): Promise<Incoming> {
  const url = new URL(request.url ?? '/', options.world.urls.origin);
  const host = url.pathname.startsWith('/api/uploads/') ? 'uploads' : 'api';
  const path = url.pathname.replace(/^\/api\/(v3|uploads)/, '').replace(/^\/api\/graphql$/, GRAPHQL_ROUTE);
  const method = request.method ?? 'GET';
  const match = options.router.find({ method, path, host });
  const isGraphql = url.pathname === '/api/graphql';
  const route = isGraphql ? GRAPHQL_ROUTE : match?.route.template;
  const bytes =
    host === 'uploads' && isAssetTooLarge(request) ? discardBody(request) : await readBody(request);
  const body = host === 'uploads' ? bytes.length : parseJson(bytes);
  const entry: LoggedRequest = {
    method,
    route,
    path,
    query: Object.fromEntries(url.searchParams),
    body,
    login: authenticate(options.world, request)?.login,
    isWrite: isGraphql ? isGraphqlWrite(body) : method !== 'GET',
    status: undefined,
  };
  options.log.add(entry);
  const fault = planned ? { ...planned, hits: 1 } : options.faults.take({ method, route, path });
  return { request, url, path, match, bytes, entry, fault, resource: isGraphql ? 'graphql' : 'core' };
}

/** Its bytes are not kept: GitHub refuses it by its declared length. */
function discardBody(request: IncomingMessage): Buffer {
  request.resume();
  return Buffer.alloc(0);
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
