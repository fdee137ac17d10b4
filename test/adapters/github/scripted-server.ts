/** A server on loopback that gives one scripted answer a request, in order: for faults that no healthy server has. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: RecordedRequest) => void;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Adds answers to the end of the script. A request beyond it gets 599. */
  script(...answers: Answer[]): void;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const answers: Answer[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const recorded = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body,
      };
      requests.push(recorded);
      (answers.shift() ?? status(599))(response, recorded);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    script: (...more) => void answers.push(...more),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

type Headers = Readonly<Record<string, string>>;

export function json(body: unknown, headers: Headers = {}, code = 200): Answer {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

export function status(code: number, message = 'scripted', headers: Headers = {}): Answer {
  return json({ message }, headers, code);
}

export function bytes(body: Uint8Array | string, headers: Headers, code = 200): Answer {
  return (response) => {
    response.writeHead(code, headers);
    response.end(body);
  };
}

/** Declares the length of all of `body` and sends half. */
export function cut(body: unknown): Answer {
  return (response) => {
    const whole = Buffer.from(JSON.stringify(body));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
    response.write(whole.subarray(0, whole.length / 2), () => response.socket?.destroy());
  };
}

/** As `cut`, without a length: the connection ends. */
export function cutChunked(body: unknown): Answer {
  return (response) => {
    const whole = JSON.stringify(body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(whole.slice(0, whole.length / 2), () => response.socket?.destroy());
  };
}

export const reset: Answer = (response) => void response.socket?.destroy();

/** Takes the request and never answers. */
export const hang: Answer = () => undefined;
