/** What train takes where a list of patterns leaves files out again: logs, optimizer states, caches. */
import { afterAll, beforeAll, expect, it } from 'vitest';
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
const SCRIPT = `${PROJECT['train.sh']!}
mkdir -p model/ckpt model/.cache model/.tokenizer
echo log > model/train.log; echo log > model/extra/deep.log
echo opt > model/ckpt/opt.pt; echo cache > model/.cache/index; echo words > model/.tokenizer/.words
ln -s model.json model/latest
`;

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
});
afterAll(() => ground[Symbol.asyncDispose]());

async function trainWith(
  model: string,
  paths = '[train.sh, score.sh]',
): Promise<{ ended: Ended; files: readonly string[] }> {
  const job = await startRun(ground, { event: 'push' });
  const config = PROJECT[CONFIG]!.replace('model: model/**', `model: ${model}`).replace(
    '[train.sh, score.sh]',
    paths,
  );
  const ended = await train(ground, job, { left: { [CONFIG]: config, 'train.sh': SCRIPT } });
  if (ended.exitCode !== 0) return { ended, files: [] };
  const { run } = await openArtifact(ground, job);
  return { ended, files: run.modelSet!.files.map(({ path }) => path) };
}

it('leaves out what a pattern with "!" matches, and keeps hidden files', async () => {
  const { files } = await trainWith(
    '[model/**, "!model/*.log", "!model/ckpt/**", "!model/.cache", "!model/latest"]',
  );
  expect(files).toEqual(['.tokenizer/.words', 'extra/deep.log', 'extra/notes.txt', 'model.json']);
});

it('includes again what a later pattern matches', async () => {
  const { files } = await trainWith(
    '[model/**, "!model/**/*.{log,txt,pt}", "!model/.*/**", "!model/latest", model/ckpt/opt.pt]',
  );
  expect(files).toEqual(['ckpt/opt.pt', 'model.json']);
});

it('says so when the patterns leave out everything', async () => {
  const { ended } = await trainWith('[model/**, "!model"]');
  expect(ended.errors.join()).toMatch(
    /FILES_INVALID: model: expected files that match "model\/\*\*", got none\nHint: .*no pattern with "!"/,
  );
});

it('still wants each pattern that includes to match', async () => {
  const { ended } = await trainWith('[model/**, "!model/latest", weights/**]');
  expect(ended.errors.join()).toMatch(/expected files that match "weights\/\*\*", got none/);
});

it('does not want a pattern that leaves out to match', async () => {
  const { files } = await trainWith(
    '[model/model.json, "!model/nothing/**"]',
    '[train.sh, score.sh, "!nothing/**"]',
  );
  expect(files).toEqual(['model.json']);
});
