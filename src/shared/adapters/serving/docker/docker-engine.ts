/**
 * The part of the Docker Engine API that a deployment needs, over the engine's local socket and without the
 * docker command. Paths carry no version: the engine answers with its own, and what is used here is old.
 * https://docs.docker.com/reference/api/engine/
 */
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { describeIssues } from '../../../domain/documents/parse-document.ts';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import type { ImageReference } from '../../../domain/kernel/image-reference.ts';
import { renderImageName } from '../../../domain/kernel/image-reference.ts';

export interface DockerEngineOptions {
  /** Path of the engine's socket. */
  readonly socketPath: string;
  /** Time limit of one call; pulling an image has its own. */
  readonly timeoutMs: number;
  readonly pullTimeoutMs: number;
}

export interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

const containerShape = z.object({
  Id: z.string(),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
  RestartCount: z.number().default(0),
  State: z.object({
    Status: z.string(),
    Running: z.boolean(),
    ExitCode: z.number(),
    Error: z.string().default(''),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
});

export type Container = z.infer<typeof containerShape>;

/** https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerCreate */
export type ContainerSpec = Readonly<Record<string, unknown>>;

interface EngineCall {
  /** What is being done, for messages. */
  readonly purpose: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly timeoutMs?: number;
}

interface EngineReply {
  readonly status: number;
  readonly body: Buffer;
}

export class DockerEngine {
  readonly #options: DockerEngineOptions;

  constructor(options: DockerEngineOptions) {
    this.#options = options;
  }

  /** Pulls by digest. The login goes with this one call; the engine keeps none. */
  async pull(
    image: ImageReference & { readonly digest: string },
    login: RegistryLogin | undefined,
  ): Promise<void> {
    const name = renderImageName(image);
    const query = new URLSearchParams({ fromImage: name, tag: image.digest });
    const header = login && { 'x-registry-auth': encodeLogin(login, image.registry) };
    const { body } = await this.#call({
      purpose: `pull ${name}@${image.digest}`,
      method: 'POST',
      path: `/images/create?${query.toString()}`,
      timeoutMs: this.#options.pullTimeoutMs,
      ...(header && { headers: header }),
    });
    const failure = pullFailure(body.toString('utf8'));
    if (failure === undefined) return;
    throw new ServiceError(
      'SERVICE_FAILED',
      `pull ${name}@${image.digest}: expected the image, got "${failure}"`,
      {
        retryable: true,
        hint: `check that the engine can reach ${image.registry} and that the login may read the image`,
      },
    );
  }

  /** @returns undefined when there is no such container. */
  async inspect(name: string): Promise<Container | undefined> {
    const call = {
      purpose: `inspect container ${name}`,
      method: 'GET',
      path: containerPath(name, 'json'),
    } as const;
    const { status, body } = await this.#call(call, [404]);
    if (status === 404) return undefined;
    const parsed = containerShape.safeParse(JSON.parse(body.toString('utf8')));
    if (parsed.success) return parsed.data;
    throw new ServiceError(
      'SERVICE_FAILED',
      `${call.purpose}: expected a container, got ${describeIssues(parsed.error.issues)}`,
    );
  }

  async create(name: string, spec: ContainerSpec): Promise<void> {
    const path = `/containers/create?${new URLSearchParams({ name }).toString()}`;
    await this.#call({ purpose: `create container ${name}`, method: 'POST', path, json: spec });
  }

  /** Running already is no error. */
  async start(name: string): Promise<void> {
    const path = containerPath(name, 'start');
    await this.#call({ purpose: `start container ${name}`, method: 'POST', path }, [304]);
  }

  /** @param graceSeconds between the polite and the other signal. Stopped already is no error. */
  async stop(name: string, graceSeconds: number): Promise<void> {
    const path = containerPath(name, `stop?t=${graceSeconds}`);
    const timeoutMs = this.#options.timeoutMs + graceSeconds * 1000;
    await this.#call({ purpose: `stop container ${name}`, method: 'POST', path, timeoutMs }, [304]);
  }

  async rename(name: string, newName: string): Promise<void> {
    const path = containerPath(name, `rename?${new URLSearchParams({ name: newName }).toString()}`);
    await this.#call({ purpose: `rename container ${name} to ${newName}`, method: 'POST', path });
  }

  /** Running or not; missing is no error. */
  async remove(name: string): Promise<void> {
    const path = `/containers/${encodeURIComponent(name)}?force=1`;
    await this.#call({ purpose: `remove container ${name}`, method: 'DELETE', path }, [404]);
  }

  async logs(name: string, lines: number): Promise<string> {
    const path = containerPath(name, `logs?stdout=1&stderr=1&tail=${lines}`);
    const { status, body } = await this.#call(
      { purpose: `logs of container ${name}`, method: 'GET', path },
      [404],
    );
    return status === 404 ? '' : readLogFrames(body);
  }

  async #call(call: EngineCall, alsoExpect: readonly number[] = []): Promise<EngineReply> {
    const reply = await this.#send(call);
    if (reply.status < 300 || alsoExpect.includes(reply.status)) return reply;
    const got = `${reply.status} "${errorMessage(reply.body)}"`;
    throw new ServiceError(
      'SERVICE_FAILED',
      `${call.purpose}: expected the Docker Engine to do it, got ${got}`,
      {
        status: reply.status,
      },
    );
  }

  #send({ purpose, method, path, headers, json, timeoutMs }: EngineCall): Promise<EngineReply> {
    const { socketPath } = this.#options;
    const body = json === undefined ? undefined : JSON.stringify(json);
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(unreachable(purpose, socketPath, error));
      const request = requestHttp(
        {
          socketPath,
          path,
          method,
          agent: false,
          signal: AbortSignal.timeout(timeoutMs ?? this.#options.timeoutMs),
          headers: {
            host: 'docker',
            ...headers,
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(body)),
            }),
          },
        },
        (response: IncomingMessage) => {
          buffer(response).then((bytes) => resolve({ status: response.statusCode ?? 0, body: bytes }), fail);
        },
      );
      request.on('error', fail);
      request.end(body);
    });
  }
}

