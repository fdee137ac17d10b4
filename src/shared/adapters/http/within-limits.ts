/**
 * Time limits for the work of a library that sets none. Its HTTP requests are watched from outside: `node:http` publishes
 * each of them (https://nodejs.org/api/diagnostics_channel.html#http), and their sockets count bytes. A body that was cut
 * leaves such a library waiting for an end that never comes, as a server that is silent does: both stop the bytes.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { NetworkError } from './network-error.ts';

export interface TransferLimits {
  /** Of the whole work. */
  readonly timeoutMs: number;
  /** In a window of this length a byte arrives or leaves. Pauses between the library's own attempts have to be shorter. */
  readonly idleMs: number;
}

const STARTED = 'http.client.request.start';

/**
 * The work itself cannot be stopped: it continues, and its end has no effect any more.
 * @throws NetworkError when a limit has passed; what `work` throws.
 */
export async function withinLimits<T>(work: () => Promise<T>, limits: TransferLimits): Promise<T> {
  const ended = new AbortController();
  const requests = watchRequests();
  try {
    return await Promise.race([work(), untilLimit(requests.countBytes, limits, ended.signal)]);
  } finally {
    ended.abort();
    requests.stop();
  }
}

async function untilLimit(
  countBytes: () => number,
  { timeoutMs, idleMs }: TransferLimits,
  ended: AbortSignal,
): Promise<never> {
  const whole = AbortSignal.timeout(timeoutMs);
  let before: number;
  do {
    before = countBytes();
    // The pause keeps the process alive: a library that waits for a closed socket does not.
    const signal = AbortSignal.any([whole, AbortSignal.timeout(idleMs), ended]);
    await delay(idleMs, undefined, { signal }).catch(() => undefined);
  } while (!whole.aborted && !ended.aborted && countBytes() !== before);
  throw new NetworkError(
    whole.aborted ? `no end within ${timeoutMs / 1000} s` : `no byte more for ${idleMs / 1000} s`,
  );
}

/** Counts the bytes of all requests that begin from now on. */
function watchRequests(): { readonly countBytes: () => number; readonly stop: () => void } {
  const requests = new Set<ClientRequest>();
  const add = (message: unknown): void => {
    const request: unknown = Reflect.get(Object(message), 'request');
    if (request instanceof ClientRequest) requests.add(request);
  };
  subscribe(STARTED, add);
  return {
    countBytes: () => {
      let bytes = 0;
      for (const { socket } of requests) bytes += (socket?.bytesRead ?? 0) + (socket?.bytesWritten ?? 0);
      return bytes;
    },
    stop: () => void unsubscribe(STARTED, add),
  };
}
