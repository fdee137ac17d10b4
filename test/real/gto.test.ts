/** GTO, from PyPI, reads the tags that `register` wrote, and sees the same versions, stages and moves. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Box, startBox } from '../github-box/box.ts';
import { readCommand } from './command.ts';
import { createEngine, type Engine, type EngineResult } from './engine.ts';
import { createResources } from './resources.ts';
import { installTools } from './tools.ts';

const REPOSITORY = 'acme/models';
const tools = await installTools();
const resources = createResources();
const fixture = (name: string): Promise<string> => readFile(join(import.meta.dirname, 'gto', name), 'utf8');

let box: Box;
let engine: Engine;
let clone: string;

interface ShownModel {
  readonly version: string;
  /** Stage → version; null where another model has one of this name. */
  readonly stage: Readonly<Record<string, string | null>>;
}

interface HistoryEntry {
  readonly artifact: string;
  readonly event: string;
  readonly version: string;
  readonly stage: string | null;
  readonly commit: string;
  readonly ref: string;
}

beforeAll(async () => {
  box = resources.use(await startBox({ start: new Date() }));
  clone = await mkdtemp(join(tmpdir(), 'gto-'));
  resources.defer(() => rm(clone, { recursive: true, force: true }));
  engine = resources.use(
    await createEngine(box, { act: join(tools.bin, 'act'), pythonBin: tools.samplePython }),
  );
  await box.createRepository({
    owner: 'acme',
    name: 'models',
    files: {
      '.github/model-steward.yml': await fixture('model-steward.yml'),
      '.github/workflows/release.yml': await fixture('release.yml'),
      '.github/workflows/stages.yml': await fixture('stages.yml'),
      '.gitignore': 'data.csv\nmodel/\nmetrics.json\n',
      'params.json': '{ "depth": 1 }\n',
      'train.sh': await fixture('train.sh'),
    },
  });
  await playStory();
  await readCommand('git', ['clone', '--quiet', box.gitUrl(REPOSITORY), clone]);
  await readCommand('git', ['fetch', '--quiet', '--tags', 'origin'], { cwd: clone });
});

afterAll(() => resources.close());

/** Everything that moves a stage: a first version, a second, one on the same commit, a promotion, two ways back. */
async function playStory(): Promise<void> {
  await release('churn', 'rows of January');
  await release('up-sell', 'rows of January');
  await box.pushFiles({ repository: REPOSITORY, files: { 'params.json': '{ "depth": 2 }\n' } });
  await release('churn', 'rows of January');
  await release('churn', 'rows of January and February');
  await stages('promote', { stage: 'staging', version: '1.1.0' });
  await stages('rollback', { stage: 'production' });
  await stages('promote', { stage: 'staging', version: '1.2.0' });
  await stages('rollback', { stage: 'staging' });
}

async function dispatch(workflow: string, inputs: Readonly<Record<string, string>>): Promise<EngineResult> {
  const path = `.github/workflows/${workflow}.yml`;
  const start = { event: 'workflow_dispatch', inputs };
  const result = await engine.run({ repository: REPOSITORY, workflow: path, start });
  expect(Object.values(result.jobs), result.log).not.toContain('failure');
  expect(result.jobs.register, result.log).toBe('success');
  return result;
}

const release = (model: string, rows: string): Promise<EngineResult> => dispatch('release', { model, rows });

const stages = (
  operation: string,
  inputs: { readonly stage: string; readonly model?: string; readonly version?: string },
): Promise<EngineResult> => dispatch('stages', { model: 'churn', ...inputs, operation });

async function gto<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await readCommand(join(tools.bin, 'gto'), [...args, '--json'], { cwd: clone })) as T;
}

describe('a repository that register wrote, read by gto', () => {
  it('holds the versions and stages that the story made', async () => {
    expect(await gto('show')).toMatchObject({
      churn: { version: 'v1.2.0', stage: { production: 'v1.1.0', staging: 'v1.1.0' }, active: true },
      'up-sell': { version: 'v1.0.0', stage: { production: 'v1.0.0' }, active: true },
    });
  });

  it('assigns to each stage what `resolve` says', async () => {
    const shown = await gto<Readonly<Record<string, ShownModel>>>('show');
    const held = Object.entries(shown).flatMap(([model, { stage }]) =>
      Object.entries(stage).map(([name, version]) => ({ model, stage: name, version })),
    );
    expect(held).toEqual([
      { model: 'churn', stage: 'production', version: 'v1.1.0' },
      { model: 'churn', stage: 'staging', version: 'v1.1.0' },
      { model: 'up-sell', stage: 'production', version: 'v1.0.0' },
      { model: 'up-sell', stage: 'staging', version: null },
    ]);
    for (const { model, stage, version } of held) {
      const { outputs, log } = await stages('resolve', { model, stage });
      expect(outputs.register?.version, log).toBe(version?.slice(1) ?? '');
    }
  });

  it('has every version and every move of a stage in its history, in the order of the story', async () => {
    const history = await gto<readonly HistoryEntry[]>('history', 'churn');
    expect(history.toReversed().map(({ event, version, stage }) => [event, version, stage])).toEqual([
      ['registration', 'v1.0.0', null],
      ['assignment', 'v1.0.0', 'production'],
      ['registration', 'v1.1.0', null],
      ['assignment', 'v1.1.0', 'production'],
      ['registration', 'v1.2.0', null],
      ['assignment', 'v1.2.0', 'production'],
      ['assignment', 'v1.1.0', 'staging'],
      ['assignment', 'v1.1.0', 'production'],
      ['assignment', 'v1.2.0', 'staging'],
      ['assignment', 'v1.1.0', 'staging'],
    ]);
  });

  it('keeps a version that was retrained on the same commit apart, on a commit of its own with the same files', async () => {
    const history = await gto<readonly HistoryEntry[]>('history', 'churn');
    const commitOf = (version: string): string =>
      history.find((entry) => entry.event === 'registration' && entry.version === version)?.commit ?? '';
    const tree = (commit: string): Promise<string> =>
      readCommand('git', ['rev-parse', `${commit}^{tree}`], { cwd: clone });
    const parent = await readCommand('git', ['rev-parse', `${commitOf('v1.2.0')}^`], { cwd: clone });
    expect(parent.trim()).toBe(commitOf('v1.1.0'));
    expect(await tree(commitOf('v1.2.0'))).toBe(await tree(commitOf('v1.1.0')));
  });
});
