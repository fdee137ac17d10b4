/** The unchanged DVC in the train action: a pipeline with its data on a remote, as `dvc init` and `dvc add` make it. */
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openArtifact,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ended,
  type Ground,
} from '../ground/training.ts';
import { REPOSITORY } from '../adapters/github/box-github.ts';
import { readCommand } from './command.ts';
import { pythonEnvironment } from './tools.ts';

const PROJECT = join(import.meta.dirname, 'dvc');
const bin = await pythonEnvironment('dvc-3.67.1', ['dvc==3.67.1', 'scikit-learn', 'pyyaml']);
const environment = { ...process.env, PATH: `${bin}:${process.env.PATH}`, DVC_NO_ANALYTICS: 'true' };

const CONFIG = `models:
  late:
    task: metrics
    train: { dvc: repro }
`;

let ground: Ground;
let team: string;
type Job = Awaited<ReturnType<typeof startRun>>;

/** What the team does in its own clone. */
async function inTeam(program: string, ...words: readonly string[]): Promise<string> {
  return readCommand(program, words, { cwd: team, env: environment });
}

async function play(job: Job, options: Parameters<typeof train>[2] = {}): Promise<Ended> {
  const { PATH, DVC_NO_ANALYTICS } = environment;
  const placed = { ...job, environment: { ...job.environment, PATH, DVC_NO_ANALYTICS } };
  const ended = await train(ground, placed, options);
  expect(ended.errors, ended.printed).toEqual([]);
  return ended;
}

