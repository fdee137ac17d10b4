/** Pairs of steps that a repository may have at the same time, and what has to be there when both have ended. */
import { expect } from 'vitest';
import type { Box } from '../github-box/box.ts';
import type { StartedJob, StartedRun } from '../github-box/human/runs.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { checkOut } from '../ground/checkout.ts';
import {
  configText,
  EVALUATE_PERMISSIONS,
  PROMOTE_WORKFLOW,
  PULL_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
} from '../ground/project.ts';
import { startDeployStage } from './deploy-stage.ts';
import type { SteppedRequest } from './interleave.ts';
import { startMonitorStage } from './monitor-stage.ts';
import { startRegisterStage } from './project-stages.ts';
import { tagsOf } from './remains.ts';
import type { Stage } from './stage.ts';

export interface Scene extends AsyncDisposable {
  readonly box: Box;
  readonly repository: Repository;
  restore(): Promise<void>;
  /** In jobs of their own; the second attempt of those that failed in the first. */
  begin(attempt: 1 | 2): Promise<readonly [SteppedRequest, SteppedRequest]>;
  /** When both have ended well, some of them in their second attempt. */
  check(): Promise<void>;
}

export const scenes = {
  'two registrations of one evaluation': () => twice(startRegisterStage, checkRegisteredOnce),
  'a registration and that of a retraining': registerBoth,
  'two evaluations, of an older and of the newest push': evaluateBoth,
  'an evaluation and a registration': evaluateAndRegister,
  'two monitors of one problem': () => twice(startMonitorStage, checkMonitored),
  'two deployments of one version': () => twice(startDeployStage, checkDeployed),
} as const satisfies Readonly<Record<string, () => Promise<Scene>>>;

