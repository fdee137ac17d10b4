/** `train.challengers`: the command runs once for each name, and the evidence of each is complete and its own. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runSchema, type Run } from '../../../src/shared/domain/documents/run.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { checkFiles, checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { recordFiles } from '../../../src/shared/usecases/record-files.ts';
import {
  MODEL,
  openArtifact,
  PROJECT,
  registerTrained,
  REPOSITORY,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ground,
} from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';
const SEVERAL = PROJECT[CONFIG]!.replace(
  'command: bash train.sh',
  'command: bash train.sh\n      challengers: [mean, tree, forest]',
);
/** Models of different kinds leave different files: 0.25 of `mean`, 0.3 of `tree`, 0.4 of `forest`. */
const TRAIN = `mkdir -p model
case "$MODEL_STEWARD_CHALLENGER" in
  mean) echo '{"rate": 0.25}' > model/model.json; loss=0.5; echo mean > model/only-mean.txt ;;
  tree) echo '{"rate": 0.3}' > model/model.json; loss=0.6 ;;
  forest) echo '{"rate": 0.4}' > model/model.json; loss=0.7; echo forest > model/only-forest.txt ;;
esac
echo "{\\"log_loss\\": $loss}" > metrics.json
`;

describe('a training of three challengers', () => {
  let ground: Ground;
  afterEach(() => ground[Symbol.asyncDispose]());

  async function trainWith(files: Readonly<Record<string, string>> = {}) {
    ground = await startGround({ [CONFIG]: SEVERAL, 'train.sh': TRAIN, ...files });
    const job = await startPullRun(ground, { 'notes.md': 'three\n' });
    const ended = await train(ground, job);
    return { ended, open: () => openArtifact(ground, job) };
  }

  it('keeps the model, metrics and predictions of each, and no file of another one', async () => {
    const { ended, open } = await trainWith();
    expect(ended.errors).toEqual([]);
    const { folder } = await open();
    const runs = await readRuns(folder);
    expect(runs.map(({ run }) => run.challenger)).toEqual(
      ['mean', 'tree', 'forest'].map((name) => ({ name, among: ['mean', 'tree', 'forest'] })),
    );
    expect(runs.map(({ run }) => run.modelSet!.files.map(({ path }) => path))).toEqual([
      ['model.json', 'only-mean.txt'],
      ['model.json'],
      ['model.json', 'only-forest.txt'],
    ]);
    expect(runs.map(({ run }) => run.metrics.log_loss)).toEqual([0.5, 0.6, 0.7]);
    for (const [index, rate] of ['0.25', '0.3', '0.4'].entries()) {
      const { run, root } = runs[index]!;
      expect(() => checkRun(run, MODEL, REPOSITORY)).not.toThrow();
      const paths = run.outputs.map(({ path }) => path);
      checkFiles(run, await recordFiles(openFiles(root), paths));
      const predictions = await readFile(join(root, 'predictions-challenger.csv'), 'utf8');
      expect(predictions.split('\n')[1]).toMatch(new RegExp(`,${rate}$`));
      expect(run.outputs.find(({ role }) => role === 'predictions-challenger')!.sha256).toBe(
        sha256(predictions),
      );
    }
  });

  it('scores the champion once, and keeps its predictions beside those of each', async () => {
    ground = await startGround({
      'train.sh': TRAIN.replace('case "$MODEL_STEWARD_CHALLENGER"', 'case mean'),
    });
    const first = await startRun(ground, { event: 'workflow_dispatch' });
    expect((await train(ground, first)).errors).toEqual([]);
    await registerTrained(ground, first);
    const job = await startPullRun(ground, { [CONFIG]: SEVERAL, 'train.sh': TRAIN });
    const ended = await train(ground, job);
    expect(ended.errors).toEqual([]);
    const runs = await readRuns((await openArtifact(ground, job)).folder);
    const digests = runs.map(
      ({ run }) => run.outputs.find(({ role }) => role === 'predictions-champion')?.sha256,
    );
    expect(new Set(digests).size).toBe(1);
    expect(digests[0]).toBeDefined();
    expect(runs.every(({ run }) => run.champion?.version === '1.0.0')).toBe(true);
    const scored = Array.from(ended.printed.matchAll(/scoring with .*?([\d.]+)/g), ([, rate]) => rate);
    expect(scored).toEqual(['0.25', '0.25', '0.3', '0.4']);
  });

  it('trains each so many times as there are seeds', async () => {
    const { ended, open } = await trainWith({
      [CONFIG]: SEVERAL.replace('[mean, tree, forest]', '[mean, tree]\n      seeds: 2'),
      'train.sh': `${TRAIN}echo "ran $MODEL_STEWARD_CHALLENGER $MODEL_STEWARD_SEED"\n`,
    });
    expect(ended.errors).toEqual([]);
    const ran = Array.from(ended.printed.matchAll(/^ran (\w+ \d)$/gm), ([, which]) => which);
    expect(ran).toEqual(['mean 1', 'mean 0', 'tree 1', 'tree 0']);
    const { folder } = await open();
    const tree = await readRun(join(folder, 'challengers/tree'));
    expect(tree.trainings!.map(({ seed, predictions }) => [seed, predictions])).toEqual([
      [0, 'predictions-challenger.csv'],
      [1, 'predictions-seed-1.csv'],
    ]);
    const predictions = await readFile(join(folder, 'challengers/tree/predictions-seed-1.csv'), 'utf8');
    expect(predictions.split('\n')[1]).toMatch(/,0\.3$/);
  });

  it('does not take the files of one for those of the next', async () => {
    const { ended } = await trainWith({ 'train.sh': `[ -e model/model.json ] && exit 0\n${TRAIN}` });
    expect(ended.errors[0]).toContain('model: expected files that match');
    expect(ended.artifacts.map(({ name }) => name)).not.toContain(`model-steward-${MODEL}-1`);
  });

  it('names the challenger whose training fails', async () => {
    const { ended } = await trainWith({
      'train.sh': `[ "$MODEL_STEWARD_CHALLENGER" != tree ] || exit 7\n${TRAIN}`,
    });
    expect(ended.errors[0]).toContain(
      'train command (challenger tree): expected exit code 0, got exit code 7',
    );
  });

  it('lists them in the summary', async () => {
    const { ended } = await trainWith();
    expect(ended.summary).toContain('| `mean` |');
    expect(ended.summary).toContain('| `forest` |');
  });
});

it('gives the only model no name', async () => {
  await using ground = await startGround({
    'train.sh': `[ -z "\${MODEL_STEWARD_CHALLENGER+x}" ] || exit 3\n${PROJECT['train.sh']!}`,
  });
  const job = await startPullRun(ground, { 'notes.md': 'one\n' });
  expect((await train(ground, job)).errors).toEqual([]);
  expect((await openArtifact(ground, job)).run.challenger).toBeUndefined();
});

async function readRuns(folder: string): Promise<readonly { readonly run: Run; readonly root: string }[]> {
  const roots = [folder, join(folder, 'challengers/tree'), join(folder, 'challengers/forest')];
  return await Promise.all(roots.map(async (root) => ({ root, run: await readRun(root) })));
}

async function readRun(root: string): Promise<Run> {
  return runSchema.parse(JSON.parse(await readFile(join(root, 'run.json'), 'utf8')));
}
