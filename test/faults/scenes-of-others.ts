/** Pairs of different steps, and of registrations of different pull requests. */
import { expect } from 'vitest';
import type { Box } from '../github-box/box.ts';
import type { StartedRun } from '../github-box/human/runs.ts';
import { checkOut } from '../ground/checkout.ts';
import {
  MODEL,
  PROMOTE_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import type { SteppedRequest } from './interleave.ts';
import { startMonitorStage } from './monitor-stage.ts';
import { remainsOf, tagsOf } from './remains.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

const DEPLOY_PERMISSIONS = { contents: 'write', deployments: 'write', packages: 'write' } as const;

/** Each pull request beats the version that was in production when it was evaluated. */
export async function registerTwoPulls(): Promise<Scene> {
  const project = await startProject();
  const { box, repository } = project;
  const pushes = [];
  for (const [branch, skill] of [
    ['first', 'fair'],
    ['second', 'good'],
  ] as const) {
    const pull = await project.propose({ branch, skill });
    await project.evaluate(pull);
    pushes.push(await project.merge(pull));
  }
  const runs = await Promise.all(pushes.map((push) => startPromotion(project, push)));
  const restore = box.snapshot();
  const inputs = { stage: '' };
  const request = async (attempt: 1 | 2, run: StartedRun | undefined): Promise<SteppedRequest> =>
    await registration(project, { attempt, run: required(run), inputs });
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => [await request(attempt, runs[0]), await request(attempt, runs[1])],
    check: async () => {
      expect(await tagsOf(repository)).toEqual([`${MODEL}@v1.0.0`, `${MODEL}@v1.1.0`]);
      expect(repository.releases.map(({ draft }) => draft)).toEqual([false, false]);
      const models = repository.releases.map(
        ({ assets }) => assets.find(({ name }) => name === 'model.json')?.digest,
      );
      expect(new Set(models).size, 'different documents').toBe(2);
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** The stage moves to another version while what it named is deployed. */
export async function deployAndRegister(): Promise<Scene> {
  const project = await startProject();
  const { box, repository } = project;
  await project.ship({ branch: 'first', skill: 'fair' });
  const pull = await project.propose({ branch: 'second', skill: 'good' });
  await project.evaluate(pull);
  const registering = await startPromotion(project, await project.merge(pull));
  const jobOptions = { job: 'deploy', permissions: DEPLOY_PERMISSIONS };
  const event = { workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', ...jobOptions } as const;
  const deploying = await box.startRun({ repository: REPOSITORY, ...event });
  const restore = box.snapshot();
  const deployment = async (attempt: 1 | 2): Promise<SteppedRequest> => {
    const job = attempt === 1 ? await deploying.startJob(jobOptions) : await box.rerun(deploying, jobOptions);
    await checkOut(repository, job);
    return { box, job, action: 'deploy', inputs: { target: 'none', image: `${box.registry}/acme/flights` } };
  };
  const inputs = { stage: 'production' };
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => [
      await deployment(attempt),
      await registration(project, { attempt, run: registering, inputs }),
    ],
    check: async () => {
      expect(await tagsOf(repository)).toContain(`${MODEL}#production#2`);
      const { deployments, events } = await remainsOf(box, repository);
      const versions = (deployments as readonly string[]).map((text) => /^(\S+) success$/.exec(text)?.[1]);
      // Of the stage as it was, or as it is: one of them, and the ledger says the same.
      expect(['1.0.0', '1.1.0']).toContain(versions.join());
      expect(events).toContainEqual(expect.stringContaining(`deployed ${versions.join()} deployed`));
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** Both write the ledger, about one version. */
export async function deployAndMonitor(): Promise<Scene> {
  return await besideMonitor({
    ...{ action: 'deploy', permissions: DEPLOY_PERMISSIONS },
    inputs: ({ registry }) => ({ target: 'none', image: `${registry}/acme/flights` }),
    check: async (stage) => {
      const { events, deployments } = await stage.remains();
      expect(deployments).toEqual(['1.0.0 success']);
      expect(events).toContainEqual(expect.stringMatching(/^deployed /));
    },
  });
}

/** The version that is checked gets one more stage. */
export async function promoteAndMonitor(): Promise<Scene> {
  return await besideMonitor({
    ...{ action: 'register', permissions: REGISTER_PERMISSIONS },
    inputs: () => ({ operation: 'promote', version: '1.0.0', stage: 'staging' }),
    check: async (stage) => {
      const tags = await tagsOf(stage.repository);
      // As in GTO, the stages of a model are counted together.
      expect(tags.filter((tag) => tag.includes('#staging#'))).toEqual([`${MODEL}#staging#2`]);
      const { events } = await stage.remains();
      expect(events).toContainEqual(`promoted ${MODEL}#staging#2`);
    },
  });
}

interface StepBeside {
  readonly action: 'deploy' | 'register';
  readonly permissions: NonNullable<Stage['jobOptions']['permissions']>;
  readonly inputs: (box: Box) => Readonly<Record<string, string>>;
  readonly check: (stage: Stage) => Promise<void>;
}

async function besideMonitor({ action, permissions, inputs, check }: StepBeside): Promise<Scene> {
  const stage = await startMonitorStage();
  const { box, repository } = stage;
  const jobOptions = { ...stage.jobOptions, job: action, permissions };
  const event = { workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', ...jobOptions } as const;
  const beside = await box.startRun({ repository: REPOSITORY, ...event });
  const restore = box.snapshot();
  const start = async (attempt: 1 | 2, run: StartedRun, options: typeof stage.jobOptions) =>
    attempt === 1 ? await run.startJob(options) : await box.rerun(run, options);
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => {
      const monitoring = await start(attempt, stage.run, stage.jobOptions);
      return [
        { box, job: monitoring, ...(await stage.request(monitoring)) },
        { box, job: await start(attempt, beside, jobOptions), action, inputs: inputs(box) },
      ];
    },
    check: async () => {
      await check(stage);
      expect(box.dispatches, 'retrainings').toHaveLength(1);
      expect((await stage.remains()).events).toContainEqual(expect.stringMatching(/^checked/));
    },
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

type Merged = Awaited<ReturnType<Project['merge']>>;

async function startPromotion({ box }: Project, { sha, before }: Merged): Promise<StartedRun> {
  const push = { workflow: PROMOTE_WORKFLOW, event: 'push', headSha: sha, before, actor: 'bob' } as const;
  return await box.startRun({ repository: REPOSITORY, ...push, permissions: REGISTER_PERMISSIONS });
}

async function registration(
  { box, repository }: Project,
  {
    attempt,
    run,
    inputs,
  }: {
    readonly attempt: 1 | 2;
    readonly run: StartedRun;
    readonly inputs: Readonly<Record<string, string>>;
  },
): Promise<SteppedRequest> {
  const options = { permissions: REGISTER_PERMISSIONS };
  const job = attempt === 1 ? await run.startJob(options) : await box.rerun(run, options);
  await checkOut(repository, job);
  return { box, job, action: 'register', inputs };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a run was not started');
  return value;
}
