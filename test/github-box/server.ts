/** The sockets in front of the world: one for the API and git, one more for storage, both on loopback. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mount } from './mount.ts';

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** On 127.0.0.1, on a port that is free. */
export async function listen(handle: RequestListener, port = 0): Promise<Listener> {
  const server: Server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function findMount(mounts: readonly Mount[], path: string): Mount | undefined {
  return mounts.find(({ prefixes }) =>
    prefixes.some((prefix) => (prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix)),
  );
}

export function isApiPath(path: string): boolean {
  return path.startsWith('/api/v3') || path.startsWith('/api/uploads/') || path === '/api/graphql';
}

export function answerNotFound(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(404, { 'content-type': 'text/plain' }).end('Not Found');
}
