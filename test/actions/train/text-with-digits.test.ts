/** A reference with columns of text that look like numbers: the log of the training names them, unless they are stated. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PROJECT, startGround, startPullRun, train, type Ground } from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';
let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
});
afterEach(() => ground[Symbol.asyncDispose]());

/** `taxi` is a duration in each row of the reference. */
async function warningsWith(keys: string): Promise<readonly string[]> {
  const [header, ...rows] = PROJECT['data/train.csv']!.trimEnd().split('\n');
  const timed = rows.map((row, index) => `${row},00:${10 + (index % 40)}:30`);
  const job = await startPullRun(ground, {
    [CONFIG]: `${PROJECT[CONFIG]}${keys}`,
    'data/train.csv': `${[`${header},taxi`, ...timed].join('\n')}\n`,
  });
  const { errors, warnings } = await train(ground, job);
  expect(errors).toEqual([]);
  return warnings.filter((warning) => warning.includes('"taxi"'));
}

it('a duration is named', async () => {
  expect(await warningsWith('')).toEqual([
    expect.stringContaining(
      'data/train.csv: column "taxi" is read as text, although most of its values have digits: they are durations or times of day, such as "00:10:30"',
    ),
  ]);
});

it('one that is stated to be text is not', async () => {
  expect(await warningsWith('    columns: { taxi: text }\n')).toEqual([]);
});
