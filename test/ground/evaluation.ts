/** A repository in the box with a model to evaluate: what a run of train left, and evaluate in its job. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateOutputs, type EvaluateOutputs } from '../../actions/evaluate/report.ts';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { evaluationSchema, type ReadEvaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { artifactName } from '../../src/shared/domain/kernel/names.ts';
import { startBoxGitHub, type BoxGitHub } from '../adapters/github/box-github.ts';
import type { StartedJob, StartedRun } from '../github-box/human/runs.ts';
import { commitFolder } from './checkout.ts';
import { createBoxUploads } from './artifact-service.ts';
import { describeEvidence, writeEvidence, writeFiles, type EvidenceFiles } from './evidence.ts';
import { runStepOrThrow } from './step.ts';

export const REPOSITORY = 'acme/models';
export const MODEL = 'flight-delays';
export const WORKFLOW = '.github/workflows/model.yml';

export const PERMISSIONS = {
  contents: 'read',
  actions: 'read',
  'pull-requests': 'write',
  statuses: 'write',
} as const;

export const GATE = `
      - { metric: roc_auc, at-least: 0.6 }
      - { metric: log_loss, superior-by: 0.001 }
      - { metric: recall, not-worse-by: 0.05 }`;

export function configText(gate = GATE, more = ''): string {
  return `models:
  ${MODEL}:
    task: binary
    paths: [train.py, features/**]
    predictions: { id: flight, label: late, score: p_late, time: date, group: day, threshold: 0.35 }
    gate:${gate}
${more}`;
}

export interface Ground extends AsyncDisposable {
  readonly hub: BoxGitHub;
  /** Number of the open pull request, whose head is `headSha`. */
  readonly pull: number;
  readonly headSha: string;
}

/** A repository whose default branch configures the model, and a pull request that changes `train.py`. */
export async function startGround(config = configText()): Promise<Ground> {
  const hub = await startBoxGitHub();
  await hub.box.pushFiles({
    repository: REPOSITORY,
    files: { '.github/model-steward.yml': config, 'train.py': 'print(0)\n' },
  });
  const { sha } = await hub.box.pushFiles({
    repository: REPOSITORY,
    branch: 'better',
    files: { 'train.py': 'print(1)\n' },
  });
  const pull = await hub.box.openPull({ repository: REPOSITORY, head: 'better' });
  return { hub, pull, headSha: sha, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

const MODEL_TEXT = '{"weights":[1,2]}';

/** Leaves what train leaves: `run.json` and the files that it names, as an artifact of the job's run. */
export async function leaveEvidence(
  ground: Ground,
  job: StartedJob,
  { files = {}, run = {}, attempt = 1 }: { files?: EvidenceFiles; run?: Partial<Run>; attempt?: number },
): Promise<Run> {
  const all: EvidenceFiles = { 'model/model.json': { role: 'model', text: MODEL_TEXT }, ...files };
  const record = describeEvidence(all, {
    source: { repository: REPOSITORY, commit: ground.headSha, tree: 'd'.repeat(40), clean: true },
    ...run,
  });
  const folder = await mkdtemp(join(ground.hub.folder, 'evidence-'));
  const paths = await writeEvidence(folder, all, record);
  await createBoxUploads(job).upload(artifactName(MODEL, attempt), openFiles(folder), paths);
  return record;
}

export interface Ended {
  /** Undefined when the step succeeds. */
  readonly failure: string | undefined;
  readonly outputs: EvaluateOutputs;
  readonly summary: string;
  /** What was logged as notice or warning. */
  readonly messages: readonly string[];
}

interface EvaluateOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Files of the checkout; the configuration of the default branch by default. */
  readonly checkout?: Readonly<Record<string, string>>;
}

/** Runs evaluate in the job. @throws what the step throws. */
export async function evaluate(
  { hub: { box } }: Ground,
  job: StartedJob,
  { inputs = {}, checkout = { '.github/model-steward.yml': configText() } }: EvaluateOptions = {},
): Promise<Ended> {
  await writeFiles(job.workspace, checkout);
  await commitFolder(job.workspace);
  const request = { box, job, action: 'evaluate', inputs } as const;
  const { outputs, notices, warnings, ...ended } = await runStepOrThrow(request);
  const texts = evaluateOutputs.map((name) => [name, String(outputs[name])] as const);
  return {
    ...ended,
    outputs: Object.fromEntries(texts) as EvaluateOutputs,
    messages: [...notices, ...warnings],
  };
}

/** `evaluation.json` as the step left it. */
export async function readEvaluation({ outputs }: Ended): Promise<ReadEvaluation> {
  return evaluationSchema.parse(JSON.parse(await readFile(outputs.evaluation, 'utf8')));
}

/** The pull request's run, with the job that evaluates. */
export function startPullRun(
  ground: Ground,
  permissions: Readonly<Record<string, 'read' | 'write'>> = PERMISSIONS,
): Promise<StartedRun> {
  return ground.hub.box.startRun({
    repository: REPOSITORY,
    workflow: WORKFLOW,
    event: 'pull_request',
    pull: ground.pull,
    job: 'evaluate',
    permissions,
  });
}
