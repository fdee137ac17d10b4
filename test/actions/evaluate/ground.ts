/** A repository in the box with a model to evaluate, and the action on it, with the environment and token of a job. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvaluateInputs } from '../../../actions/evaluate/inputs.ts';
import {
  describeEvaluateFailure,
  renderEvaluateOutputs,
  renderEvaluateReport,
  type EvaluateOutputs,
} from '../../../actions/evaluate/report.ts';
import { runEvaluate } from '../../../actions/evaluate/run.ts';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createCheckout } from '../../../src/shared/adapters/process/checkout.ts';
import { evaluationSchema, type ReadEvaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { artifactName } from '../../../src/shared/domain/kernel/names.ts';
import type { Log } from '../../../src/shared/ports/runner.ts';
import { readRunContext } from '../../../src/shared/runtime/context.ts';
import { prepareStep } from '../../../src/shared/usecases/step-context.ts';
import { createInputReader } from '../../../src/shared/runtime/inputs.ts';
import { startBoxGitHub, type BoxGitHub } from '../../adapters/github/box-github.ts';
import { silentLog } from '../../adapters/github/test-client.ts';
import type { StartedJob, StartedRun } from '../../github-box/human/runs.ts';
import { commitFolder } from '../../ground/checkout.ts';
import { createBoxUploads } from '../../ground/artifact-service.ts';
import { describeEvidence, writeEvidence, writeFiles, type EvidenceFiles } from '../../ground/evidence.ts';

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

/** Runs evaluate as its `main.ts` does, in this process, with everything real but the artifact client. */
export async function evaluate(
  { hub }: Ground,
  job: StartedJob,
  { inputs = {}, checkout = { '.github/model-steward.yml': configText() } }: EvaluateOptions = {},
): Promise<Ended> {
  await writeFiles(job.workspace, checkout);
  await commitFolder(job.workspace);
  const messages: string[] = [];
  const keep = (message: string) => void messages.push(message);
  const log: Log = { ...silentLog, notice: keep, warning: keep };
  const given = new Map(Object.entries({ token: job.token, ...inputs }));
  const reader = createInputReader({
    get: (name) => given.get(name) ?? '',
    names: () => Array.from(given.keys(), (name) => name.toUpperCase()),
    mask: () => undefined,
  });
  const inputsOfStep = readEvaluateInputs(reader);
  const ports = {
    ...hub.as(job.token),
    artifactUploads: createBoxUploads(job),
    checkout: createCheckout(job.workspace, { PATH: process.env.PATH! }),
    clock: hub.clock,
    log,
    tables: createTables(),
    workspace: openFiles(job.workspace),
    scratch: async (name: string) => openFiles(await mkdtemp(join(hub.folder, `${name}-`))),
  };
  const context = readRunContext(job.environment);
  const outcome = await runEvaluate(await prepareStep({ inputs: inputsOfStep, context, ports }));
  const [outputs, summary] = [renderEvaluateOutputs(outcome), renderEvaluateReport(outcome)];
  return { failure: describeEvaluateFailure(outcome), outputs, summary, messages };
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
