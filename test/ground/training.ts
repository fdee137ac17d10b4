/** A repository in the box with a small project, and train in its job: in this process, or in one of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { runSchema, type Run } from '../../src/shared/domain/documents/run.ts';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from '../adapters/github/box-github.ts';
import type { Box } from '../github-box/box.ts';
import type { StoredArtifact } from '../github-box/mount.ts';
import type { RunOptions } from '../github-box/human/run-options.ts';
import type { JobOptions, StartedRun } from '../github-box/human/runs.ts';
import { checkOut } from './checkout.ts';
import { writeFiles } from './evidence.ts';
import { registerVersion } from './registered-version.ts';
import { runStep } from './step.ts';

export { REPOSITORY };
export const MODEL = 'late';
export const WORKFLOW = '.github/workflows/model.yml';

/** A model that is one number; training and scoring take milliseconds. */
export const PROJECT: Readonly<Record<string, string>> = {
  '.github/model-steward.yml': `models:
  late:
    task: binary
    paths: [train.sh, score.sh]
    data: [data/train.csv]
    train:
      command: bash train.sh
      model: model/**
      metrics: metrics.json
      parameters: params.json
      example: example.json
      reference: data/train.csv
    score: { command: bash score.sh, data: data/holdout.csv }
    predictions: { id: id, label: late, score: p_late, time: date }
`,
  'train.sh': `mkdir -p model/extra
echo "{\\"rate\\": 0.25}" > model/model.json
echo notes > model/extra/notes.txt
echo "{\\"log_loss\\": 0.5, \\"test\\": {\\"auc\\": 0.75}}" > metrics.json
echo trained
`,
  'score.sh': `echo "scoring with $(cat "$MODEL_STEWARD_MODEL/model.json")"
rate=$(sed 's/[^0-9.]//g' "$MODEL_STEWARD_MODEL/model.json")
awk -F, -v rate="$rate" 'NR == 1 { print "id,date,late,p_late" } NR > 1 { print $1 "," $2 "," $3 "," rate }' "$MODEL_STEWARD_DATA" > "$MODEL_STEWARD_OUT"
`,
  'params.json': '{"rate": 0.25, "method": {"name": "mean"}}\n',
  'example.json': '{"distance": 500}\n',
  'requirements.txt': 'scikit-learn==1.9.0\n',
  'data/train.csv': rows(200, 0),
  'data/holdout.csv': rows(100, 200),
};

function rows(count: number, from: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const n = from + index;
    const day = String(1 + (n % 20)).padStart(2, '0');
    return `${n},2001-01-${day},${n % 4 === 0 ? 1 : 0},${(n * 37) % 1000}`;
  });
  return `id,date,late,distance\n${lines.join('\n')}\n`;
}

export interface Ground extends AsyncDisposable {
  readonly hub: BoxGitHub;
}

