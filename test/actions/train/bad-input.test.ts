/** What bad input gets: one clear error, exit code 1, and no artifact. */
import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFiles } from '../../ground/evidence.ts';
import { runStep } from '../../ground/step.ts';
import { checkOut } from '../../ground/checkout.ts';
import {
  PROJECT,
  SOURCES,
  startGround,
  startRun,
  train,
  type Ground,
  type TrainOptions,
} from '../../ground/training.ts';

const CONFIG = '.github/model-steward.yml';
const SCRIPT = PROJECT['train.sh']!;

let ground: Ground;
/** A checkout of the project, to copy. */
let checkout: string;
beforeAll(async () => {
  ground = await startGround();
  const job = await startRun(ground, { event: 'push' });
  await checkOut(ground.hub.repository, job);
  checkout = job.workspace;
});
afterAll(() => ground[Symbol.asyncDispose]());

function commitAll(folder: string): void {
  const author = ['-c', 'user.name=ann', '-c', 'user.email=ann@example.com'];
  execFileSync('git', ['-C', folder, ...author, 'commit', '--quiet', '--all', '--message', 'x']);
}

/** Runs train in this process, in a copy of the checkout. */
async function failureOf(
  { inputs = {}, left = {}, committed = {} }: TrainOptions & { committed?: Readonly<Record<string, string>> },
  event = 'push',
): Promise<string> {
  const job = await startRun(ground, { event });
  await cp(checkout, job.workspace, { recursive: true });
  await writeFiles(job.workspace, committed);
  if (Object.keys(committed).length > 0) commitAll(job.workspace);
  await writeFiles(job.workspace, left);
  const { failure, outputs } = await runStep({ box: ground.hub.box, job, action: 'train', inputs });
  expect(outputs).toEqual({});
  expect(ground.hub.box.world.results!.artifactsOf(job.id)).toEqual([]);
  return failure ?? 'no failure';
}

const writes = (command: string): TrainOptions => ({ left: { 'train.sh': `${SCRIPT}\n${command}\n` } });

