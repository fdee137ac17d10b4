/**
 * GitHub in a box: a stateful GitHub on loopback that the real `@actions` clients, real git and real
 * workflow engines talk to. Every REST request and reply is checked against GitHub's own description.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BoxClock, createClock } from './clock.ts';
import { handleGit, matchGit } from './git/smart-http.ts';
import { handleApi } from './http/api.ts';
import { isEnough, isVisible } from './http/access.ts';
import { createFaults, type Faults } from './http/faults.ts';
import { createRequestLog, type RequestLog } from './http/request-log.ts';
import { createRouter } from './http/router.ts';
import { createActors, type Actors } from './human/actors.ts';
import type { Mount } from './mount.ts';
import { createOciRegistry } from './oci/registry.ts';
import { loadValidator } from './openapi/validator.ts';
import { createResultsService } from './results/service.ts';
import { syncPulls } from './rest/pull-sync.ts';
import { routes } from './rest/routes.ts';
import { answerNotFound, findMount, isApiPath, listen } from './server.ts';
import { ACTIONS_BOT } from './state/accounts.ts';
import { createRepository, type Repository, type RepositoryOptions } from './state/repository.ts';
import { writeRules } from './state/rules.ts';
import type { TokenOptions } from './state/tokens.ts';
import { createWorld, type Dispatch, type Urls, type World } from './state/world.ts';

export interface BoxOptions {
  /** First date of the clock; it stands still until something is written. */
  readonly start?: Date | string;
  /** Port of the API and git; one that is free unless told. */
  readonly port?: number;
  /** Called after each `workflow_dispatch`; its run is queued and can be started with `resumeRun`. */
  readonly onDispatch?: (dispatch: Dispatch) => void | Promise<void>;
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
  /** Login `github-actions[bot]` and type `bot` unless told. */
  issueToken(options: TokenOptions): string;
  /** Address for git, with the token in it. */
  gitUrl(repository: string, token?: string): string;
  /** From now on nobody may create refs like these, such as `refs/tags/*@v*`. */
  restrictCreation(repository: string, patterns: readonly string[]): Promise<void>;
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
  const violations: string[] = [];
  const requests = createRequestLog();
  const faults = createFaults();
  let handle: (request: IncomingMessage, response: ServerResponse) => void = answerNotFound;
  const api = await listen((request, response) => handle(request, response), options.port);
  const storage = await listen((request, response) => handle(request, response));
  const world = createWorld({
    clock: createClock(options.start),
    urls: createUrls(api.port, storage.port),
    gitRoot,
    violation: (text) => void violations.push(text),
  });
  world.onDispatch = options.onDispatch;
  const context = {
    world,
    router: createRouter(routes),
    validator: loadValidator(),
    log: requests,
    faults,
    violation: world.violation,
  };
  const mounts = createMounts(world);
  handle = (request, response) => {
    answer(request, response).catch((error: unknown) => {
      world.violation(`${request.method ?? ''} ${request.url ?? ''}: the box failed: ${String(error)}`);
      response.destroy();
    });
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', world.urls.origin);
    const mount = findMount(mounts, url.pathname);
    if (mount !== undefined) return mount.handle(request, response);
    if (isApiPath(url.pathname)) return handleApi(context, request, response);
    const target = matchGit(world, url);
    if (target === undefined) {
      answerNotFound(request, response);
      return;
    }
    return handleGit(world, { request, response, target }, (repository) =>
      world.serialize(() => syncPulls(world, repository)),
    );
  };

  const actors = createActors(world, folder);
  return {
    ...actors,
    url: world.urls.origin,
    apiUrl: world.urls.api,
    serverUrl: world.urls.server,
    graphqlUrl: world.urls.graphql,
    registry: `127.0.0.1:${api.port}`,
    clock: world.clock,
    requests,
    faults,
    violations,
    dispatches: world.dispatches,
    world,
    createRepository: async ({ files, ...settings }) => {
      const repository = await createRepository(world, settings);
      await writeRules(repository);
      if (files !== undefined) {
        await actors.pushFiles({ repository: repository.fullName, files, message: 'Initial commit' });
      }
      return repository;
    },
    issueToken: (settings) => world.tokens.issue({ login: ACTIONS_BOT, ...settings }),
    gitUrl: (repository, token) => {
      const credentials = token === undefined ? '' : `x-access-token:${token}@`;
      return `http://${credentials}127.0.0.1:${api.port}/${repository}.git`;
    },
    restrictCreation: async (name, patterns) => {
      const repository = world.findRepository(name);
      if (repository === undefined)
        throw new RangeError(`restrictCreation: expected a repository, got ${name}`);
      repository.restrictedRefs = patterns;
      await writeRules(repository);
    },
    expireArtifact: (id) => world.results?.expire(id),
    takeViolations: () => violations.splice(0),
    settled: () => world.settled(),
    close: async () => {
      await world.settled();
      await Promise.all([api.close(), storage.close()]);
      await Promise.all(world.repositories.map(({ git }) => git.objects.close()));
      await rm(folder, { recursive: true, force: true });
      if (violations.length > 0) {
        throw new Error(`GitHub in a box: ${violations.length} violations:\n- ${violations.join('\n- ')}`);
      }
    },
  };
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

function createMounts(world: World): readonly Mount[] {
  const results = createResultsService({
    clock: world.clock,
    resolveRuntimeToken: (token) => world.jobs.get(token),
    baseUrl: () => world.urls.storage,
  });
  world.results = results;
  const registry = createOciRegistry({
    baseUrl: () => world.urls.origin,
    authorize: (token, image, action) => mayUseImage(world, { token, image, action }),
  });
  return [world.downloads, results, registry];
}

/** Images are named after the repository that their packages belong to. */
function mayUseImage(
  world: World,
  { token, image, action }: { token: string | undefined; image: string; action: 'pull' | 'push' },
): boolean {
  const [owner = '', name = ''] = image.split('/');
  const repository = world.findRepository(`${owner}/${name}`);
  const actor = token === undefined ? undefined : world.tokens.find(token);
  if (repository === undefined) return false;
  if (actor === undefined) return action === 'pull' && token === undefined && !repository.private;
  const needs = { packages: action === 'pull' ? 'read' : 'write' } as const;
  return isVisible(actor, repository) && isEnough(actor, repository, needs);
}