/** @param changes files of the project that differ; undefined leaves one out. */
export async function startGround(
  changes: Readonly<Record<string, string | undefined>> = {},
  settings: { readonly private?: boolean } = {},
): Promise<Ground> {
  const hub = await startBoxGitHub(settings);
  const files = Object.entries({ ...PROJECT, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  await hub.box.pushFiles({ repository: REPOSITORY, files: Object.fromEntries(files) });
  return { hub, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

/** A pull request's run: train's job has `contents: read`, and nothing else. */
export async function startPullRun(
  { hub }: Ground,
  files: Readonly<Record<string, string>>,
): Promise<StartedRun> {
  const branch = `change-${hub.box.clock.now().getTime()}`;
  await hub.box.pushFiles({ repository: REPOSITORY, branch, files });
  const pull = await hub.box.openPull({ repository: REPOSITORY, head: branch });
  return startRun({ hub }, { event: 'pull_request', pull });
}

export function startRun(
  { hub }: Pick<Ground, 'hub'>,
  options: Partial<RunOptions & JobOptions> & Pick<RunOptions, 'event'>,
): Promise<StartedRun> {
  return hub.box.startRun({
    repository: REPOSITORY,
    workflow: WORKFLOW,
    job: 'train',
    permissions: { contents: 'read' },
    ...options,
  });
}

/** The step from its sources, as the bundle's stub starts it. */
export const SOURCES = join(import.meta.dirname, 'start-train.ts');

export interface Ended {
  readonly exitCode: number;
  readonly printed: string;
  /** What is shown as an error on the run's page; the message alone where the step ran in this process. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly artifacts: readonly StoredArtifact[];
}

export interface TrainOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Files that an earlier step of the job left in the workspace. */
  readonly left?: Readonly<Record<string, string>>;
  /** RUNNER_TEMP instead of the job's own; emptied first, as a fresh runner is. */
  readonly emptyTemp?: string;
  /** Program of a process of its own, such as `SOURCES`; by default the step runs in this process. */
  readonly program?: string;
  /** Whether actions/checkout ran before; it did by default. */
  readonly checkout?: boolean;
  /** Called with everything that a process of its own printed so far. */
  readonly onOutput?: (printed: string, child: { kill(signal: NodeJS.Signals): void }) => void;
}

/** Checks the run's commit out, and runs train in it. */
export async function train(ground: Ground, job: StartedRun, options: TrainOptions = {}): Promise<Ended> {
  if (options.checkout !== false) await checkOutAgain(ground, job);
  await writeFiles(job.workspace, options.left ?? {});
  if (options.emptyTemp !== undefined) await rm(options.emptyTemp, { recursive: true, force: true });
  const tempDir = options.emptyTemp ?? job.environment.RUNNER_TEMP!;
  const placed = { ...job, environment: { ...job.environment, RUNNER_TEMP: tempDir } };
  const { box } = ground.hub;
  const { program } = options;
  const ended =
    program === undefined
      ? await trainHere(box, placed, options)
      : await trainInProcess(placed, { ...options, program });
  return { ...ended, artifacts: box.world.results!.artifactsOf(job.id) };
}

type EndedTraining = Omit<Ended, 'artifacts'>;

/** In this process, which has loaded everything: most stories are about what train makes, not about how it starts. */
async function trainHere(box: Box, job: StartedRun, { inputs }: TrainOptions): Promise<EndedTraining> {
  const request = { box, job, action: 'train', ...(inputs && { inputs }) } as const;
  const { failure, outputs, ...ended } = await runStep(request);
  return {
    ...ended,
    exitCode: failure === undefined ? 0 : 1,
    errors: failure === undefined ? [] : [failure],
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, String(value)])),
  };
}

async function trainInProcess(
  job: StartedRun,
  { inputs, program, onOutput }: TrainOptions & { readonly program: string },
): Promise<EndedTraining> {
  const given = Object.entries({ token: job.token, ...inputs });
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_NO_WARNINGS: '1',
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...job.environment,
      ...Object.fromEntries(given.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    },
  });
  const closed = once(child, 'close');
  let printed = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    printed += chunk.toString();
    onOutput?.(printed, child);
  }
  const [exitCode] = (await closed) as [number];
  return {
    exitCode,
    printed,
    errors: printed.split('\n').filter((line) => line.startsWith('::error::')),
    warnings: printed.split('\n').filter((line) => line.startsWith('::warning::')),
    outputs: parseOutputs(await readFile(job.environment.GITHUB_OUTPUT!, 'utf8')),
    summary: await readFile(job.environment.GITHUB_STEP_SUMMARY!, 'utf8'),
  };
}

/** Gives the model of a run that has trained the stage `production`, as version 1.0.0. */
export async function registerTrained(
  ground: Ground,
  job: StartedRun,
): Promise<{ readonly folder: string; readonly run: Run }> {
  const { folder, run } = await openArtifact(ground, job);
  const { github, clock } = ground.hub;
  const scratch = await mkdtemp(join(ground.hub.folder, 'register-'));
  const { workspace } = job;
  const { commit } = run.source;
  await registerVersion({ github, clock, evidence: folder, run, workspace, folder: scratch, commit });
  return { folder, run };
}

/** Files of the evidence as the artifact holds them. */
export async function openArtifact(
  ground: Ground,
  job: StartedRun,
): Promise<{ readonly folder: string; readonly run: Run }> {
  const [artifact] = await ground.hub.github.artifacts.ofRun(job.id);
  const folder = await mkdtemp(join(ground.hub.folder, 'artifact-'));
  await ground.hub.github.artifacts.download(artifact!, openFiles(folder));
  return { folder, run: runSchema.parse(JSON.parse(await readFile(join(folder, 'run.json'), 'utf8'))) };
}

/** In an empty workspace: a job that runs again finds nothing of its first attempt. */
async function checkOutAgain({ hub }: Ground, job: StartedRun): Promise<void> {
  await rm(job.workspace, { recursive: true, force: true });
  await checkOut(hub.repository, job);
}

/** The heredocs of GITHUB_OUTPUT, read as the runner reads them. */
function parseOutputs(file: string): Readonly<Record<string, string>> {
  const matches = file.matchAll(/^([^<\n]+)<<(\S+)\n(?:([^]*?)\n)?\2$/gm);
  return Object.fromEntries(Array.from(matches, ([, name = '', , value = '']) => [name, value]));
}
