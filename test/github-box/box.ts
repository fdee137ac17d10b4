/**
 * GitHub in a box: a stateful GitHub on loopback that the real `@actions` clients, real git and real
 * workflow engines talk to. Every REST request and reply is checked against GitHub's own description.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BoxClock, createClock } from './clock.ts';
import { createHandler } from './handler.ts';
import { createFaults, type Faults } from './http/faults.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import type { Controller, Traffic } from './http/traffic.ts';
import { createRouter } from './http/router.ts';
import { createActors, type Actors } from './human/actors.ts';
import { requireRepository } from './human/commits.ts';
import { loadValidator } from './openapi/validator.ts';
import { routes } from './rest/routes.ts';
import { listen, type Listener } from './server.ts';
import { createServices } from './services.ts';
import { ACTIONS_BOT } from './state/accounts.ts';
import { createRepository } from './state/create-repository.ts';
import type { Repository, RepositoryOptions } from './state/repository.ts';
import { writeRules } from './state/rules.ts';
import { takeSnapshot } from './state/snapshot.ts';
import type { TokenOptions } from './state/tokens.ts';
import { createWorld, type Dispatch, type Urls, type World } from './state/world.ts';

export interface BoxOptions {
  /** First date of the clock; it stands still until something is written. */
  readonly start?: Date | string;
  /** Port of the API and git; one that is free by default. */
  readonly port?: number;
  /** Called after each `workflow_dispatch`; its run is queued and can be started with `resumeRun`. */
  readonly onDispatch?: (dispatch: Dispatch) => void | Promise<void>;
  /** Requests an hour of a repository or person, for REST and for GraphQL; 15,000 by default, GitHub's free plan has 1,000. */
  readonly hourlyLimit?: number;
  /** Called at each violation, besides its being kept. */
  readonly onViolation?: (text: string) => void;
}

export interface Box extends Actors {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** GITHUB_API_URL. */
  readonly apiUrl: string;
  /** GITHUB_SERVER_URL: a name that the `@actions` clients take for github.com. Node itself cannot resolve it. */
  readonly serverUrl: string;
  readonly graphqlUrl: string;
  /** `127.0.0.1:<port>`: host of the OCI registry. */
  readonly registry: string;
  readonly clock: BoxClock;
  readonly requests: RequestLog;
  readonly faults: Faults;
  /** What GitHub would have refused, or not have answered; `close` fails when it is not empty. */
  readonly violations: readonly string[];
  readonly dispatches: readonly Dispatch[];
  /** The records themselves, for assertions on what is there. */
  readonly world: World;
  createRepository(
    options: RepositoryOptions & { readonly files?: Readonly<Record<string, string | Buffer>> },
  ): Promise<Repository>;
  /** Login `github-actions[bot]` and type `bot` by default. */
  issueToken(options: TokenOptions): string;
  /** Address for git, with the token in it. */
  gitUrl(repository: string, token?: string): string;
  /** From now on no one may create refs like these, such as `refs/tags/*@v*`. */
  restrictCreation(repository: string, patterns: readonly string[]): Promise<void>;
  /** From now on `controller` decides when each request is served; undefined: at once. */
  control(controller: Controller | undefined): void;
  /** @returns what takes everything back to the state of now; tokens, and git objects that no ref leads to, stay. */
  snapshot(): () => void;
  /** Ends the retention of an artifact now. */
  expireArtifact(id: number): void;
  /** Takes the violations, so that a test that provokes them can look at them and close. */
  takeViolations(): readonly string[];
  /** Waits for the work of `onDispatch`. */
  settled(): Promise<void>;
  /** Ends servers and git processes and removes all files. @throws when there are violations left. */
  close(): Promise<void>;
}

export async function startBox(options: BoxOptions = {}): Promise<Box> {
  const folder = await mkdtemp(join(tmpdir(), 'github-box-'));
  const gitRoot = join(folder, 'repositories');
  await mkdir(gitRoot);
  const api = await listen(options.port ?? 0);
  const storage = await listen(0);
  const violations: string[] = [];
  const world = createWorld({
    clock: createClock(options.start),
    urls: createUrls(api.port, storage.port),
    gitRoot,
    hourlyLimit: options.hourlyLimit,
    violation: (text) => {
      violations.push(text);
      options.onViolation?.(text);
    },
  });
  world.onDispatch = options.onDispatch;
  const log = createRequestLog();
  const faults = createFaults();
  const { violation } = world;
  const rest = { world, router: createRouter(routes), validator: loadValidator(), log, faults, violation };
  const traffic: Traffic = { controller: undefined };
  const handle = createHandler(rest, createServices(world), traffic);
  for (const listener of [api, storage]) listener.serve(handle);
  return createBox({ world, folder, violations, log, faults, traffic, listeners: [api, storage] });
}

interface Parts {
  readonly world: World;
  readonly folder: string;
  readonly violations: string[];
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly listeners: readonly Listener[];
}

function createBox(parts: Parts): Box {
  const { world, violations, log, faults, traffic } = parts;
  const actors = createActors(world, parts.folder);
  const { host } = new URL(world.urls.origin);
  return {
    ...actors,
    url: world.urls.origin,
    apiUrl: world.urls.api,
    serverUrl: world.urls.server,
    graphqlUrl: world.urls.graphql,
    registry: host,
    clock: world.clock,
    requests: log,
    faults,
    violations,
    dispatches: world.dispatches,
    world,
    createRepository: async ({ files, ...settings }) => {
      const repository = await createRepository(world, settings);
      await writeRules(repository);
      const message = 'Initial commit';
      if (files !== undefined) await actors.pushFiles({ repository: repository.fullName, files, message });
      return repository;
    },
    issueToken: ({ app, ...settings }) =>
      world.tokens.issue({ login: app === undefined ? ACTIONS_BOT : `${app}[bot]`, ...settings }),
    gitUrl: (repository, token) => {
      const credentials = token === undefined ? '' : `x-access-token:${token}@`;
      return `http://${credentials}${host}/${repository}.git`;
    },
    restrictCreation: async (name, patterns) => {
      const repository = requireRepository(world, name);
      repository.restrictedRefs = patterns;
      await writeRules(repository);
    },
    control: (controller) => void (traffic.controller = controller),
    snapshot: () => takeSnapshot(world),
    expireArtifact: (id) => world.results?.expire(id),
    takeViolations: () => violations.splice(0),
    settled: () => world.settled(),
    close: () => close(parts),
  };
}

async function close({ world, folder, violations, listeners }: Parts): Promise<void> {
  await world.settled();
  await Promise.all(listeners.map((listener) => listener.close()));
  await Promise.all(world.repositories.map(({ git }) => git.objects.close()));
  // A step that was abandoned may still clean up its own folder below.
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  if (violations.length > 0) {
    throw new Error(`GitHub in a box: ${violations.length} violations:\n- ${violations.join('\n- ')}`);
  }
}

function createUrls(port: number, storagePort: number): Urls {
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    storage: `http://127.0.0.1:${storagePort}`,
    server: `http://github.localhost:${port}`,
    api: `${origin}/api/v3`,
    uploads: `${origin}/api/uploads`,
    graphql: `${origin}/api/graphql`,
  };
}