describe('train refuses', () => {
  it('several wrong inputs in one message, and a misspelled one by the nearest name', async () => {
    const inputs = { mode: 'traain', 'timeout-minutes': '5m', modell: 'late', model: 'My Model' };
    expect((await failureOf({ inputs })).split('\n')).toEqual([
      'INPUT_INVALID: 4 inputs are wrong:',
      expect.stringContaining('- input "model": expected a name like "churn", got "My Model"'),
      '- input "mode": expected one of train, score, got "traain" (did you mean "train"?)',
      '- input "timeout-minutes": expected a number from 0.01 to 30000, got "5m" (write a number, without a unit)',
      '- input "modell": expected a known input, got an unknown one (did you mean "model"?)',
      'Hint: correct all of them: they are checked together',
    ]);
  });

  it.each([
    ['no metrics', 'rm metrics.json', 'FILES_INVALID: metrics: expected a file at metrics.json, got none'],
    [
      'broken JSON',
      'echo "{\\"auc\\": .9}" > metrics.json',
      'DATA_INVALID: metrics.json:1:9: expected a JSON value, got .9',
    ],
    ['no model', 'rm -r model', 'FILES_INVALID: model: expected files that match "model/**", got none'],
    [
      'a model behind a link',
      'ln -s /etc/passwd model/weights.bin',
      'FILES_INVALID: model/weights.bin: expected a regular file, got a symbolic link',
    ],
    [
      'a model that is a pipe',
      'mkfifo model/weights.bin',
      'FILES_INVALID: model/weights.bin: expected a regular file, got a special file',
    ],
    ['an empty reference', ': > data/train.csv', 'DATA_EMPTY: data/train.csv'],
    ['a failing command', 'exit 3', 'COMMAND_FAILED: train command: expected exit code 0, got exit code 3'],
  ])('%s', async (_, command, message) => {
    expect(await failureOf(writes(command))).toContain(message);
  });

  it.each([
    ['mkdir -p out && mv model out/', 'name it as `train.model` where it lies: out/model/'],
    [
      'rm -r model && mkdir -p runs/3 && echo w > runs/3/last.ckpt',
      'what looks like model there: runs/3/last.ckpt',
    ],
    [
      'mkdir -p reports && mv metrics.json reports/',
      'name it as `train.metrics` where it lies: reports/metrics.json',
    ],
    [
      'mkdir -p node_modules/a && mv metrics.json node_modules/a/ && echo x > eval.md',
      'the training command has to write it, below the root of the checkout',
    ],
    ['no-such-program', 'a program was not found: install it in a step before that of train'],
    ['echo : > own.sh; ./own.sh', 'a file may not be executed: name its interpreter'],
    ['rm metrics.json && echo {} > all_results.json', 'what looks like metrics there: all_results.json'],
  ])('and says after `%s` where the output is, or may be', async (command, hint) => {
    const message = await failureOf(writes(command));
    expect(message.split('\n').at(-1)).toContain(`Hint: `);
    expect(message).toContain(hint);
  });

  it.each([
    [
      'no rows to score',
      { 'data/holdout.csv': '' },
      'DATA_EMPTY: data/holdout.csv: expected rows to score, got an empty file',
    ],
    [
      'a scoring that writes nothing',
      { 'score.sh': 'true\n' },
      'DATA_EMPTY: predictions-challenger: expected a table at predictions.csv, got none',
    ],
    [
      'a scoring that changes its rows',
      { 'score.sh': `${PROJECT['score.sh']}\necho >> data/holdout.csv\n` },
      'DATA_MISMATCH: data/holdout.csv: expected the same rows for both models, got a changed file',
    ],
    [
      'a scoring that changes the model',
      { 'score.sh': `${PROJECT['score.sh']}\necho x > model/model.json\n` },
      'DIGEST_MISMATCH: model/model.json: expected the bytes that training left, got others',
    ],
  ])('%s', async (_, committed, message) => {
    expect(await failureOf({ committed })).toContain(message);
  });

  it('a model pattern that leaves the workspace, before anything runs', async () => {
    const inputs = { 'model-files': '../../etc/*' };
    expect(await failureOf({ inputs })).toContain(
      'path "../../etc/*": expected one that stays inside the workspace',
    );
  });

  it('data that were not fetched', async () => {
    expect(await failureOf({ inputs: { data: 'data/2002/*.parquet' } })).toContain(
      'FILES_INVALID: data: expected files that match "data/2002/*.parquet", got none\nHint: fetch the data',
    );
  });

  it('bad YAML, with line and column', async () => {
    const left = { [CONFIG]: 'models:\n  late:\n    task: binary\n   gate: []\n' };
    expect(await failureOf({ left })).toMatch(
      /CONFIG_INVALID: \.github\/model-steward\.yml:4:1: expected YAML, got/,
    );
  });

  it('a configuration that means nothing, with line and column', async () => {
    const left = { [CONFIG]: 'models:\n  late:\n    taks: binary\n' };
    expect(await failureOf({ left })).toMatch(/CONFIG_INVALID: \.github\/model-steward\.yml:3:\d+: .*taks/);
  });

  it('a configuration that is not where the input says', async () => {
    expect(await failureOf({ inputs: { config: 'steward.yml' } })).toContain(
      'input "config": expected a file, got none at "steward.yml"',
    );
  });

  it('a model that the configuration does not know', async () => {
    expect(await failureOf({ inputs: { model: 'churn' } })).toContain(
      'input "model": expected one of late, got "churn"',
    );
  });

  it('to run commands under an event that outsiders control', async () => {
    expect(await failureOf({}, 'issue_comment')).toContain('TRIGGER_UNTRUSTED: event issue_comment');
  });

  it('to work without a checkout, as a process that fails', async () => {
    const job = await startRun(ground, { event: 'push' });
    const ended = await train(ground, job, {
      program: SOURCES,
      checkout: false,
      inputs: { command: 'true' },
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.errors).toEqual([expect.stringContaining('expected a git checkout, got none')]);
    expect(ended.artifacts).toEqual([]);
  });

  it('a token that may not read, by the name of the permission', async () => {
    await using closed = await startGround({}, { private: true });
    const ended = await train(
      closed,
      await startRun(closed, { event: 'push', permissions: { actions: 'read' } }),
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.errors.join()).toMatch(/PERMISSION_MISSING: .*contents: read/);
    expect(ended.artifacts).toEqual([]);
  });
});
