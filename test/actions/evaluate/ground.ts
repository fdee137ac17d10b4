/**
 * A repository in the box with a model to judge, and the real action on it: a child process that runs the
 * source of evaluate with the environment of a job, its token and its artifact service.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { canonicalJson } from '../../../src/shared/domain/documents/canonical-json.ts';
import { sha256, setDigest } from '../../../src/shared/domain/documents/digest.ts';
import { evaluationSchema, type Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { artifactName } from '../../../src/shared/domain/names.ts';
import { startBoxGitHub, type BoxGitHub } from '../../adapters/github/box-github.ts';
import { runRecord } from '../../domain/comparison/run-record.ts';
import type { StartedJob, StartedRun } from '../../github-box/human/runs.ts';

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

/** Path in the artifact → content; each is listed in `run.json` under its role. */
export type EvidenceFiles = Readonly<
  Record<string, { readonly role: Run['outputs'][number]['role']; readonly text: string }>
>;

const MODEL_TEXT = '{"weights":[1,2]}';

/** Leaves what train leaves: `run.json` and the files that it names, as an artifact of the job's run. */
export async function leaveEvidence(
  ground: Ground,
  job: StartedJob,
  { files = {}, run = {}, attempt = 1 }: { files?: EvidenceFiles; run?: Partial<Run>; attempt?: number },
): Promise<Run> {
  const modelFile = { path: 'model.json', sha256: sha256(MODEL_TEXT), sizeBytes: MODEL_TEXT.length };
  const all: EvidenceFiles = { 'model/model.json': { role: 'model', text: MODEL_TEXT }, ...files };
  const record = runRecord({
    source: { repository: REPOSITORY, commit: ground.headSha, tree: 'd'.repeat(40), clean: true },
    modelSet: { digest: setDigest([modelFile]), files: [modelFile] },
    outputs: Object.entries(all).map(([path, { role, text: content }]) => ({
      path,
      role,
      sha256: sha256(content),
      sizeBytes: Buffer.byteLength(content),
    })),
    ...run,
  });
  const folder = await mkdtemp(join(ground.hub.folder, 'evidence-'));
  const contents = new Map([
    ['run.json', canonicalJson(record)],
    ...Object.entries(all).map(([path, file]) => [path, file.text] as const),
  ]);
  for (const [path, content] of contents) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await uploadArtifact(job, artifactName(MODEL, attempt), folder, [...contents.keys()]);
  return record;
}

async function uploadArtifact(
  job: StartedJob,
  name: string,
  root: string,
  files: readonly string[],
): Promise<void> {
  const program = join(import.meta.dirname, '../../github-box/results/toolkit-client.ts');
  const operation = { call: 'upload', name, root, files: files.map((file) => join(root, file)) };
  const { exitCode, printed } = await runNode([program, JSON.stringify([operation])], job.environment);
  if (exitCode !== 0 || printed.includes('"error"')) throw new Error(`upload of ${name}: ${printed}`);
}

export interface Ended {
  readonly exitCode: number;
  readonly printed: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs evaluate in the job, with the configuration of its checkout. */
export async function evaluate(
  job: StartedJob,
  {
    inputs = {},
    config = configText(),
  }: { inputs?: Readonly<Record<string, string>>; config?: string | null } = {},
): Promise<Ended> {
  await mkdir(join(job.workspace, '.github'), { recursive: true });
  if (config !== null) await writeFile(join(job.workspace, '.github/model-steward.yml'), config);
  const program = join(import.meta.dirname, 'start-evaluate.ts');
  const given = Object.entries({ token: job.token, ...inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const { exitCode, printed } = await runNode([program], {
    ...job.environment,
    ...(Object.fromEntries(given) as Record<string, string>),
  });
  const outputs = parseOutputs(await readFile(job.environment.GITHUB_OUTPUT!, 'utf8'));
  const summary = await readFile(job.environment.GITHUB_STEP_SUMMARY!, 'utf8');
  return { exitCode, printed, outputs, summary };
}

/** `evaluation.json` as the step left it. */
export async function readEvaluation({ outputs }: Ended): Promise<Evaluation> {
  return evaluationSchema.parse(JSON.parse(await readFile(outputs.evaluation!, 'utf8')));
}

async function runNode(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly printed: string }> {
  const child = spawn(process.execPath, [...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_NO_WARNINGS: '1', ...environment },
  });
  const read = (stream: unknown): Promise<string> => text(stream as NodeJS.ReadableStream);
  const [out, err, results] = [child.stdout, child.stderr, child.stdio[3]].map(read);
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, printed: (await Promise.all([out, err, results])).join('') };
}

/** The heredocs of GITHUB_OUTPUT, read as the runner reads them. */
function parseOutputs(file: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = file.split('\n');
  for (let line = 0; line < lines.length; line += 1) {
    const [, name, delimiter] = /^([^<]+)<<(.+)$/.exec(lines[line] ?? '') ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, line + 1);
    outputs[name] = lines.slice(line + 1, end).join('\n');
    line = end;
  }
  return outputs;
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
