/** Where register, evaluate and train play: a team's repository, a model in production, and a pull request. */
import type { StartedRun } from '../github-box/human/runs.ts';
import { checkOut } from '../ground/checkout.ts';
import {
  EVALUATE_PERMISSIONS,
  PROMOTE_WORKFLOW,
  PULL_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import type { StepRequest } from '../ground/step.ts';
import { remainsOf } from './remains.ts';
import type { Stage } from './stage.ts';

/** Register after the merge of the first pull request: a version, its release, a stage, two events and a comment. */
export async function startRegisterStage(): Promise<Stage> {
  const project = await startProject();
  const { box } = project;
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  const { sha, before } = await project.merge(pull);
  const push = { workflow: PROMOTE_WORKFLOW, event: 'push', headSha: sha, before, actor: 'bob' } as const;
  const jobOptions = { permissions: REGISTER_PERMISSIONS };
  const run = await box.startRun({ repository: REPOSITORY, ...push, ...jobOptions });
  return stageOf(project, { action: 'register', inputs: { stage: 'production' } }, { run, jobOptions });
}

/** Train for a pull request, with a champion to score. */
export async function startTrainStage(): Promise<Stage> {
  const project = await startProject();
  const run = await proposeBeside(project);
  const jobOptions = { job: 'train', permissions: { contents: 'read' } } as const;
  return stageOf(project, { action: 'train' }, { run, jobOptions });
}

/** Evaluate after that training: a document in an artifact, a comment and a status. */
export async function startEvaluateStage(): Promise<Stage> {
  const project = await startProject();
  const run = await proposeBeside(project);
  await project.step('train', run);
  const jobOptions = { job: 'evaluate', permissions: EVALUATE_PERMISSIONS };
  return stageOf(project, { action: 'evaluate' }, { run, jobOptions });
}

/** The run of a pull request that is better than the version in production. */
async function proposeBeside(project: Project): Promise<StartedRun> {
  await project.ship({ branch: 'first', skill: 'fair' });
  const { number: pull } = await project.propose({ branch: 'better', skill: 'good' });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull, job: 'train' } as const;
  return await project.box.startRun({ repository: REPOSITORY, ...event, permissions: { contents: 'read' } });
}

function stageOf(
  project: Project,
  request: Pick<StepRequest, 'action' | 'inputs'>,
  { run, jobOptions }: Pick<Stage, 'run' | 'jobOptions'>,
): Stage {
  const { box, repository } = project;
  const restore = box.snapshot();
  return {
    ...{ box, repository, run, jobOptions },
    restore: async () => restore(),
    request: async (job) => {
      await checkOut(repository, job);
      return request;
    },
    remains: () => remainsOf(box, repository),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}
