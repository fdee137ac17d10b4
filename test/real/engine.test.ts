/**
 * The whole loop under an engine that we did not write: the example workflows, unchanged, in a repository of the box
 * made of the sample project. Each test continues where the one before it ended, as on GitHub.
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
import type { Repository } from '../github-box/state/repository.ts';
import { createEngine, type Engine, type EngineRequest, type EngineResult } from './engine.ts';
import { type RepositoryView, viewRepository } from './repository-view.ts';
import { createResources } from './resources.ts';
import { installTools, root } from './tools.ts';

const NAME = 'acme/flight-delays';
const MODEL = 'flight-delays';
const CONFIG = '.github/model-steward.yml';
const FORK_SAFE = 'fork-safe-comment.yml';
const workflow = (name: string): string => `.github/workflows/${name}`;
const tools = await installTools();
const resources = createResources();

let box: Box;
let repository: Repository;
let view: RepositoryView;
let service: LocalService;
let engine: Engine;

beforeAll(async () => {
  box = resources.use(await startBox({ start: new Date() }));
  service = await createLocalService();
  resources.defer(() => service[Symbol.asyncDispose]());
  engine = resources.use(
    await createEngine(box, { act: join(tools.bin, 'act'), pythonBin: tools.samplePython }),
  );
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
  view = viewRepository(repository, MODEL);
});

afterAll(() => resources.close());

/** @param today which day it is in the data, which end in 2001. */
async function play(name: string, today: string, start: EngineRequest['start']): Promise<EngineResult> {
  const variables = { FLIGHTS_TODAY: today, SERVICE_URL: service.url };
  const result = await engine.run({ repository: NAME, workflow: workflow(name), start, variables });
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
/** How often the model's own files were downloaded from their release. */
const modelDownloads = (version: string): number =>
  view.modelFiles(version).reduce((sum, { downloads }) => sum + downloads, 0);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

interface Health {
  readonly version: string;
}

async function servedVersion(): Promise<string> {
  const response = await fetch(`${service.url}/health`);
  return ((await response.json()) as Health).version;
}

describe('the example workflows under act', () => {
  let first = 0;
  let second = 0;

  it('evaluate the first pull request: comment, status, evidence', async () => {
    first = await propose('first-model', await readModelFiles(baseline));
    const result = await play('pull-request.yml', FIRST_MODEL_DAY, { event: 'pull_request', pull: first });

    expect(result.jobs, result.log).toEqual({ train: 'success', evaluate: 'success' });
    expect(result.outputs.evaluate).toMatchObject({ verdict: 'pass' });
    expect(artifactsOf(result)).toEqual([`model-steward-${MODEL}-1`, `model-steward-${MODEL}-1.evaluation`]);
    expect(view.comments(first)).toEqual([
      expect.stringContaining(`<!-- model-steward:evaluate model=${MODEL} -->`),
    ]);
    expect(view.states(first)).toEqual(['success']);
    expect(result.summaries.join('\n')).toContain(MODEL);
  });

  it('register and deploy at the merge exactly what was evaluated', async () => {
    const result = await mergeAndPromote(first);

    expect(result.jobs, result.log).toEqual({ register: 'success', deploy: 'success' });
    expect(result.outputs.register).toMatchObject({
      registered: 'true',
      version: '1.0.0',
      stage: 'production',
    });
    expect(await view.tagTypes(`${MODEL}@v1.0.0`, `${MODEL}#production#1`)).toEqual(['tag', 'tag']);
    const { assets } = view.document('1.0.0');
    const published = view.assets('1.0.0');
    expect(view.modelFiles('1.0.0')).toHaveLength(1);
    expect(repository.releases).toMatchObject([{ draft: false, makeLatest: 'false' }]);
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
    expect(await view.ledgerEvents()).toEqual(['deployed', 'promoted', 'registered']);
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
    expect(view.comments(second)).toHaveLength(1);
    expect(view.states(second)).toEqual(['success']);
  });

  it('replace the version in service by the better one', async () => {
    const result = await mergeAndPromote(second);
    expect(result.jobs, result.log).toEqual({ register: 'success', deploy: 'success' });
    expect(result.outputs.register).toMatchObject({ version: '1.1.0', 'previous-version': '1.0.0' });
    expect(await view.tagTypes(`${MODEL}@v1.1.0`, `${MODEL}#production#2`)).toEqual(['tag', 'tag']);
    expect(await servedVersion()).toBe('1.1.0');
  });

  it('check production every morning and raise no alert in an ordinary week', async () => {
    const before = await view.ledgerEvents();
    const result = await play('monitor.yml', MONDAYS[0]!, { event: 'schedule' });

    expect(result.jobs, result.log).toEqual({ fetch: 'success', monitor: 'success' });
    const unchanged = { drift: 'ok', performance: 'ok', 'data-quality': 'ok', issue: '' };
    expect(result.outputs.monitor).toMatchObject({ version: '1.1.0', decision: 'none', ...unchanged });
    expect(await view.ledgerEvents()).toEqual([...before, 'checked'].sort());
    expect(repository.issues.filter(({ pull }) => pull === undefined)).toEqual([]);
    expect(box.dispatches).toEqual([]);
  });

  it('evaluate a pull request of a fork with a token that can only read, and comment from a trusted run', async () => {
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
    expect([view.comments(number), view.states(number)]).toEqual([[], []]);

    const trusted = { event: 'workflow_run', completedRun: result.runId };
    const comment = await play(FORK_SAFE, CHALLENGERS_DAY, trusted);
    expect(comment.jobs, comment.log).toEqual({ comment: 'success' });
    expect(view.comments(number)).toEqual([expect.stringContaining(`model=${MODEL} -->`)]);
    expect(view.states(number)).toEqual(['failure']);
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
    expect(await view.tagTypes(`${MODEL}@v1.2.0`, `${MODEL}#production#3`)).toEqual(['tag', 'tag']);
    expect(await servedVersion()).toBe('1.2.0');
  });

  it('make no request that GitHub would refuse', () => {
    expect(box.violations).toEqual([]);
  });
});
