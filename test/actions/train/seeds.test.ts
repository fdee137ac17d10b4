/** `train.seeds`: the command runs once for each seed, and what each training predicts is in the evidence. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import {
  MODEL,
  openArtifact,
  PROJECT,
  REPOSITORY,
  startGround,
  startPullRun,
  train,
  type Ground,
} from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';
const SEEDED = PROJECT[CONFIG]!.replace('command: bash train.sh', 'command: bash train.sh, seeds: 3');
/** The model is its seed: 0.2, 0.21, 0.22. */
const TRAIN = PROJECT['train.sh']!.replace('0.25}', '0.2$MODEL_STEWARD_SEED}').replace(
  '0.5, ',
  '0.5$MODEL_STEWARD_SEED, ',
);

describe('a training with three seeds', () => {
  let ground: Ground;
  afterEach(() => ground[Symbol.asyncDispose]());

  async function trainWith(files: Readonly<Record<string, string>>) {
    ground = await startGround({ [CONFIG]: yaml(SEEDED), 'train.sh': TRAIN, ...files });
    const job = await startPullRun(ground, { 'notes.md': 'three\n' });
    const ended = await train(ground, job);
    return { ended, open: () => openArtifact(ground, job) };
  }

  it('keeps the model of seed 0, and the predictions and metrics of each', async () => {
    const { ended, open } = await trainWith({});
    expect(ended.errors).toEqual([]);
    const { run, folder } = await open();
    expect(() => checkRun(run, MODEL, REPOSITORY)).not.toThrow();
    expect(await readFile(join(folder, 'model/model.json'), 'utf8')).toBe('{"rate": 0.20}\n');
    expect(run.metrics.log_loss).toBe(0.5);
    expect(run.trainings).toEqual([
      expect.objectContaining({ seed: 0, predictions: 'predictions-challenger.csv' }),
      expect.objectContaining({ seed: 1, predictions: 'predictions-seed-1.csv' }),
      expect.objectContaining({ seed: 2, predictions: 'predictions-seed-2.csv' }),
    ]);
    expect(run.trainings!.map(({ metrics }) => metrics.log_loss)).toEqual([0.5, 0.51, 0.52]);
    expect(new Set(run.trainings!.map(({ modelDigest }) => modelDigest)).size).toBe(3);
    expect(run.trainings![0]!.modelDigest).toBe(run.modelSet!.digest);
    for (const { seed, predictions } of run.trainings!) {
      const text = await readFile(join(folder, predictions!), 'utf8');
      expect(text.split('\n')[1]).toMatch(new RegExp(`,0\\.2${seed}$`));
      expect(run.outputs.find(({ path }) => path === predictions)!.sha256).toBe(sha256(text));
    }
    expect(ended.summary).not.toContain('left the same model');
  });

  it('also where the command writes its predictions itself', async () => {
    const own = yaml(
      SEEDED.replace('metrics: metrics.json', 'predictions: out.csv').replace(/ {4}score:.*\n/, ''),
    );
    const { ended, open } = await trainWith({
      [CONFIG]: own,
      'train.sh': `${TRAIN}printf 'id,date,late,p_late\\n1,2001-01-01,1,0.2%s\\n' "$MODEL_STEWARD_SEED" > out.csv\n`,
    });
    expect(ended.errors).toEqual([]);
    const { run, folder } = await open();
    const texts = await Promise.all(
      run.trainings!.map(({ predictions }) => readFile(join(folder, predictions!), 'utf8')),
    );
    expect(texts.map((text) => text.trim().split(',').at(-1))).toEqual(['0.20', '0.21', '0.22']);
  });

  it('says so where the seed changes nothing', async () => {
    const { ended, open } = await trainWith({ 'train.sh': PROJECT['train.sh']! });
    expect(ended.summary).toContain('All 3 trainings left the same model');
    expect((await open()).run.trainings).toHaveLength(3);
  });

  it('does not take the files of one training for those of the next', async () => {
    const { ended } = await trainWith({ 'train.sh': `[ -e model/model.json ] && exit 0\n${TRAIN}` });
    expect(ended.errors[0]).toContain(
      'expected files that the training wrote, got files from before it began',
    );
    expect(ended.artifacts.map(({ name }) => name)).not.toContain(`model-steward-${MODEL}-1`);
  });

  it('names the seed whose training fails', async () => {
    const { ended } = await trainWith({ 'train.sh': `[ "$MODEL_STEWARD_SEED" != 2 ] || exit 7\n${TRAIN}` });
    expect(ended.errors[0]).toContain('train command (seed 2): expected exit code 0, got exit code 7');
  });
});

describe('a training without seeds', () => {
  it('gets the seed whose model several trainings keep', async () => {
    await using ground = await startGround({ 'train.sh': TRAIN });
    const job = await startPullRun(ground, { 'notes.md': 'one\n' });
    expect((await train(ground, job)).errors).toEqual([]);
    const { run, folder } = await openArtifact(ground, job);
    expect(await readFile(join(folder, 'model/model.json'), 'utf8')).toBe('{"rate": 0.20}\n');
    expect(run.trainings).toBeUndefined();
    expect(run.outputs.some(({ role }) => role === 'predictions-seed')).toBe(false);
  });
});

/** `command: a, seeds: 3` on one line of a block becomes two lines. */
function yaml(text: string): string {
  return text.replace(/^( *)(command: bash train\.sh), (seeds: 3)$/m, '$1$2\n$1$3');
}
