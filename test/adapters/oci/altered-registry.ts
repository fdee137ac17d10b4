/** The registry of the box with one difference: what a proxy in front of it, or another registry, replies. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createOciRegistry } from '../../github-box/oci/registry.ts';
import { serveMount, type MountServer } from '../../github-box/serve-mount.ts';

export type Headers = Record<string, string>;

export interface Alteration {
  /** Replies in the place of the registry, and returns true, or leaves the request to it. */
  readonly instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Changes the headers of its replies. */
  readonly headers?: (status: number, headers: Headers, request: IncomingMessage) => Headers;
}

export interface AlteredRegistry extends MountServer, AsyncDisposable {
  /** `Authorization` of each request, with its method and path. */
  readonly seen: readonly { readonly request: string; readonly authorization: string | undefined }[];
}

export async function serveAltered({ instead, headers }: Alteration): Promise<AlteredRegistry> {
  const seen: { request: string; authorization: string | undefined }[] = [];
  const server = await serveMount((baseUrl) => {
    const registry = createOciRegistry({
      baseUrl,
      authorize: (token, image, action) =>
        token === 'writer' || (image === 'acme/public' && action === 'pull'),
    });
    return {
      ...registry,
      handle: async (request, response) => {
        seen.push({
          request: `${request.method ?? ''} ${request.url ?? ''}`,
          authorization: request.headers.authorization,
        });
        if (instead?.(request, response) === true) {
          request.resume();
          return;
        }
        if (headers !== undefined) alterHeaders(response, (status, sent) => headers(status, sent, request));
        await registry.handle(request, response);
      },
    };
  });
  return Object.assign(server, { seen, [Symbol.asyncDispose]: () => server.close() });
}

function alterHeaders(response: ServerResponse, change: (status: number, headers: Headers) => Headers): void {
  const writeHead = response.writeHead.bind(response) as (status: number, headers: Headers) => ServerResponse;
  response.writeHead = ((status: number, headers: Headers = {}) =>
    writeHead(status, change(status, headers))) as typeof response.writeHead;
}
