/** Pairs of evaluate, register, and of each step with itself. */
import { expect } from 'vitest';
import { parseIssueState } from '../../actions/monitor/steps/issue-state.ts';
import type { StartedJob } from '../github-box/human/runs.ts';
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
import {
  startMonitorStage,
  startMovedProposalStage,
  startProposalStage,
  startRelapseStage,
} from './monitor-stage.ts';
import { startRegisterStage, startTrainStage } from './project-stages.ts';
import { tagsOf } from './remains.ts';
import {
  deployAndMonitor,
  deployAndRegister,
  promoteAndMonitor,
  registerTwoPulls,
} from './scenes-of-others.ts';
import { twice, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';

interface ScenePlan {
  readonly start: () => Promise<Scene>;
  /** Of 500 orders. A registration takes four times as long as the others, and a training runs a command. */
  readonly schedules: number;
}

export const scenes = {
  'two registrations of one evaluation': {
    start: () => twice(startRegisterStage, checkRegisteredOnce),
    schedules: 35,
  },
  'a registration and that of a retraining': { start: registerBoth, schedules: 35 },
  'registrations of two pull requests': { start: registerTwoPulls, schedules: 35 },
  'an evaluation and a registration': { start: evaluateAndRegister, schedules: 35 },
  'a deployment and a registration': { start: deployAndRegister, schedules: 35 },
  'two evaluations, of an older and of the newest push': { start: evaluateBoth, schedules: 80 },
  'two monitors of one problem': {
    start: () => twice(startMonitorStage, (stage) => checkMonitored(stage, 1)),
    schedules: 45,
  },
  'two monitors that propose a retraining': {
    start: () => twice(startProposalStage, checkProposed),
    schedules: 10,
  },
  'two monitors that move a proposal on': {
    start: () => twice(startMovedProposalStage, checkProposed),
    schedules: 5,
  },
  'two monitors of a problem that came back': {
    start: () => twice(startRelapseStage, (stage) => checkMonitored(stage, 2)),
    schedules: 20,
  },
  'a monitor and a deployment': { start: deployAndMonitor, schedules: 40 },
  'a monitor and a promotion': { start: promoteAndMonitor, schedules: 20 },
  'two deployments of one version': { start: () => twice(startDeployStage, checkDeployed), schedules: 90 },
  'two trainings of one push': { start: () => twice(startTrainStage, checkTrained), schedules: 15 },
} as const satisfies Readonly<Record<string, ScenePlan>>;

export type SceneName = keyof typeof scenes;

/** Each run has an artifact of its own. */
async function checkTrained({ box, repository }: Stage): Promise<void> {
  const artifacts = box.world.results?.artifactsIn(repository.fullName) ?? [];
  const runs = artifacts.filter(({ name }) => !name.endsWith('.evaluation')).map(({ runId }) => runId);
  // That of the champion, and these two.
  expect([runs.length, new Set(runs).size], 'evidence, and runs that have it').toEqual([3, 3]);
  expect(await tagsOf(repository)).toEqual(['flight-delays#production#1', 'flight-delays@v1.0.0']);
}

/** One pull request, with one commit for each value of its line, and an issue that names it. */
async function checkProposed(stage: Stage): Promise<void> {
  const { repository, box } = stage;
  const pulls = repository.issues.filter(({ pull }) => pull !== undefined);
  expect(
    pulls.map(({ state }) => state),
    'pull requests',
  ).toEqual(['open']);
  const { branches } = await stage.remains();
  const weeks = box.clock.now().toISOString() < '2026-06-05' ? 1 : 2;
  const last = weeks === 1 ? '2026-05-31' : '2026-06-07';
  const branch = 'refs/heads/model-steward/retrain/flight-delays/1';
  expect(branches, 'branches').toEqual([`${branch} +${weeks} until: ${last}\n`]);
  const issue = repository.issues.find(({ pull }) => pull === undefined);
  const state = parseIssueState(issue?.body ?? '');
  expect(state?.pull, 'pull request of the issue').toBe(pulls[0]?.number);
  expect(state?.retrainings, 'retrainings, by the issue').toHaveLength(weeks);
}

/** @param retrainings with those before. */
async function checkMonitored({ box, repository }: Stage, retrainings: number): Promise<void> {
  expect(box.dispatches, 'retrainings').toHaveLength(retrainings);
  const open = repository.issues.filter(({ state }) => state === 'open');
  expect(open, 'open issues').toHaveLength(1);
  // Whichever of the two wrote last: the next check has to wait for the cool-down.
  const starts = parseIssueState(open[0]?.body ?? '')?.retrainings ?? [];
  const day = box.clock.now().toISOString().slice(0, 10);
  expect(starts.at(-1)?.slice(0, 10), 'when the retraining was started, by the issue').toBe(day);
  expect(starts, 'retrainings, by the issue').toHaveLength(retrainings);
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
