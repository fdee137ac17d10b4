/** The work is what `@actions/http-client` does: it waits for the end of a body, and for nothing else. */
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { NetworkError } from '../../../src/shared/adapters/http/network-error.ts';
import { withinLimits } from '../../../src/shared/adapters/http/within-limits.ts';

const servers: (() => void)[] = [];
afterEach(() => {
  for (const close of servers.splice(0)) close();
});

/** Reads what a server sends that answers in this way. */
async function startReading(answer: (response: ServerResponse) => unknown): Promise<() => Promise<string>> {
  const server = createServer((_, response) => void answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return () =>
    new Promise((resolve) => {
      get({ host: '127.0.0.1', port }, (message) => {
        let body = '';
        message.setEncoding('utf8');
        message.on('data', (text: string) => void (body += text));
        message.on('end', () => {
          resolve(body);
        });
        message.on('error', () => undefined);
      }).on('error', () => undefined);
    });
}

const LONG_MS = 60_000;

it('a body that is cut → an error after the idle limit, instead of no end', async () => {
  const work = await startReading((response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half', () => response.socket?.destroy());
  });
  const reading = withinLimits(work, { timeoutMs: LONG_MS, idleMs: 200 });
  await expect(reading).rejects.toThrow(new NetworkError('no byte more for 0.2 s'));
});

it('a server that never answers → an error after the idle limit', async () => {
  const work = await startReading(() => undefined);
  const reading = withinLimits(work, { timeoutMs: LONG_MS, idleMs: 200 });
  await expect(reading).rejects.toThrow('no byte more for 0.2 s');
});

it('a slow body that continues for longer than the idle limit → the whole body', async () => {
  const work = await startReading(async (response) => {
    for (let part = 0; part < 12; part += 1) {
      response.write('x');
      await delay(100);
    }
    response.end();
  });
  expect(await withinLimits(work, { timeoutMs: LONG_MS, idleMs: 500 })).toBe('x'.repeat(12));
});

it('a body that continues without an end → an error after the limit of the whole', async () => {
  const work = await startReading(async (response) => {
    while (!response.destroyed) {
      response.write('x');
      await delay(50);
    }
  });
  const reading = withinLimits(work, { timeoutMs: 600, idleMs: 500 });
  await expect(reading).rejects.toThrow('no end within 0.6 s');
});

it('what the work throws is thrown', async () => {
  const work = (): Promise<never> => Promise.reject(new RangeError('no artifact'));
  await expect(withinLimits(work, { timeoutMs: LONG_MS, idleMs: LONG_MS })).rejects.toThrow('no artifact');
});
