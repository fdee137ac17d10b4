/** A repository in the box with registered versions, a service, and the whole action to run against both. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import { actions } from '../../../actions/start.ts';
import { createGitHub, type GitHub } from '../../../src/shared/adapters/github/create-github.ts';
import type { LedgerEvent } from '../../../src/shared/domain/documents/event.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import type { RunContext } from '../../../src/shared/domain/kernel/platform.ts';
import type { Clock, Log } from '../../../src/shared/ports/runner.ts';
import { createInputReader } from '../../../src/shared/runtime/inputs.ts';
import type { StepOutcome } from '../../../src/shared/runtime/step.ts';
import { startBox, type Box } from '../../github-box/box.ts';
import { COMMAND, startService, type TestService } from './service.ts';
import { MODEL, promote, registerVersion, type Behaviour } from './versions.ts';

export const REPOSITORY = 'acme/flights';
export const EXAMPLE = '[{"hour":7},{"hour":18}]';

type Permissions = Readonly<Record<string, 'read' | 'write'>>;
const EVERYTHING = { contents: 'write', deployments: 'write', packages: 'write' } as const;

export interface Deployed {
  /** `success`, or why the step failed. */
  readonly end: StepOutcome;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly summary: string;
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
}

export interface Ground extends AsyncDisposable {
  readonly box: Box;
  readonly folder: string;
  readonly service: TestService;
  readonly github: GitHub;
  /** Registers a version on a commit of its own, and gives it the stage. */
  register(
    version: string,
    options?: { readonly behaviour?: Behaviour; readonly example?: string },
  ): Promise<ModelVersion>;
  /** Runs the action with the token of a job. */
  deploy(
    inputs?: Readonly<Record<string, string>>,
    permissions?: Permissions,
    signal?: AbortSignal,
  ): Promise<Deployed>;
  /** What the user's command was told, one line a call. */
  calls(): Promise<readonly string[]>;
  /** Version, latest state and description of each deployment, oldest first. */
  deployments(): readonly (readonly [string, string | undefined, string | undefined])[];
  ledger(): Promise<readonly DeployedEvent[]>;
}

type DeployedEvent = Extract<LedgerEvent, { event: 'deployed' }>;

export interface GroundOptions {
  /** The section `serve` of the configuration; by default the user's command starts the test service. */
  readonly serve?: Readonly<Record<string, unknown>>;
}

export async function startGround(options: GroundOptions = {}): Promise<Ground> {
  const box = await startBox({ start: '2026-05-25T08:00:00Z' });
  await box.createRepository({ owner: 'acme', name: 'flights', files: { 'README.md': '# Flights' } });
  const folder = await mkdtemp(join(tmpdir(), 'deploy-'));
  const workspace = join(folder, 'workspace');
  await mkdir(join(workspace, '.github'), { recursive: true });
  const service = await startService(join(workspace, 'service'));
  await writeFile(join(workspace, '.github/model-steward.yml'), configOf(service, options));
  const github = createGitHub({
    ...connection(box, EVERYTHING),
    clock: clockOf(box),
    log: silentLog([], []),
  });
  let steps = 0;
  let stages = 0;
  const time = (): string => box.clock.tick().toISOString().replace('.000Z', 'Z');
  return {
    box,
    folder,
    service,
    github,
    register: async (version, { behaviour = {}, example = EXAMPLE } = {}) => {
      const { sha } = await box.pushFiles({ repository: REPOSITORY, files: { 'params.json': version } });
      const release = join(folder, `release-${version}`);
      await mkdir(release);
      const taggedAt = time();
      const document = await registerVersion({
        ...{ github, version, behaviour, commit: sha, folder: release, taggedAt },
        example: example === '' ? undefined : example,
      });
      await promote(github, { commit: sha, counter: ++stages, taggedAt: time() });
      return document;
    },
    deploy: async (inputs = {}, permissions = EVERYTHING, signal = new AbortController().signal) => {
      steps += 1;
      const temp = join(folder, `step-${steps}`);
      await mkdir(temp);
      return runStep(box, { inputs, permissions, signal, context: contextOf(steps, workspace, temp) });
    },
    calls: async () =>
      (await readFile(join(workspace, 'calls.txt'), 'utf8').catch(() => '')).trim().split('\n'),
    deployments: () => deploymentsIn(box),
    ledger: async () => {
      const paths = await github.ledger.list(MODEL);
      const events = await Promise.all(paths.map((path) => github.ledger.read(path)));
      return events.flatMap((event) => (event.event === 'deployed' ? [event] : []));
    },
    [Symbol.asyncDispose]: async () => {
      await service.close();
      await rm(folder, { recursive: true, force: true });
      await box.close();
    },
  };
}

