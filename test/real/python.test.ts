/**
 * The Python way of the sample project: scikit-learn trains and scores inside of the train action, evaluate compares, and
 * scikit-learn itself finds the same metrics in the models that were registered.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { airports } from '../demo/candidates.ts';
import { readParams } from '../demo/repository-files.ts';
import { type Box, startBox } from '../github-box/box.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { readCommand } from './command.ts';
import { createEngine, type Engine, type EngineResult } from './engine.ts';
import { viewRepository } from './repository-view.ts';
import { createSmallProject, type SmallProject } from './small-project.ts';
import { createResources } from './resources.ts';
import { installTools } from './tools.ts';

const NAME = 'acme/flight-delays';
const MODEL = 'flight-delays';
/** Of the sample's configuration. */
const THRESHOLD = '0.25';
const tools = await installTools();
const resources = createResources();

let box: Box;
let repository: Repository;
let engine: Engine;
let project: SmallProject;

beforeAll(async () => {
  box = resources.use(await startBox({ start: new Date() }));
  engine = resources.use(
    await createEngine(box, { act: join(tools.bin, 'act'), pythonBin: tools.samplePython }),
  );
  const train = { command: 'python train.py', model: 'model/**', metrics: 'metrics.json' };
  project = await createSmallProject({
    config: {
      paths: ['params.json', 'train.py', 'score.py', 'features.py'],
      train: { ...train, parameters: 'params.json', reference: 'data/train.csv' },
      score: { command: 'python score.py', data: 'data/holdout.csv' },
    },
    workflows: [join(import.meta.dirname, 'python', 'release.yml')],
  });
  resources.defer(() => project.sample[Symbol.asyncDispose]());
  repository = await box.createRepository({ owner: 'acme', name: MODEL, files: project.files });
});

afterAll(() => resources.close());

async function release(): Promise<EngineResult> {
  const workflow = '.github/workflows/release.yml';
  const result = await engine.run({ repository: NAME, workflow, start: { event: 'workflow_dispatch' } });
  expect(result.jobs, result.log).toEqual({ train: 'success', evaluate: 'success', register: 'success' });
  return result;
}

interface Evaluation {
  readonly rows: { readonly count: number };
  readonly champion?: { readonly version: string; readonly evidence: string };
  readonly metrics: readonly {
    readonly metric: string;
    readonly challenger: number;
    readonly comparedValue?: number;
  }[];
}

function readEvaluation(version: string): Evaluation {
  const asset = viewRepository(repository, MODEL)
    .assets(version)
    .find(({ name }) => name === 'evaluation.json');
  return JSON.parse(asset?.bytes.toString() ?? '') as Evaluation;
}

/** What scikit-learn says about a registered model, with no action in between. */
async function evaluateByHand(version: string): Promise<Readonly<Record<string, number>>> {
  const folder = join(project.sample.folder, `version-${version}`);
  await mkdir(folder);
  const [model] = viewRepository(repository, MODEL).modelFiles(version);
  await writeFile(join(folder, 'model.joblib'), model!.bytes);
  await writeFile(join(folder, 'data.csv'), project.files['data/holdout.csv']!);
  const python = join(tools.samplePython, 'python');
  const predictions = join(folder, 'predictions.csv');
  const environment = {
    MODEL_STEWARD_MODEL: folder,
    MODEL_STEWARD_DATA: join(folder, 'data.csv'),
    MODEL_STEWARD_OUT: predictions,
  };
  const cwd = project.sample.folder;
  await readCommand(python, ['score.py'], { cwd, env: { ...process.env, ...environment } });
  const script = join(import.meta.dirname, 'python', 'evaluate.py');
  return JSON.parse(await readCommand(python, [script, predictions, THRESHOLD])) as Record<string, number>;
}

describe('the Python example', () => {
  it('trains a model with scikit-learn, which is evaluated and registered', async () => {
    const { outputs } = await release();
    expect(outputs.register).toMatchObject({ registered: 'true', version: '1.0.0' });
    const metrics = JSON.parse(outputs.train?.metrics ?? '') as Record<string, number>;
    expect(Object.keys(metrics).sort()).toEqual(['train_flights', 'train_log_loss', 'train_roc_auc']);
    expect(metrics.train_flights).toBe(project.files['data/train.csv']!.trimEnd().split('\n').length - 1);
  });

  it('scores the next model and the one in production on the same rows', async () => {
    await box.pushFiles({ repository: NAME, files: await readParams(airports) });
    const { outputs } = await release();
    expect(outputs.register).toMatchObject({ registered: 'true', version: '1.1.0' });
    const { rows, champion } = readEvaluation('1.1.0');
    expect(champion).toMatchObject({ version: '1.0.0', evidence: 'scored' });
    expect(rows.count).toBe(project.files['data/holdout.csv']!.trimEnd().split('\n').length - 1);
  });

  it('is evaluated by the metrics that scikit-learn computes', async () => {
    const { metrics } = readEvaluation('1.1.0');
    const byHand = { challenger: await evaluateByHand('1.1.0'), champion: await evaluateByHand('1.0.0') };
    const isReported = ({ metric }: { readonly metric: string }): boolean => metric.startsWith('train_');
    const computed = metrics.filter((result) => !isReported(result));
    expect(computed.map(({ metric }) => metric).sort()).toEqual(Object.keys(byHand.champion));
    expect(
      metrics
        .filter(isReported)
        .map(({ metric }) => metric)
        .sort(),
    ).toEqual(['train_flights', 'train_log_loss', 'train_roc_auc']);
    for (const { metric, challenger, comparedValue = NaN } of computed) {
      expect(challenger, metric).toBeCloseTo(byHand.challenger[metric]!, 12);
      expect(comparedValue, metric).toBeCloseTo(byHand.champion[metric]!, 12);
    }
  });
});