function containerPath(name: string, rest: string): string {
  return `/containers/${encodeURIComponent(name)}/${rest}`;
}

function encodeLogin(login: RegistryLogin, registry: string): string {
  // Docker Hub's address in logins is not the one in names.
  const serveraddress = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  const json = JSON.stringify({ ...login, serveraddress });
  // Go's decoder wants the URL alphabet with padding, which Node's base64url leaves out; without it the engine
  // quietly pulls as nobody.
  return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

/** A pull answers 200 at once and tells what went wrong in the last of its lines. */
function pullFailure(lines: string): string | undefined {
  for (const line of lines.split('\n')) {
    const error = /"error"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    if (error !== undefined) return JSON.parse(error) as string;
  }
  return undefined;
}

function errorMessage(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

const FRAME_HEADER_BYTES = 8;

/** Output of a container without a terminal: frames of stream (1 byte), 3 bytes unused, length (4 bytes), text. */
function readLogFrames(bytes: Buffer): string {
  if (bytes.length > 0 && (bytes[0] ?? 0) > 2) return bytes.toString('utf8');
  const parts: Buffer[] = [];
  for (let offset = 0; offset + FRAME_HEADER_BYTES <= bytes.length;) {
    const end = offset + FRAME_HEADER_BYTES + bytes.readUInt32BE(offset + 4);
    parts.push(bytes.subarray(offset + FRAME_HEADER_BYTES, end));
    offset = end;
  }
  return Buffer.concat(parts).toString('utf8');
}

function unreachable(purpose: string, socketPath: string, cause: unknown): ServiceError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  const hint =
    code === 'EACCES'
      ? `the runner's user may not use ${socketPath}: add it to the group "docker"`
      : `check that a Docker Engine runs on the runner and listens at ${socketPath} (input \`docker-socket\`)`;
  return new ServiceError(
    'SERVICE_UNREACHABLE',
    `${purpose}: expected an answer from the Docker Engine at ${socketPath}, got ${code}`,
    { cause, retryable: true, hint },
  );
}
