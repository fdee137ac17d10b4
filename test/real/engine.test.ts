/**
 * The whole loop under an engine that we did not write: the example workflows, unchanged, in a repository of the box
 * made of the sample project. Each test goes on where the one before it ended, as on GitHub.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHALLENGERS_DAY, FIRST_MODEL_DAY, MONDAYS, RETRAINING_DAY } from '../demo/calendar.ts';
import { airports, baseline, partOfDay } from '../demo/candidates.ts';
import { readInitialFiles, readModelFiles, readParams } from '../demo/repository-files.ts';
import { createLocalService, type LocalService } from '../demo/service.ts';
import { type Box, startBox } from '../github-box/box.ts';
import type { AssetRecord } from '../github-box/state/records.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { readCommand } from './command.ts';
import { createEngine, type Engine, type EngineRequest, type EngineResult } from './engine.ts';
import { installTools, root } from './tools.ts';

const NAME = 'acme/flight-delays';
const MODEL = 'flight-delays';
const CONFIG = '.github/model-steward.yml';
const FORK_SAFE = 'fork-safe-comment.yml';
const workflow = (name: string): string => `.github/workflows/${name}`;
const tools = await installTools();

let box: Box;
let repository: Repository;
let service: LocalService | undefined;
let engine: Engine | undefined;

beforeAll(async () => {
  box = await startBox({ start: new Date() });
  service = await createLocalService();
  engine = await createEngine(box, { act: join(tools.bin, 'act'), pythonBin: tools.samplePython });
  const files = await readInitialFiles();
  repository = await box.createRepository({
    owner: 'acme',
    name: MODEL,
    files: {
      ...files,
      [CONFIG]: service.configure(files[CONFIG] ?? '', box.registry),
      [workflow(FORK_SAFE)]: await readFile(join(root, 'workflows-examples', FORK_SAFE), 'utf8'),
    },
  });
});

afterAll(async () => {
  await engine?.close();
  await service?.[Symbol.asyncDispose]();
  await box.close();
});

/** @param today which day it is in the data, which end in 2001. */
async function play(name: string, today: string, start: EngineRequest['start']): Promise<EngineResult> {
  const variables = { FLIGHTS_TODAY: today, SERVICE_URL: service!.url };
  const result = await engine!.run({ repository: NAME, workflow: workflow(name), start, variables });
  // Every job checks out, so every job says on which Node its actions run.
  const nodes = new Set(result.log.match(/(?<=checkout on node )v\d+/g));
  expect([...nodes], result.log).toEqual(['v24']);
  return result;
}

async function propose(branch: string, files: Readonly<Record<string, string>>): Promise<number> {
  await box.pushFiles({ repository: NAME, branch, files });
  return box.openPull({ repository: NAME, head: branch });
}

async function mergeAndPromote(number: number): Promise<EngineResult> {
  const { before } = await box.mergePull({ repository: NAME, number });
  return play('promote-on-merge.yml', FIRST_MODEL_DAY, { event: 'push', before });
}

const artifactsOf = ({ runId }: EngineResult): readonly string[] =>
  box.world.results?.artifactsOf(runId).map(({ name }) => name) ?? [];
const commentsOn = (number: number): readonly string[] =>
  repository.comments.filter(({ issue }) => issue === number).map(({ body }) => body);
const headOf = (number: number): string =>
  repository.issues.find((issue) => issue.number === number)?.pull?.headSha ?? '';
const statesOf = (number: number): readonly string[] =>
  repository.statuses.filter(({ sha }) => sha === headOf(number)).map(({ state }) => state);
const git = (...args: readonly string[]): Promise<string> =>
  readCommand('git', ['--git-dir', repository.git.path, ...args]);
const objectTypes = (...tags: readonly string[]): Promise<readonly string[]> =>
  Promise.all(tags.map(async (tag) => (await git('cat-file', '-t', `refs/tags/${tag}`)).trim()));

function assetsOf(version: string): readonly AssetRecord[] {
  const release = repository.releases.find(({ tagName }) => tagName === `${MODEL}@v${version}`);
  expect(release).toMatchObject({ draft: false, makeLatest: 'false' });
  return release?.assets ?? [];
}

