/** Where the steps play that write only in some situations: what is said of a change, of a failure and of an end. */
import {
  configText,
  EVALUATE_PERMISSIONS,
  PROMOTE_WORKFLOW,
  PULL_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type Project,
} from '../ground/project.ts';
import { stageOf } from './project-stages.ts';
import type { Stage } from './stage.ts';

const CONFIG = '.github/model-steward.yml';
const READING = { contents: 'read' } as const;
const EVALUATING = { job: 'evaluate', permissions: EVALUATE_PERMISSIONS } as const;
const REGISTERING = {
  job: 'register',
  permissions: { ...REGISTER_PERMISSIONS, actions: 'write', issues: 'write' },
} as const;

/** Evaluate of a pull request that trains nothing and changes how the next model is evaluated. */
export async function startUnaffectedStage(): Promise<Stage> {
  const project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const files = { [CONFIG]: configText('    gate-retrain: [{ metric: log_loss, at-most: 9 }]\n') };
  const startAnother = await startPull(project, { branch: 'gate', files });
  const run = await startAnother();
  await project.step('train', run);
  return stageOf(project, { action: 'evaluate' }, { run, jobOptions: EVALUATING, startAnother });
}

const FAILING = { 'train.sh': 'exit 3\n', 'skill.txt': 'good\n' };

/** Train of a pull request whose command fails: the reason is left for evaluate. */
export async function startFailedTrainStage(): Promise<Stage> {
  const project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const startAnother = await startPull(project, { branch: 'broken', files: FAILING });
  const jobOptions = { job: 'train', permissions: READING } as const;
  const runs = { run: await startAnother(), jobOptions, startAnother };
  return { ...stageOf(project, { action: 'train' }, runs), failure: /^COMMAND_FAILED: / };
}

/** Evaluate after that training: comment and status say why. */
export async function startNotEvaluatedStage(): Promise<Stage> {
  const project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const startAnother = await startPull(project, { branch: 'broken', files: FAILING });
  const run = await startAnother();
  await project.step('train', run);
  const stage = stageOf(project, { action: 'evaluate' }, { run, jobOptions: EVALUATING, startAnother });
  return { ...stage, failure: /^EVIDENCE_INVALID: train command: / };
}

/** Register of a merge that no run has evaluated, which changes how the next model is evaluated. */
export async function startSaidChangesStage(): Promise<Stage> {
  const project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  const files = { [CONFIG]: configText('    gate-retrain: [{ metric: log_loss, at-most: 9 }]\n') };
  return await startMerged(project, { branch: 'gate', files });
}

/** Register of evidence that another merge made stale: it is refused, and the retraining is started. */
export async function startStaleStage(): Promise<Stage> {
  const project = await startProject({ config: configText('    retrain: { workflow: retrain.yml }\n') });
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'data.txt': 'February\n' } });
  const stage = await startPromotion(project, await project.merge(pull));
  return {
    ...stage,
    failure: /^EVIDENCE_STALE: /,
    remains: async () => {
      const { comments, ...remains } = await stage.remains();
      // Of a retraining that the attempt before has started, the next one says that it is running.
      const retraining = /`retrain\.yml` (was started: it trains on the merged code|is already running)\./;
      const steady = (comments as readonly string[]).map((text) => text.replace(retraining, 'started'));
      return { ...remains, comments: steady, retrainings: project.box.dispatches.length };
    },
  };
}

/** Register of a retraining that an issue asked for and that its gate refuses: the issue gets the outcome. */
export async function startRetrainedStage(): Promise<Stage> {
  const gate = '    gate-retrain: [{ metric: log_loss, at-most: 0.001 }]\n';
  const project = await startProject({ config: configText(gate) });
  const { box } = project;
  await project.ship({ branch: 'first', skill: 'fair' });
  const issue = box.openIssue({ repository: REPOSITORY, by: 'ann', title: 'Drift' });
  await box.pushFiles({ repository: REPOSITORY, files: { 'skill.txt': 'good\n' } });
  const event = { workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', job: 'train' } as const;
  const startAnother: Stage['startAnother'] = () =>
    box.startRun({ repository: REPOSITORY, ...event, permissions: READING });
  const run = await startAnother();
  await project.evaluateIn(run);
  const inputs = { stage: 'production', issue: String(issue) };
  const runs = { run, jobOptions: REGISTERING, startAnother };
  return { ...stageOf(project, { action: 'register', inputs }, runs), failure: /^NOT_PASSED: / };
}

type Change = Parameters<Project['propose']>[0];

async function startPull(project: Project, change: Change): Promise<Stage['startAnother']> {
  const { number: pull } = await project.propose(change);
  const event = { workflow: PULL_WORKFLOW, event: 'pull_request', pull, job: 'train' } as const;
  return () => project.box.startRun({ repository: REPOSITORY, ...event, permissions: READING });
}

async function startMerged(project: Project, change: Change): Promise<Stage> {
  return await startPromotion(project, await project.merge(await project.propose(change)));
}

async function startPromotion(
  project: Project,
  { sha, before }: Awaited<ReturnType<Project['merge']>>,
): Promise<Stage> {
  const push = { workflow: PROMOTE_WORKFLOW, event: 'push', headSha: sha, before, actor: 'bob' } as const;
  const startAnother: Stage['startAnother'] = () =>
    project.box.startRun({ repository: REPOSITORY, ...push, ...REGISTERING });
  const request = { action: 'register', inputs: { stage: 'production' } } as const;
  const runs = { run: await startAnother(), jobOptions: REGISTERING, startAnother };
  return stageOf(project, request, runs);
}
