/** The unchanged Python clients of MLflow, versions 2 and 3, in the train action without a server. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openArtifact, startGround, startRun, train, type Ended, type Ground } from '../ground/training.ts';
import { readCommand } from './command.ts';
import { pythonEnvironment } from './tools.ts';

const SCRIPTS = join(import.meta.dirname, 'mlflow');

const clients = await Promise.all(
  ['2.22.0', '3.17.2'].map(async (version) => ({
    version,
    python: join(
      await pythonEnvironment(`mlflow-${version}`, [`mlflow==${version}`, 'scikit-learn']),
      'python',
    ),
  })),
);

let ground: Ground;
afterEach(() => ground[Symbol.asyncDispose]());

describe.each(clients)('the client of MLflow $version', ({ version, python }) => {
  let job: Awaited<ReturnType<typeof startRun>>;

  async function play(script: string): Promise<Ended> {
    ground = await startGround({
      '.github/model-steward.yml': `models:
  late:
    task: metrics
    paths: ['*.py']
    train: { command: '${python} ${script}' }
`,
      'requirements.txt': `mlflow==${version}\n`,
      [script]: await readFile(join(SCRIPTS, script), 'utf8'),
    });
    job = await startRun(ground, { event: 'push' });
    return train(ground, job);
  }

  it('logs, nests, searches, loads and fails as with its own server', async () => {
    const ended = await play('everything.py');
    expect(ended.errors, ended.printed).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.metrics).toEqual({ 'val/loss': 0.02, f1: 0.5 });
    expect(run.parameters).toEqual({ rate: '0.1', optimizer: 'adam' });
    const { tracking } = run;
    expect(
      tracking?.runs.map(({ name, status, nested, counts }) => ({ name, status, nested, counts })),
    ).toEqual([
      { name: 'search', status: 'finished', counts: true },
      ...[0, 1, 2].map((depth) => ({ name: `depth ${depth}`, status: 'finished', nested: true })),
      { name: 'fails', status: 'failed' },
    ]);
    expect(tracking?.curves).toMatchObject([{ metric: 'val/loss', count: 50, least: 0.02, greatest: 1 }]);
    expect(tracking?.datasets).toMatchObject([{ name: 'rows', context: 'training' }]);
    expect(tracking?.registered).toEqual([{ name: 'late', version: '1' }]);
    expect(run.modelSet?.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['MLmodel', 'input_example.json', 'requirements.txt']),
    );
    expect(JSON.stringify(run)).not.toContain(job.workspace);
  });

  it('logs what autolog finds, and the model of the evidence is one that MLflow loads', async () => {
    const ended = await play('autolog.py');
    expect(ended.errors, ended.printed).toEqual([]);
    const { run, folder } = await openArtifact(ground, job);
    expect(run.metrics.best_cv_score).toBeGreaterThan(0.9);
    expect(run.parameters.best_max_depth).toMatch(/^[123]$/);
    expect(run.tracking?.runs.length).toBeGreaterThan(1);
    // MLflow makes a folder `mlruns` where it is started.
    const command = [join(SCRIPTS, 'predict.py'), join(folder, 'model')];
    const predicted = await readCommand(python, command, { cwd: folder });
    expect(predicted.trim()).toBe('0');
  });
});
