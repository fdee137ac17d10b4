/** Sends each request to who answers it: a mounted service, the REST API, or git. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { handleGit, matchGit } from './git/smart-http.ts';
import { handleApi } from './http/api.ts';
import type { ApiOptions } from './http/incoming.ts';
import { serveWithFault, whenAdmitted, type Traffic } from './http/traffic.ts';
import type { FaultOptions } from './http/faults.ts';
import type { Mount } from './mount.ts';
import { syncPulls } from './rest/pull-sync.ts';

const API_PATH = /^\/api\/(v3|uploads|graphql)(\/|$)/;

export function createHandler(api: ApiOptions, mounts: readonly Mount[], traffic: Traffic): RequestListener {
  return (request, response) => {
    whenAdmitted(traffic, request, (fault) => answer(api, mounts, { request, response, fault })).catch(
      (error: unknown) => {
        api.violation(`${request.method ?? ''} ${request.url ?? ''}: the box failed: ${String(error)}`);
        response.destroy();
      },
    );
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the controller of the traffic. */
  readonly fault: FaultOptions | undefined;
}

async function answer(
  api: ApiOptions,
  mounts: readonly Mount[],
  { request, response, fault }: Exchange,
): Promise<void> {
  const { world } = api;
  const url = new URL(request.url ?? '/', world.urls.origin);
  const mount = findMount(mounts, url.pathname);
  if (mount !== undefined) {
    return serveWithFault(fault, { request, response }, () => mount.handle(request, response));
  }
  if (API_PATH.test(url.pathname)) return handleApi(api, { request, response, fault });
  const target = matchGit(world, url);
  if (target !== undefined) {
    return handleGit(api, { request, response, target }, (repository) =>
      world.serialize(() => syncPulls(world, repository)),
    );
  }
  request.resume();
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
}

function findMount(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts.find(({ prefixes }) =>
    prefixes.some((prefix) => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix)),
  );
}
