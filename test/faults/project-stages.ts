/** Where register, evaluate and train play: a team's repository, a model in production, and a pull request. */
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
  const startAnother: Stage['startAnother'] = () =>
    box.startRun({ repository: REPOSITORY, ...push, ...jobOptions });
  const request = { action: 'register', inputs: { stage: 'production' } } as const;
  return stageOf(project, request, { run: await startAnother(), jobOptions, startAnother });
}

/** Train for a pull request, with a champion to score. */
export async function startTrainStage(): Promise<Stage> {
  const project = await startProject();
  const startAnother = await proposeBeside(project);
  const jobOptions = { job: 'train', permissions: { contents: 'read' } } as const;
  return stageOf(project, { action: 'train' }, { run: await startAnother(), jobOptions, startAnother });
}

/** Evaluate after that training: a document in an artifact, a comment and a status. */
export async function startEvaluateStage(): Promise<Stage> {
  const project = await startProject();
  const startAnother = await proposeBeside(project);
  const run = await startAnother();
  await project.step('train', run);
  const jobOptions = { job: 'evaluate', permissions: EVALUATE_PERMISSIONS };
  return stageOf(project, { action: 'evaluate' }, { run, jobOptions, startAnother });
}

/** What starts a run of a pull request that is better than the version in production. */
async function proposeBeside(project: Project): Promise<Stage['startAnother']> {
  await project.ship({ branch: 'first', skill: 'fair' });
  const { number: pull } = await project.propose({ branch: 'better', skill: 'good' });
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull, job: 'train' } as const;
  const permissions = { contents: 'read' } as const;
  return () => project.box.startRun({ repository: REPOSITORY, ...event, permissions });
}

/** The moment is now. */
export function stageOf(
  project: Project,
  request: Pick<StepRequest, 'action' | 'inputs'>,
  runs: Pick<Stage, 'run' | 'jobOptions' | 'startAnother'>,
): Stage {
  const { box, repository } = project;
  const restore = box.snapshot();
  return {
    ...{ box, repository, ...runs },
    restore: async () => restore(),
    request: async (job) => {
      await checkOut(repository, job);
      return request;
    },
    remains: () => remainsOf(box, repository),
    [Symbol.asyncDispose]: () => project[Symbol.asyncDispose](),
  };
}
