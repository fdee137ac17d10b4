/**
 * The service of the tests: it serves whatever model lies in a folder, and behaves as that model says. Who
 * deploys puts a model there: the user's command by copying files, the engine by starting a container.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Behavior } from './served-model.ts';

export interface TestService {
  readonly url: string;
  /** Bodies that were posted to `/predict`. */
  readonly asked: readonly unknown[];
  close(): Promise<void>;
}

/** @param folder holds `version.txt` and `model.json` while a version is served. */
export async function startService(folder: string): Promise<TestService> {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      () => request.socket.destroy(),
    );
  });

  async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const { health = 200, answer: text } = JSON.parse(await read('model.json')) as Behavior;
    if (request.url === '/health') {
      return { status: health, body: JSON.stringify({ version: (await read('version.txt')).trim() }) };
    }
    if (request.method !== 'POST' || request.url !== '/predict') return { status: 404, body: '' };
    const rows = (await json(request)) as unknown[];
    asked.push(rows);
    return { status: 200, body: text ?? JSON.stringify({ predictions: rows.map(() => 0.25) }) };
  }

  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a user writes into `command`: copies the model to the service, and notes what it was given. */
export const COMMAND = [
  'echo "$MODEL_STEWARD_ACTION ${MODEL_STEWARD_VERSION:--} ${MODEL_STEWARD_IMAGE:--}" >> calls.txt',
  'rm -rf service && mkdir service',
  'if [ "$MODEL_STEWARD_ACTION" = stop ]; then exit 0; fi',
  'cp -R "$MODEL_STEWARD_MODEL/." service/',
  'echo "$MODEL_STEWARD_VERSION" > service/version.txt',
].join('\n');