/** The same step in two runs. */
async function twice(start: () => Promise<Stage>, check: (stage: Stage) => Promise<void>): Promise<Scene> {
  const stage = await start();
  const { box, repository, jobOptions } = stage;
  const runs = [stage.run, await stage.startAnother()] as const;
  const restore = box.snapshot();
  const request = async (attempt: 1 | 2, run: StartedRun): Promise<SteppedRequest> => {
    const job = attempt === 1 ? await run.startJob(jobOptions) : await box.rerun(run, jobOptions);
    return { box, job, ...(await stage.request(job)) };
  };
  return {
    ...{ box, repository },
    restore: async () => {
      await stage.restore();
      restore();
    },
    begin: async (attempt) => [await request(attempt, runs[0]), await request(attempt, runs[1])],
    check: () => check(stage),
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

async function checkMonitored({ box, repository }: Stage): Promise<void> {
  expect(box.dispatches, 'retrainings').toHaveLength(1);
  expect(
    repository.issues.filter(({ state }) => state === 'open'),
    'open issues',
  ).toHaveLength(1);
}

async function checkDeployed(stage: Stage): Promise<void> {
  const { served, deployments } = await stage.remains();
  expect(served, 'version in service').toBe('1.1.0\n');
  expect((deployments as readonly string[]).at(-1), 'newest deployment').toBe('1.1.0 success');
}

async function checkRegisteredOnce({ repository }: Stage): Promise<void> {
  expect(await tagsOf(repository)).toEqual(['flight-delays#production#1', 'flight-delays@v1.0.0']);
  expect(repository.releases.map(({ draft }) => draft)).toEqual([false]);
}

async function registerBoth(): Promise<Scene> {
  const more = '    gate-retrain: [{ metric: roc_auc, at-least: 0.6 }]\n';
  const project = await startProject({ config: configText(more) });
  const { box, repository } = project;
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  const { sha, before } = await project.merge(pull);
  const reading = { permissions: { contents: 'read' } } as const;
  const weekly = { workflow: RETRAIN_WORKFLOW, event: 'schedule' } as const;
  const retraining = await box.startRun({ repository: REPOSITORY, ...weekly, ...reading });
  await project.evaluateIn(retraining);
  const push = { workflow: PROMOTE_WORKFLOW, event: 'push', headSha: sha, before, actor: 'bob' } as const;
  const permissions = REGISTER_PERMISSIONS;
  const run = await box.startRun({ repository: REPOSITORY, ...push, permissions });
  const restore = box.snapshot();
  const request = async (attempt: 1 | 2, started: typeof run): Promise<SteppedRequest> => {
    const job =
      attempt === 1 ? await started.startJob({ permissions }) : await box.rerun(started, { permissions });
    await checkOut(repository, job);
    return { box, job, action: 'register', inputs: { stage: '' } };
  };
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => [await request(attempt, run), await request(attempt, retraining)],
    check: async () => {
      expect(await tagsOf(repository)).toEqual(['flight-delays@v1.0.0', 'flight-delays@v1.1.0']);
      expect(repository.releases.map(({ draft }) => draft)).toEqual([false, false]);
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** The older push passes, the newest fails: the comment is about the newest, whoever ends last. */
async function evaluateBoth(): Promise<Scene> {
  const project = await startProject();
  const { box, repository } = project;
  const pull = await project.propose({ branch: 'two-pushes', skill: 'good' });
  const startRun = async (): Promise<Awaited<ReturnType<typeof box.startRun>>> => {
    const event = {
      workflow: PULL_WORKFLOW,
      event: 'pull_request',
      pull: pull.number,
      job: 'train',
    } as const;
    const run = await box.startRun({ repository: REPOSITORY, ...event, permissions: { contents: 'read' } });
    await project.step('train', run);
    return run;
  };
  const older = await startRun();
  await box.pushFiles({ repository: REPOSITORY, branch: pull.branch, files: { 'skill.txt': 'none\n' } });
  const newest = await startRun();
  const restore = box.snapshot();
  const jobOptions = { job: 'evaluate', permissions: EVALUATE_PERMISSIONS };
  const request = async (attempt: 1 | 2, run: typeof older): Promise<SteppedRequest> => {
    const job = attempt === 1 ? await run.startJob(jobOptions) : await box.rerun(run, jobOptions);
    await checkOut(repository, job);
    return { box, job, action: 'evaluate' };
  };
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => [await request(attempt, older), await request(attempt, newest)],
    check: async () => {
      const verdicts = repository.comments.map(({ body }) => / · (pass|fail) · /.exec(body)?.[1]);
      expect(verdicts, 'verdict of the comment').toEqual(['fail']);
      const last = new Map(repository.statuses.map(({ sha, state }) => [sha, state]));
      expect([last.get(older.headSha), last.get(newest.headSha)], 'statuses').toEqual(['success', 'failure']);
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}

/** A pull request is evaluated while the version that it will be compared with is registered. */
async function evaluateAndRegister(): Promise<Scene> {
  const project = await startProject();
  const { box, repository } = project;
  const first = await project.propose({ branch: 'first', skill: 'fair' });
  await project.evaluate(first);
  const { number: pull } = await project.propose({ branch: 'second', skill: 'best' });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull, job: 'train' } as const;
  const training = await box.startRun({
    repository: REPOSITORY,
    ...event,
    permissions: { contents: 'read' },
  });
  await project.step('train', training);
  const { sha, before } = await project.merge(first);
  const push = { workflow: PROMOTE_WORKFLOW, event: 'push', headSha: sha, before, actor: 'bob' } as const;
  const run = await box.startRun({ repository: REPOSITORY, ...push, permissions: REGISTER_PERMISSIONS });
  const restore = box.snapshot();
  const start = async (
    attempt: 1 | 2,
    started: typeof run,
    options: Stage['jobOptions'],
  ): Promise<StartedJob> => {
    const job = attempt === 1 ? await started.startJob(options) : await box.rerun(started, options);
    await checkOut(repository, job);
    return job;
  };
  return {
    ...{ box, repository },
    restore: async () => restore(),
    begin: async (attempt) => [
      {
        box,
        job: await start(attempt, training, { job: 'evaluate', permissions: EVALUATE_PERMISSIONS }),
        action: 'evaluate',
      },
      {
        ...{ box, action: 'register', inputs: { stage: 'production' } },
        job: await start(attempt, run, { permissions: REGISTER_PERMISSIONS }),
      },
    ],
    check: async () => {
      expect(await tagsOf(repository)).toEqual(['flight-delays#production#1', 'flight-delays@v1.0.0']);
      expect(repository.statuses.at(-1)?.state, 'status of the second pull request').toBe('success');
    },
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}