function configOf(service: TestService, { serve }: GroundOptions): string {
  const usual = { target: 'command', command: COMMAND };
  const where = { url: service.url, 'allow-private-network': true, 'health-timeout-seconds': 3 };
  const chosen = serve ?? usual;
  const isStarted = 'target' in chosen && chosen.target !== 'none';
  return stringify({ models: { [MODEL]: { serve: { ...(isStarted && where), ...chosen } } } });
}

interface StepRequest {
  readonly inputs: Readonly<Record<string, string>>;
  readonly permissions: Permissions;
  readonly signal: AbortSignal;
  readonly context: RunContext;
}

async function runStep(box: Box, { inputs, permissions, signal, context }: StepRequest): Promise<Deployed> {
  const [notices, warnings]: [string[], string[]] = [[], []];
  const [outputs, parts]: [Record<string, unknown>, string[]] = [{}, []];
  const { token, apiUrl } = connection(box, permissions);
  const given: Readonly<Record<string, string>> = { token, ...inputs };
  const end = await actions.deploy({
    action: 'deploy',
    context,
    input: createInputReader({
      get: (name) => given[name] ?? '',
      names: () => Object.keys(given).map((name) => name.toUpperCase()),
      mask: () => undefined,
    }),
    outputs: { set: (values) => void Object.assign(outputs, values) },
    summary: { write: async (markdown) => void parts.push(markdown) },
    log: silentLog(notices, warnings),
    clock: clockOf(box, signal),
    apiUrl,
    retentionDays: undefined,
    commandEnvironment: { PATH: process.env.PATH ?? '' },
    signal,
  });
  return { end, outputs, summary: parts.join('\n'), notices, warnings };
}

function connection(box: Box, permissions: Permissions) {
  return {
    apiUrl: box.apiUrl,
    token: box.issueToken({ repository: REPOSITORY, permissions }),
    repository: { owner: 'acme', name: 'flights' },
    tempDir: tmpdir(),
  };
}

/** Sleeping takes a hundredth of its time, and moves the box's clock by all of it. */
function clockOf({ clock }: Box, signal?: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.now().getTime(),
    sleep: async (ms) => {
      signal?.throwIfAborted();
      clock.advance(ms);
      await delay(ms / 100);
    },
  };
}

function silentLog(notices: string[], warnings: string[]): Log {
  const ignore = (): void => undefined;
  return {
    info: ignore,
    debug: ignore,
    notice: (text) => void notices.push(text),
    warning: (text) => void warnings.push(text),
    group: (_, work) => work(),
  };
}

function contextOf(runId: number, workspace: string, tempDir: string): RunContext {
  return {
    repository: { owner: 'acme', name: 'flights' },
    sha: '0123456789abcdef0123456789abcdef01234567',
    ref: 'refs/heads/main',
    eventName: 'push',
    event: {},
    runId,
    runAttempt: 1,
    workflowPath: '.github/workflows/promote.yml',
    job: 'deploy',
    actor: 'octocat',
    serverUrl: 'https://github.com',
    workspace,
    tempDir,
    runner: { os: 'Linux', arch: 'X64', image: undefined },
  };
}

function deploymentsIn({
  world,
}: Box): readonly (readonly [string, string | undefined, string | undefined])[] {
  const { deployments } = world.findRepository(REPOSITORY)!;
  return deployments
    .toSorted((left, right) => left.id - right.id)
    .map(({ payload, statuses }) => {
      const latest = statuses.at(-1);
      return [
        (payload as { version: string }).version,
        latest?.state,
        latest?.description ?? undefined,
      ] as const;
    });
}
