/** A repository in the box with registered versions, a service, and deploy to run against both. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { GitHub } from '../../src/shared/adapters/github/create-github.ts';
import type { LedgerEvent } from '../../src/shared/domain/documents/event.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { Clock } from '../../src/shared/ports/runner.ts';
import { endStep, type StepOutcome } from '../../src/shared/runtime/step.ts';
import { startBox, type Box } from '../github-box/box.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import { silentLog } from '../adapters/github/test-client.ts';
import { clockOf, connect, type Permissions } from './box-ports.ts';
import { PROMOTE_WORKFLOW, REPOSITORY } from './project.ts';
import { registerVersion } from './registered-version.ts';
import { COLLABORATORS } from './release-manager.ts';
import { COMMAND, startService, type TestService } from './service.ts';
import { leaveEvidence, MODEL, type Training } from './served-model.ts';
import { runStepOrThrow, type EndedStep } from './step.ts';

export const EXAMPLE = '[{"hour":7},{"hour":18}]';

const EVERYTHING = { actions: 'read', contents: 'write', deployments: 'write', packages: 'write' } as const;

export interface Deployed extends EndedStep {
  readonly run: StartedRun;
  /** `success`, or why the step failed. */
  readonly end: StepOutcome;
}

export interface Ground extends AsyncDisposable {
  readonly box: Box;
  readonly folder: string;
  readonly service: TestService;
  readonly github: GitHub;
  /** Registers a version on a commit of its own, and gives it the stage. */
  register(
    version: string,
    options?: Partial<Pick<Training, 'behavior' | 'example' | 'format'>>,
  ): Promise<ModelVersion>;
  /** Runs the action in a job with a token of these permissions. @throws what the step throws. */
  deploy(
    inputs?: Readonly<Record<string, string>>,
    permissions?: Permissions,
    signal?: AbortSignal,
  ): Promise<Deployed>;
  /** The same again, in the next attempt of its run. */
  deployAgain(deployed: Deployed, inputs: Readonly<Record<string, string>>): Promise<Deployed>;
  /** Puts a file into the workspace, for which a command waits. */
  release(path: string): Promise<void>;
  /** What the user's command was given, one line a call. */
  calls(): Promise<readonly string[]>;
  /** Version, latest state and description of each deployment, oldest first. */
  deployments(): readonly (readonly [string, string | undefined, string | undefined])[];
  ledger(): Promise<readonly DeployedEvent[]>;
}

type DeployedEvent = Extract<LedgerEvent, { event: 'deployed' }>;

export interface GroundOptions {
  /** The section `serve` of the configuration; by default the user's command starts the test service. */
  readonly serve?: Readonly<Record<string, unknown>>;
  /** No two deployments run at once: each step has the artifact service. */
  readonly oneAfterTheOther?: boolean;
}

export async function startGround(options: GroundOptions = {}): Promise<Ground> {
  const box = await startBox({ start: '2026-05-25T08:00:00Z' });
  await box.createRepository({
    ...{ owner: 'acme', name: 'flights', files: { 'README.md': '# Flights' } },
    collaborators: COLLABORATORS,
  });
  const folder = await mkdtemp(join(tmpdir(), 'deploy-'));
  const workspace = join(folder, 'workspace');
  await mkdir(join(workspace, '.github'), { recursive: true });
  const service = await startService(join(workspace, 'service'));
  await writeFile(join(workspace, '.github/model-steward.yml'), configOf(service, options));
  const deployIn = async (run: StartedRun, inputs: Readonly<Record<string, string>>, signal: AbortSignal) => {
    const clock = hurriedClock(box, signal);
    // In some stories two deployments are at work at once.
    const beside = options.oneAfterTheOther !== true;
    const ended = await runStepOrThrow({ box, job: run, action: 'deploy', inputs, clock, signal, beside });
    return { ...ended, run, end: endStep(ended.failure) };
  };
  const github = connect(box, { repository: REPOSITORY, permissions: EVERYTHING, log: silentLog });
  return {
    box,
    folder,
    service,
    github,
    register: async (version, { behavior = {}, example = EXAMPLE, format } = {}) => {
      const { sha } = await box.pushFiles({ repository: REPOSITORY, files: { 'params.json': version } });
      const evidence = await leaveEvidence(join(folder, `evidence-${version}`), {
        version,
        behavior,
        example,
        format,
      });
      const scratch = join(folder, `register-${version}`);
      const register = { github, clock: clockOf(box), workspace, folder: scratch, commit: sha, version };
      return await registerVersion({ ...register, ...evidence });
    },
    deploy: async (inputs = {}, permissions = EVERYTHING, signal = new AbortController().signal) => {
      const run = { workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', permissions, workspace };
      return await deployIn(
        await box.startRun({ repository: REPOSITORY, job: 'deploy', ...run }),
        inputs,
        signal,
      );
    },
    deployAgain: async ({ run }, inputs) => {
      const again = await box.rerun(run, { permissions: EVERYTHING, workspace });
      return await deployIn(again, inputs, new AbortController().signal);
    },
    release: async (path) => await writeFile(join(workspace, path), ''),
    calls: async () =>
      (await readFile(join(workspace, 'calls.txt'), 'utf8').catch(() => '')).trim().split('\n'),
    deployments: () => deploymentsIn(box),
    ledger: async () => {
      const paths = await github.ledger.list(MODEL);
      const events = await Promise.all(paths.map((path) => github.ledger.read(path)));
      return events.flatMap((event) => (event?.event === 'deployed' ? [event] : []));
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

/** Sleeping takes a hundredth of its time, and moves the box's clock by all of it. */
function hurriedClock({ clock }: Box, signal: AbortSignal): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.now().getTime(),
    sleep: async (ms) => {
      signal.throwIfAborted();
      clock.advance(ms);
      await delay(ms / 100);
    },
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