/** How often the model's own file was downloaded from its release. */
function modelDownloads(version: string): number {
  const names = readDocument(version)
    .assets.filter(({ role }) => role === 'model')
    .map(({ asset }) => asset);
  expect(names.length).toBeGreaterThan(0);
  const files = assetsOf(version).filter(({ name }) => names.includes(name));
  return files.reduce((sum, { downloads }) => sum + downloads, 0);
}

interface ModelDocument {
  readonly modelDigest: string;
  readonly assets: readonly { readonly asset: string; readonly sha256: string; readonly role: string }[];
}

function readDocument(version: string): ModelDocument {
  const document = assetsOf(version).find(({ name }) => name === 'model.json');
  return JSON.parse(document?.bytes.toString() ?? '') as ModelDocument;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Health {
  readonly version: string;
}

async function servedVersion(): Promise<string> {
  const response = await fetch(`${service!.url}/health`);
  return ((await response.json()) as Health).version;
}

/** Sorted. */
async function ledgerEvents(): Promise<readonly string[]> {
  const branch = 'model-steward-ledger';
  const paths = (await git('ls-tree', '-r', '--name-only', branch))
    .split('\n')
    .filter((path) => path.endsWith('.json'));
  const texts = await Promise.all(paths.map((path) => git('show', `${branch}:${path}`)));
  return texts.map((text) => (JSON.parse(text) as { readonly event: string }).event).sort();
}

describe('the example workflows under act', () => {
  let first = 0;
  let second = 0;

  it('judge the first pull request: comment, status, evidence', async () => {
    first = await propose('first-model', await readModelFiles(baseline));
    const result = await play('pull-request.yml', FIRST_MODEL_DAY, { event: 'pull_request', pull: first });

    expect(result.jobs, result.log).toEqual({ train: 'success', evaluate: 'success' });
    expect(result.outputs.evaluate).toMatchObject({ verdict: 'pass' });
    expect(artifactsOf(result)).toEqual([`model-steward-${MODEL}-1`, `model-steward-${MODEL}-1.evaluation`]);
    expect(commentsOn(first)).toEqual([
      expect.stringContaining(`<!-- model-steward:evaluate model=${MODEL} -->`),
    ]);
    expect(statesOf(first)).toEqual(['success']);
    expect(result.summaries.join('\n')).toContain(MODEL);
  });

  it('register and deploy at the merge exactly what was judged', async () => {
    const result = await mergeAndPromote(first);

    expect(result.jobs, result.log).toEqual({ register: 'success', deploy: 'success' });
    expect(result.outputs.register).toMatchObject({
      registered: 'true',
      version: '1.0.0',
      stage: 'production',
    });
    expect(await objectTypes(`${MODEL}@v1.0.0`, `${MODEL}#production#1`)).toEqual(['tag', 'tag']);
    const { assets } = readDocument('1.0.0');
    const published = assetsOf('1.0.0');
    expect(published.map(({ name }) => name)).toEqual(
      expect.arrayContaining(assets.map(({ asset }) => asset)),
    );
    for (const { name, bytes, digest, state } of published) {
      expect([name, state, digest]).toEqual([name, 'uploaded', `sha256:${sha256(bytes)}`]);
      const named = assets.find(({ asset }) => asset === name);
      if (name !== 'model.json') expect([name, named?.sha256]).toEqual([name, sha256(bytes)]);
    }
    expect(result.outputs.deploy).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
    expect(repository.deployments.at(-1)?.statuses.at(-1)?.state).toBe('success');
    expect(await servedVersion()).toBe('1.0.0');
    expect(await ledgerEvents()).toEqual(['deployed', 'promoted', 'registered']);
  });

  it('compare a challenger with production, and take its files from the cache at the next push', async () => {
    second = await propose('airports', await readParams(airports));
    const untouched = modelDownloads('1.0.0');
    const result = await play('pull-request.yml', CHALLENGERS_DAY, { event: 'pull_request', pull: second });
    expect(result.jobs, result.log).toEqual({ train: 'success', evaluate: 'success' });
    expect(result.outputs.train).toMatchObject({ champion: `${MODEL}@v1.0.0` });
    expect(modelDownloads('1.0.0')).toBe(untouched + 1);

    await box.pushFiles({ repository: NAME, branch: 'airports', files: { 'README.md': '# Flights\n' } });
    const again = await play('pull-request.yml', CHALLENGERS_DAY, { event: 'pull_request', pull: second });
    expect(again.jobs, again.log).toEqual({ train: 'success', evaluate: 'success' });
    expect(again.outputs.evaluate).toMatchObject({ verdict: 'pass', champion: `${MODEL}@v1.0.0` });
    expect(modelDownloads('1.0.0')).toBe(untouched + 1);
    expect(commentsOn(second)).toHaveLength(1);
    expect(statesOf(second)).toEqual(['success']);
  });

  it('replace the version in service by the better one', async () => {
    const result = await mergeAndPromote(second);
    expect(result.jobs, result.log).toEqual({ register: 'success', deploy: 'success' });
    expect(result.outputs.register).toMatchObject({ version: '1.1.0', 'previous-version': '1.0.0' });
    expect(await objectTypes(`${MODEL}@v1.1.0`, `${MODEL}#production#2`)).toEqual(['tag', 'tag']);
    expect(await servedVersion()).toBe('1.1.0');
  });

  it('look at production every morning and raise no alarm in an ordinary week', async () => {
    const before = await ledgerEvents();
    const result = await play('monitor.yml', MONDAYS[0]!, { event: 'schedule' });

    expect(result.jobs, result.log).toEqual({ watch: 'success' });
    const quiet = { drift: 'quiet', performance: 'quiet', 'data-quality': 'quiet', issue: '' };
    expect(result.outputs.watch).toMatchObject({ version: '1.1.0', decision: 'none', ...quiet });
    expect(await ledgerEvents()).toEqual([...before, 'checked'].sort());
    expect(repository.issues.filter(({ pull }) => pull === undefined)).toEqual([]);
    expect(box.dispatches).toEqual([]);
  });

  it('judge a pull request of a fork with a token that can only read, and comment from a trusted run', async () => {
    const { fullName } = await box.fork({ repository: NAME, owner: 'mallory' });
    const files = await readParams(partOfDay);
    await box.pushFiles({ repository: fullName, branch: 'simpler', files, author: 'mallory' });
    const number = await box.openPull({ repository: NAME, head: 'mallory:simpler', author: 'mallory' });
    const start = { event: 'pull_request', pull: number, actor: 'mallory' };
    const result = await play('pull-request.yml', CHALLENGERS_DAY, start);

    expect(result.jobs, result.log).toEqual({ train: 'success', evaluate: 'failure' });
    expect(result.outputs.evaluate).toMatchObject({ verdict: 'fail', 'comment-url': '' });
    expect(artifactsOf(result)).toContain(`model-steward-${MODEL}-1.evaluation`);
    expect(result.summaries.join('\n')).toContain(MODEL);
    expect([commentsOn(number), statesOf(number)]).toEqual([[], []]);

    const trusted = { event: 'workflow_run', completedRun: result.runId };
    const comment = await play(FORK_SAFE, CHALLENGERS_DAY, trusted);
    expect(comment.jobs, comment.log).toEqual({ comment: 'success' });
    expect(commentsOn(number)).toEqual([expect.stringContaining(`model=${MODEL} -->`)]);
    expect(statesOf(number)).toEqual(['failure']);
  });

  it('retrain on newer flights when asked, and put the model that passes into service', async () => {
    const token = box.issueToken({ login: 'acme', type: 'user' });
    const response = await fetch(`${box.apiUrl}/repos/${NAME}/actions/workflows/retrain.yml/dispatches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ref: 'main' }),
    });
    expect(response.ok).toBe(true);
    const result = await play('retrain.yml', RETRAINING_DAY, { dispatched: box.dispatches[0]?.runId ?? 0 });

    const jobs = ['train', 'evaluate', 'register', 'deploy'];
    expect(result.jobs, result.log).toEqual(Object.fromEntries(jobs.map((job) => [job, 'success'])));
    expect(result.outputs.register).toMatchObject({
      registered: 'true',
      version: '1.2.0',
      stage: 'production',
    });
    expect(await objectTypes(`${MODEL}@v1.2.0`, `${MODEL}#production#3`)).toEqual(['tag', 'tag']);
    expect(await servedVersion()).toBe('1.2.0');
  });

  it('make no request that GitHub would refuse', () => {
    expect(box.violations).toEqual([]);
  });
});