async function textsOfTeam(): Promise<Readonly<Record<string, string>>> {
  const paths = (await inTeam('git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard')).split(
    '\0',
  );
  const texts = paths
    .filter((path) => path !== '')
    .map(async (path) => [path, await readFile(join(team, path), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

beforeAll(async () => {
  ground = await startGround();
  team = join(ground.hub.folder, 'team');
  await cp(PROJECT, team, { recursive: true });
  const rows = Array.from({ length: 400 }, (_, n) => {
    const words = Array.from({ length: 6 }, (__, at) => `w${(n * (at + 3) * 7 + at) % 23}`);
    return `${words.join(' ')}${n % 3 === 0 ? ' fine' : ''},${n % 3 === 0 || n % 7 === 0 ? 1 : 0}`;
  });
  await mkdir(join(team, 'data'));
  await writeFile(join(team, 'data/reviews.csv'), `text,good\n${rows.join('\n')}\n`);
  await inTeam('git', 'init', '--quiet');
  await inTeam('dvc', 'init', '--quiet');
  await inTeam('dvc', 'remote', 'add', '--default', 'storage', join(ground.hub.folder, 'storage'));
  await inTeam('dvc', 'add', '--quiet', 'data/reviews.csv');
  await inTeam('dvc', 'push', '--quiet');
  const files = {
    ...(await textsOfTeam()),
    '.github/model-steward.yml': CONFIG,
    'requirements.txt': 'scikit-learn\n',
  };
  await ground.hub.box.pushFiles({ repository: REPOSITORY, files });
}, 600_000);
afterAll(() => ground[Symbol.asyncDispose]());

describe('a pipeline of DVC', () => {
  let first: Job;

  it('fetches its data and runs in a fresh checkout, and its digests are those of the bytes', async () => {
    first = await startRun(ground, { event: 'push' });
    const ended = await play(first);
    const { run, folder } = await openArtifact(ground, first);
    expect(run.commands.train).toBe('dvc repro --no-run-cache --pull');
    const { pipeline } = run;
    expect(pipeline?.stages.map(({ name, changed }) => [name, changed])).toEqual(
      ['prepare', 'featurize', 'train', 'evaluate'].map((name) => [name, true]),
    );
    expect(pipeline?.stages[1]?.command).toBe('python src/featurize.py data/prepared data/features');
    const data = pipeline?.stages[0]?.inputs.find(({ path }) => path === 'data/reviews.csv');
    const pointer = await readFile(join(team, 'data/reviews.csv.dvc'), 'utf8');
    expect(pointer).toContain(`md5: ${data?.md5}`);
    expect(data).toMatchObject({ sizeBytes: (await readFile(join(team, 'data/reviews.csv'))).length });
    expect(data?.verified).toBeUndefined();
    const outputs = pipeline!.stages.flatMap((stage) => stage.outputs);
    expect(outputs.map(({ path, use, verified }) => [path, use, verified])).toEqual([
      ['data/prepared', undefined, undefined],
      ['data/features', undefined, undefined],
      ['models', undefined, true],
      ['eval/metrics.json', 'metrics', true],
      ['eval/roc.csv', 'plots', undefined],
    ]);
    const metrics = await readFile(join(folder, 'metrics.json'));
    expect(outputs[3]!.md5).toBe(createHash('md5').update(metrics).digest('hex'));
    expect(run.metrics).toEqual(JSON.parse(metrics.toString()));
    expect(run.parameters).toEqual({
      ...{ 'prepare.split': 0.25, 'prepare.seed': 7, 'featurize.max_features': 40, 'featurize.ngrams': 1 },
      ...{ 'train.seed': 7, 'train.n_est': 20, 'train.min_split': 2 },
    });
    expect(run.inputs.files.map(({ path, role }) => [role, path].join(' '))).toEqual([
      'data data/reviews.csv.dvc',
      'code dvc.yaml',
      'code params.yaml',
      'lock requirements.txt',
      'code src/evaluate.py',
      'code src/featurize.py',
      'code src/prepare.py',
      'code src/train.py',
    ]);
    expect((await readdir(join(folder, 'model'))).sort()).toEqual(['forest.joblib', 'notes']);
    expect(ended.summary).toContain('Pipeline of DVC: 4 stages.');
  });

  it('takes what no stage wrote again, where it is in the workspace with the digest of dvc.lock', async () => {
    const job = await startRun(ground, { event: 'push' });
    // As on a runner that keeps its workspace.
    await cp(first.workspace, job.workspace, { recursive: true, preserveTimestamps: true });
    const ended = await play(job, { checkout: false });
    expect(ended.printed).toContain("Stage 'train' didn't change, skipping");
    const { run } = await openArtifact(ground, job);
    expect(run.pipeline?.stages.filter(({ changed }) => changed)).toEqual([]);
    expect(run.modelSet).toEqual((await openArtifact(ground, first)).run.modelSet);
  });

  it('fetches the outputs, and runs nothing, once the team has pushed them with dvc.lock', async () => {
    const { run: before } = await openArtifact(ground, first);
    await inTeam('dvc', 'repro', '--quiet');
    await inTeam('dvc', 'push', '--quiet', '--run-cache');
    await ground.hub.box.pushFiles({ repository: REPOSITORY, files: await textsOfTeam() });
    const job = await startRun(ground, { event: 'push' });
    const ended = await play(job);
    expect(ended.printed).toContain('Data and pipelines are up to date.');
    expect(ended.printed).not.toContain('Running stage');
    const { run } = await openArtifact(ground, job);
    expect(run.modelSet?.digest).toBe(before.modelSet?.digest);
    expect(run.pipeline?.stages.filter(({ changed }) => changed)).toEqual([]);
    expect(run.inputs.files.map(({ path }) => path)).toContain('dvc.lock');
  });

  it('runs only the stages that a pull request changes', async () => {
    const params = (await readFile(join(PROJECT, 'params.yaml'), 'utf8')).replace('n_est: 20', 'n_est: 21');
    const job = await startPullRun(ground, { 'params.yaml': params });
    await play(job);
    const { run } = await openArtifact(ground, job);
    expect(run.pipeline?.stages.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([
      'train',
      'evaluate',
    ]);
    expect(run.parameters['train.n_est']).toBe(21);
  });
});
