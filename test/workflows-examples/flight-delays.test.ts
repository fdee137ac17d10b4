import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copySample, linkPackages, samplePath } from '../demo/sample-project.ts';
import fixture from './fixtures/flight-delays.json' with { type: 'json' };

type Flight = Readonly<Record<string, string | number>>;
interface AdditiveModel {
  readonly fitAdditiveModel: (columns: object, labels: readonly number[], params: object) => object;
  readonly createPredictor: (model: object) => (flight: Flight) => number;
}
type Measure = (labels: readonly number[], probabilities: readonly number[]) => number;
interface Metrics {
  readonly logLoss: Measure;
  readonly rocAuc: Measure;
}

/** The sample is plain JavaScript, as a user would write it. */
async function load<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(samplePath, path)).href)) as Module;
}

describe('the additive model of the sample', async () => {
  const { fitAdditiveModel, createPredictor } = await load<AdditiveModel>('lib/additive-model.mjs');
  const { color, size, label, cells } = fixture.logistic;
  const params = { features: ['color', 'size'], rounds: 300, learning_rate: 0.5, bins: 8 };

  it('is the logistic regression of scikit-learn when nothing is shrunk', () => {
    const predict = createPredictor(fitAdditiveModel({ color, size }, label, { ...params, smoothing: 0 }));
    for (const { probability, ...cell } of cells) expect(predict(cell)).toBeCloseTo(probability, 5);
  });

  it('shrinks toward the overall rate, and answers it for what it has never seen', () => {
    const rate = label.reduce((sum, value) => sum + value, 0) / label.length;
    const predict = createPredictor(fitAdditiveModel({ color, size }, label, { ...params, smoothing: 1e6 }));
    for (const { color: c, size: s } of cells) expect(predict({ color: c, size: s })).toBeCloseTo(rate, 2);
    expect(predict({ color: 'violet', size: 'tiny' })).toBeCloseTo(rate, 10);
  });
});

describe('the metrics that training prints', async () => {
  const { logLoss, rocAuc } = await load<Metrics>('lib/metrics.mjs');
  const { label, probability } = fixture.logistic;

  it('are those of scikit-learn, ties included', () => {
    expect(logLoss(label, probability)).toBeCloseTo(fixture.logistic.logLoss, 12);
    expect(rocAuc(label, probability)).toBeCloseTo(fixture.logistic.rocAuc, 12);
  });
});

describe('the scripts of the sample', () => {
  let folder: string;
  const run = (script: string, args: readonly string[] = [], environment = {}): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, [script, ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
    });
  const readRows = async (path: string): Promise<readonly (readonly string[])[]> =>
    (await readFile(join(folder, path), 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flight-delays-'));
    await copySample(folder);
    await linkPackages(folder);
    await run('fetch-data.mjs', ['current'], { FLIGHTS_TODAY: '2001-05-28' });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('cut the flights that pandas cuts', async () => {
    const rows = await readRows('data/current.csv');
    const sum = (column: number): number => rows.reduce((total, row) => total + Number(row[column]), 0);
    const count = (column: number, value: string): number =>
      rows.filter((row) => row[column] === value).length;
    expect({
      rows: rows.length,
      firstFlight: Number(rows[0]?.[0]),
      lastFlight: Number(rows.at(-1)?.[0]),
      flightSum: sum(0),
      late: sum(7),
      distanceSum: sum(4),
      hourSum: sum(2),
      mondays: count(3, 'Mon'),
      fromOrd: count(5, 'ORD'),
    }).toEqual(fixture.week);
  });

  it('train a model that scores and serves identical predictions', async () => {
    await writeFile(join(folder, 'data/train.csv'), await readFile(join(folder, 'data/current.csv')));
    await run('train.mjs');
    const metrics = JSON.parse(await readFile(join(folder, 'metrics.json'), 'utf8')) as Record<
      string,
      number
    >;
    expect(metrics.train_flights).toBe(fixture.week.rows);
    expect(metrics.train_roc_auc).toBeGreaterThan(0.6);
    const out = join(folder, 'scored.csv');
    await run('score.mjs', [], { MODEL_STEWARD_DATA: 'data/current.csv', MODEL_STEWARD_OUT: out });
    const scored = await readRows('scored.csv');

    const service = spawn(process.execPath, ['serve.mjs'], {
      cwd: folder,
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = (await once(service.stdout, 'data')) as [Buffer];
      const [url] = /http:\S+/.exec(line.toString()) ?? [];
      await run('ask-service.mjs', [], { SERVICE_URL: url });
    } finally {
      service.kill();
    }
    const served = await readRows('data/current.csv');
    expect(scored).toHaveLength(fixture.week.rows);
    expect(served.map((row) => [row[0], row[8]])).toEqual(scored.map((row) => [row[0], row[3]]));
  });
});
