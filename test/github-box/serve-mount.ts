/** One mount of the box on a server of its own, for tests that need no more of the box than that. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Mount } from './mount.ts';

export interface MountServer {
  readonly url: string;
  /** Method, path with query, and status of every request, in order of completion. */
  readonly log: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  close(): Promise<void>;
}

/** @param create makes the mount; its address is known only when the server listens, hence the function. */
export async function serveMount<M extends Mount>(
  create: (baseUrl: () => string) => M,
): Promise<MountServer & { readonly mount: M }> {
  let url = '';
  const log: { method: string; path: string; status: number }[] = [];
  const mount = create(() => url);
  const server = createServer((request, response) => {
    response.on('finish', () =>
      log.push({ method: request.method ?? '', path: request.url ?? '', status: response.statusCode }),
    );
    mount.handle(request, response).catch((error: unknown) => {
      // 418: the clients of these services retry a 500 for half a minute.
      response.writeHead(418).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    log,
    mount,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
