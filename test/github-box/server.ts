/** A socket on loopback, ended by its own handle. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listener {
  readonly port: number;
  /** From now on `handle` answers; until then requests wait. */
  serve(handle: RequestListener): void;
  close(): Promise<void>;
}

/** On 127.0.0.1; port 0 is one that is free. */
export async function listen(port: number): Promise<Listener> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (handle) => void server.on('request', handle),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
