/**
 * A Docker Engine as far as its HTTP API goes: containers with names, states and labels, images that are
 * there once they were pulled. It starts no process; what a container does is said by the test. The real
 * engine is asked in the suite of the real tools.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

export interface FakeContainer {
  readonly id: string;
  name: string;
  running: boolean;
  readonly spec: Readonly<Record<string, any>>; // oxlint-disable-line typescript/no-explicit-any
}

export interface FakeEngineOptions {
  /** Called at every start; throws to make it fail. @returns the health check's state, for images that have one. */
  readonly onStart?: (container: FakeContainer) => { readonly health?: string; readonly exitCode?: number };
  /** @returns what goes wrong with a pull. */
  readonly onPull?: (image: string, login: unknown) => string | undefined;
  /** Asked before each call. `ignored` has no effect and no answer, `unanswered` has the effect and no answer. */
  readonly onCall?: (call: string) => 'ignored' | 'unanswered' | undefined;
}

export interface FakeEngine extends AsyncDisposable {
  readonly socketPath: string;
  readonly containers: ReadonlyMap<string, FakeContainer>;
  readonly pulled: readonly string[];
  /** What was asked, in order: `POST /containers/churn/start`. */
  readonly calls: readonly string[];
  add(name: string, spec: Readonly<Record<string, unknown>>, running: boolean): void;
  close(): Promise<void>;
}

export async function startFakeEngine(options: FakeEngineOptions = {}): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const state = new EngineState(options);
  const server = createServer((request, response) => {
    state
      .answer(request, response)
      .catch((error: unknown) => send(response, 500, { message: String(error) }));
  });
  const socketPath = join(folder, 'docker.sock');
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  return {
    socketPath,
    containers: state.containers,
    pulled: state.pulled,
    calls: state.calls,
    add: (name, spec, running) => void state.add(name, spec, running),
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface EngineAnswer {
  readonly status: number;
  readonly body?: unknown;
}

class EngineState {
  readonly containers = new Map<string, FakeContainer>();
  readonly pulled: string[] = [];
  readonly calls: string[] = [];
  readonly #options: FakeEngineOptions;
  readonly #states = new Map<string, { readonly health?: string; readonly exitCode?: number }>();

  constructor(options: FakeEngineOptions) {
    this.#options = options;
  }

  add(name: string, spec: Readonly<Record<string, unknown>>, running: boolean): FakeContainer {
    const container = { id: `id-${name}-${this.calls.length}`, name, running, spec };
    this.containers.set(name, container);
    return container;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://engine');
    const method = request.method ?? '';
    this.calls.push(`${method} ${url.pathname}`);
    const fault = this.#options.onCall?.(`${method} ${url.pathname}`);
    if (fault !== undefined) request.socket.destroy();
    if (fault === 'ignored') return;
    if (url.pathname === '/images/create') return this.#pull(request, response, url);
    if (url.pathname === '/containers/create') return this.#create(request, response, url);
    const [, name = '', action = ''] = /^\/containers\/([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
    // By name or by id, as the engine does.
    const container =
      this.containers.get(name) ?? [...this.containers.values()].find(({ id }) => id === name);
    if (container === undefined) {
      send(response, 404, { message: `No such container: ${name}` });
      return;
    }
    if (action === 'logs') {
      response.end(Buffer.concat([frame(1, 'listening\n'), frame(2, 'out of memory\n')]));
      return;
    }
    const { status, body } = this.#act(`${method} ${action}`, container, url);
    send(response, status, body);
  }

  async #pull(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const image = `${url.searchParams.get('fromImage')!}@${url.searchParams.get('tag')!}`;
    const header = request.headers['x-registry-auth'];
    const login = decodeLogin(header);
    const failure = this.#options.onPull?.(image, login);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify({ status: `Pulling from ${image}` })}\r\n`);
    if (failure === undefined) this.pulled.push(image);
    else response.write(`${JSON.stringify({ errorDetail: { message: failure }, error: failure })}\r\n`);
    response.end();
  }

  async #create(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const spec = (await json(request)) as Readonly<Record<string, unknown>>;
    const name = url.searchParams.get('name') ?? '';
    if (this.containers.has(name)) {
      send(response, 409, { message: `Conflict. The container name "/${name}" is already in use` });
    } else if (!this.pulled.includes(String(spec.Image))) {
      send(response, 404, { message: `No such image: ${String(spec.Image)}` });
    } else send(response, 201, { Id: this.add(name, spec, false).id, Warnings: [] });
  }

  #act(action: string, container: FakeContainer, url: URL): EngineAnswer {
    switch (action) {
      case 'GET json':
        return { status: 200, body: this.#describe(container) };
      case 'POST start':
        return container.running ? { status: 304 } : this.#start(container);
      case 'POST stop': {
        const status = container.running ? 204 : 304;
        container.running = false;
        return { status };
      }
      case 'POST rename':
        return this.#rename(container, url.searchParams.get('name') ?? '');
      case 'DELETE ':
        this.containers.delete(container.name);
        return { status: 204 };
      default:
        return { status: 404, body: { message: 'page not found' } };
    }
  }

  #start(container: FakeContainer): EngineAnswer {
    try {
      const started = this.#options.onStart?.(container) ?? {};
      this.#states.set(container.id, started);
      container.running = started.exitCode === undefined;
      return { status: 204 };
    } catch (error) {
      return { status: 500, body: { message: (error as Error).message } };
    }
  }

  #rename(container: FakeContainer, name: string): EngineAnswer {
    if (this.containers.has(name)) return { status: 409, body: { message: `name ${name} in use` } };
    this.containers.delete(container.name);
    container.name = name;
    this.containers.set(name, container);
    return { status: 204 };
  }

  #describe({ id, running, spec }: FakeContainer): unknown {
    const { health, exitCode } = this.#states.get(id) ?? {};
    return {
      Id: id,
      Config: { Labels: spec.Labels ?? null },
      RestartCount: 0,
      State: {
        Status: running ? 'running' : 'exited',
        Running: running,
        ExitCode: exitCode ?? 0,
        Error: '',
        ...(health !== undefined && { Health: { Status: health } }),
      },
    };
  }
}

/** As Go's `base64.URLEncoding` reads it: what has no padding is no login. */
function decodeLogin(header: string | string[] | undefined): unknown {
  if (typeof header !== 'string' || header.length % 4 !== 0) return undefined;
  return JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
}

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
