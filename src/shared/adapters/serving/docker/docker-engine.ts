/**
 * The part of the Docker Engine API that a deployment needs, over the engine's local socket and without the
 * docker command. Paths carry no version: the engine answers with its own, and what is used here is old.
 * https://docs.docker.com/reference/api/engine/
 */
import { z } from 'zod';
import { describeIssues } from '../../../domain/documents/schema-problems.ts';
import { ServiceError } from '../../../domain/kernel/errors.ts';
import {
  renderPinnedImage,
  renderImageName,
  type PinnedImage,
} from '../../../domain/kernel/image-reference.ts';
import type { Credentials } from '../../../domain/rollout/image/registry-login.ts';
import { callEngine, type EngineCall, type EngineConnection, type EngineReply } from './engine-call.ts';
import { readLogFrames } from './log-frames.ts';

export interface DockerEngineOptions extends EngineConnection {
  /** Pulling an image takes longer than any other call. */
  readonly pullTimeoutMs: number;
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
const createdShape = z.object({ Id: z.string() });

export type Container = z.infer<typeof containerShape>;

/** https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ContainerCreate */
export type ContainerSpec = Readonly<Record<string, unknown>>;

/** A container is found by its name or by its id. */
export interface DockerEngine {
  /** By digest. The login is sent with this one call; the engine stores none. */
  pull(image: PinnedImage, login: Credentials | undefined): Promise<void>;
  /** @returns undefined when there is no such container. */
  inspect(container: string): Promise<Container | undefined>;
  /** @returns the id. */
  create(name: string, spec: ContainerSpec): Promise<string>;
  /** No error when it runs already. */
  start(container: string): Promise<void>;
  /** No error when it is stopped already. @param graceSeconds between SIGTERM and SIGKILL. */
  stop(container: string, graceSeconds: number): Promise<void>;
  rename(container: string, name: string): Promise<void>;
  /** Running or not. No error when it is missing. */
  remove(container: string): Promise<void>;
  /** The last lines of both streams; empty when the container is missing. */
  logs(container: string, lines: number): Promise<string>;
}

export function createDockerEngine(options: DockerEngineOptions): DockerEngine {
  const call = (request: EngineCall): Promise<EngineReply> => callEngine(options, request);
  const post = async (purpose: string, path: string, more: Partial<EngineCall> = {}): Promise<void> => {
    await call({ purpose, method: 'POST', path, ...more });
  };
  return {
    pull: async (image, login) => {
      const reply = await call(pullCall(image, login, options.pullTimeoutMs));
      requirePulled(image, reply);
    },
    inspect: async (name) => {
      const [purpose, path] = [`inspect container ${name}`, containerPath(name, 'json')];
      const { status, body } = await call({ purpose, method: 'GET', path, alsoExpect: [404] });
      return status === 404 ? undefined : parseReply(containerShape, body, purpose);
    },
    create: async (name, json) => {
      const [purpose, path] = [`create container ${name}`, `/containers/create?${query({ name })}`];
      const { body } = await call({ purpose, method: 'POST', path, json });
      return parseReply(createdShape, body, purpose).Id;
    },
    start: (name) => post(`start container ${name}`, containerPath(name, 'start'), { alsoExpect: [304] }),
    stop: (name, graceSeconds) => {
      const timeoutMs = options.timeoutMs + graceSeconds * 1000;
      const path = containerPath(name, `stop?t=${graceSeconds}`);
      return post(`stop container ${name}`, path, { timeoutMs, alsoExpect: [304] });
    },
    rename: (container, name) =>
      post(`rename container ${container} to ${name}`, containerPath(container, `rename?${query({ name })}`)),
    remove: async (name) => {
      const path = `/containers/${encodeURIComponent(name)}?force=1`;
      await call({ purpose: `remove container ${name}`, method: 'DELETE', path, alsoExpect: [404] });
    },
    logs: async (name, lines) => {
      const path = containerPath(name, `logs?stdout=1&stderr=1&tail=${lines}`);
      const purpose = `logs of container ${name}`;
      const { status, body } = await call({ purpose, method: 'GET', path, alsoExpect: [404] });
      return status === 404 ? '' : readLogFrames(body);
    },
  };
}

function containerPath(name: string, rest: string): string {
  return `/containers/${encodeURIComponent(name)}/${rest}`;
}

function query(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

function pullCall(image: PinnedImage, login: Credentials | undefined, timeoutMs: number): EngineCall {
  return {
    purpose: `pull ${renderPinnedImage(image)}`,
    method: 'POST',
    path: `/images/create?${query({ fromImage: renderImageName(image), tag: image.digest })}`,
    timeoutMs,
    ...(login && { headers: { 'x-registry-auth': encodeLogin(login, image.registry) } }),
  };
}

/** A pull answers 200 at once and reports a failure in one of its later lines. */
function requirePulled(image: PinnedImage, { body }: EngineReply): void {
  for (const line of body.toString('utf8').split('\n')) {
    const error = /"error"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(line)?.[1];
    if (error === undefined) continue;
    throw new ServiceError(
      'SERVICE_FAILED',
      `pull ${renderPinnedImage(image)}: expected the image, got "${String(JSON.parse(error))}"`,
      {
        retryable: true,
        hint: `check that the engine can reach ${image.registry}, and that \`registry-username\` and \`registry-password\` are those of an account that may read the image`,
      },
    );
  }
}

function parseReply<T>(shape: z.ZodType<T>, body: Buffer, purpose: string): T {
  const reply: unknown = JSON.parse(body.toString('utf8'));
  const parsed = shape.safeParse(reply);
  if (parsed.success) return parsed.data;
  throw new ServiceError(
    'SERVICE_FAILED',
    `${purpose}: expected a container, got ${describeIssues(parsed.error.issues, reply)}`,
    { hint: 'check that the socket is that of a Docker Engine, and that it is a supported version' },
  );
}

function encodeLogin(login: Credentials, registry: string): string {
  // Docker Hub's address in logins is not the one in names.
  const serveraddress = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  const json = JSON.stringify({ ...login, serveraddress });
  // Go's decoder expects the URL alphabet with padding, which Node's base64url omits; without it the engine pulls
  // anonymously and reports nothing.
  return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
