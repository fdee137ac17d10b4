/** The work is what `@actions/http-client` does: it waits for the end of a body, and for nothing else. */
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { NetworkError } from '../../../src/shared/adapters/http/network-error.ts';
import { withinLimits } from '../../../src/shared/adapters/http/within-limits.ts';
import { holdTimeLimits, type HeldLimit } from '../../ground/time-limits.ts';
import { until } from '../../ground/until.ts';

const servers: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of servers.splice(0)) close();
});

/** Reads what a server sends that answers in this way. */
async function startReading(
  answer: (response: ServerResponse) => unknown,
  onText: (text: string) => void = () => undefined,
): Promise<() => Promise<string>> {
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
        message.on('data', (text: string) => {
          body += text;
          onText(text);
        });
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

/** A body whose bytes are sent one at a time, when the test says so. */
async function startSlowBody(limits: Readonly<{ timeoutMs: number; idleMs: number }>) {
  const held = holdTimeLimits();
  const started = Promise.withResolvers<ServerResponse>();
  let received = '';
  const work = await startReading(
    (response) => {
      response.writeHead(200).flushHeaders();
      started.resolve(response);
    },
    (text) => void (received += text),
  );
  const reading = withinLimits(work, limits);
  const response = await started.promise;
  const windows = (): readonly HeldLimit[] => held.filter(({ afterMs }) => afterMs === limits.idleMs);
  const sendByte = async (): Promise<void> => {
    const bytes = received.length;
    response.write('x');
    await until(() => received.length > bytes);
  };
  return {
    ...{ reading, response, sendByte },
    passWhole: () => held.find(({ afterMs }) => afterMs === limits.timeoutMs)!.pass(),
    /** The idle limit passes, and the next window begins. */
    passWindow: async () => {
      const count = windows().length;
      windows().at(-1)!.pass();
      await until(() => windows().length > count);
    },
  };
}

it('a slow body that continues for longer than the idle limit → the whole body', async () => {
  const body = await startSlowBody({ timeoutMs: LONG_MS, idleMs: 50_000 });
  for (let part = 0; part < 3; part += 1) {
    await body.sendByte();
    await body.passWindow();
  }
  body.response.end();
  expect(await body.reading).toBe('xxx');
});

it('a body that continues without an end → an error after the limit of the whole', async () => {
  const body = await startSlowBody({ timeoutMs: LONG_MS, idleMs: 50_000 });
  await body.sendByte();
  await body.passWindow();
  await body.sendByte();
  body.passWhole();
  await expect(body.reading).rejects.toThrow('no end within 60 s');
});

it('what the work throws is thrown', async () => {
  const work = (): Promise<never> => Promise.reject(new RangeError('no artifact'));
  await expect(withinLimits(work, { timeoutMs: LONG_MS, idleMs: LONG_MS })).rejects.toThrow('no artifact');
});
