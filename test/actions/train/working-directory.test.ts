/** A model in a folder of its own: its commands run there, and its paths begin there. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StartedRun } from '../../github-box/human/runs.ts';
import {
  openArtifact,
  PROJECT,
  startGround,
  startRun,
  train,
  type Ended,
  type Ground,
} from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

/** The project of the ground, below a folder. @param edit of its configuration. */
async function trainIn(
  folder: string,
  edit: (config: string) => string = (config) => config,
): Promise<{ readonly ended: Ended; readonly job: StartedRun }> {
  const { [CONFIG]: config = '', ...files } = PROJECT;
  const moved = Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text] as const);
  await ground.hub.box.pushFiles({
    repository: ground.hub.repository.fullName,
    files: {
      ...Object.fromEntries(moved),
      [CONFIG]: edit(config.replace('task: binary', `working-directory: ${folder}\n    task: binary`)),
    },
  });
  const job = await startRun(ground, { event: 'push' });
  return { ended: await train(ground, job), job };
}

it('is trained, scored and recorded with the paths of the checkout', async () => {
  const { ended, job } = await trainIn('ml/late');
  expect(ended.errors).toEqual([]);
  const { run } = await openArtifact(ground, job);
  expect(run.modelSet!.files.map(({ path }) => path)).toEqual(['extra/notes.txt', 'model.json']);
  expect(run.inputs.files.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'ml/late/data/holdout.csv',
      'ml/late/data/train.csv',
      'ml/late/score.sh',
      'ml/late/train.sh',
    ]),
  );
  expect(run.metrics).toEqual({ log_loss: 0.5, 'test.auc': 0.75 });
  expect(run.outputs.map(({ role }) => role)).toContain('predictions-challenger');
  expect(run.commands.train).toBe('cd ml/late\nbash train.sh');
});

it('has its metrics.json there, where no key names one', async () => {
  const { ended } = await trainIn('ml/late', (config) => config.replace('      metrics: metrics.json\n', ''));
  expect(ended.errors).toEqual([]);
  expect(JSON.parse(ended.outputs.metrics!)).toEqual({ log_loss: 0.5, 'test.auc': 0.75 });
});

it('may be in a folder whose name has blanks and quotes', async () => {
  const { ended } = await trainIn("my models/it's late");
  expect(ended.errors).toEqual([]);
});
