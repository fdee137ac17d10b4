/** One call of the Docker Engine's API over its local socket, with a time limit and errors that name the socket. */
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { ServiceError } from '../../../domain/kernel/errors.ts';

export interface EngineConnection {
  /** Path of the engine's socket. */
  readonly socketPath: string;
  /** Time limit of one call, unless the call has its own. */
  readonly timeoutMs: number;
}

export interface EngineCall {
  /** What is being done, for messages. */
  readonly purpose: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly timeoutMs?: number;
  /** Statuses from 300 on that are a result and not an error. */
  readonly alsoExpect?: readonly number[];
}

export interface EngineReply {
  readonly status: number;
  readonly body: Buffer;
}

/** @throws ServiceError */
export async function callEngine(connection: EngineConnection, call: EngineCall): Promise<EngineReply> {
  const reply = await send(connection, call);
  const { status, body } = reply;
  if (status < 300 || call.alsoExpect?.includes(status) === true) return reply;
  throw new ServiceError(
    'SERVICE_FAILED',
    `${call.purpose}: expected the Docker Engine to do it, got ${status} "${readMessage(body)}"`,
    {
      hint: 'read what the Docker Engine says; `docker ps --all` and `docker logs` on its machine say more',
      status,
    },
  );
}

function send(
  { socketPath, timeoutMs }: EngineConnection,
  { purpose, method, path, headers, json, timeoutMs: ownTimeoutMs }: EngineCall,
): Promise<EngineReply> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const length = body !== undefined && {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(unreachable(purpose, socketPath, error));
    const request = requestHttp(
      {
        socketPath,
        path,
        method,
        agent: false,
        signal: AbortSignal.timeout(ownTimeoutMs ?? timeoutMs),
        headers: { host: 'docker', ...headers, ...length },
      },
      (response: IncomingMessage) => {
        buffer(response).then((bytes) => resolve({ status: response.statusCode ?? 0, body: bytes }), fail);
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

function readMessage(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

function unreachable(purpose: string, socketPath: string, cause: unknown): ServiceError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const hint =
    code === 'EACCES'
      ? `add the runner's user to the group "docker": it may not use ${socketPath}`
      : `check that a Docker Engine runs on the runner and listens at ${socketPath} (input \`docker-socket\`)`;
  return new ServiceError(
    'SERVICE_UNREACHABLE',
    `${purpose}: expected an answer from the Docker Engine at ${socketPath}, got ${code}`,
    { cause, retryable: true, hint },
  );
}
