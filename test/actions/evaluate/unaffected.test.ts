/** A pull request that changes no input of the model; and one that should have trained. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trainingConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import { setDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { putIntoProduction } from '../../ground/champion.ts';
import {
  configText,
  evaluate,
  leaveEvidence,
  MODEL,
  REPOSITORY,
  startGround,
  startPullRun,
  type Ground,
} from '../../ground/evaluation.ts';

const TRAIN = 'print(0)\n';
const file = { path: 'train.py', sha256: sha256(TRAIN), sizeBytes: TRAIN.length, role: 'code' as const };
const config = parseConfig(configText()).models[MODEL]!;
const inputs: Run['inputs'] = {
  files: [file],
  digest: setDigest([file]),
  config: trainingConfigDigest({ name: MODEL, config }),
  gate: '0'.repeat(64),
};

const checkout = (train: string) => ({
  '.github/model-steward.yml': configText(),
  'train.py': train,
  'README.md': '# changed\n',
});

let ground: Ground;
beforeEach(async () => {
  ground = await startGround();
  await putIntoProduction(ground, { run: { inputs } });
});
afterEach(() => ground[Symbol.asyncDispose]());

describe('without a training', () => {
  it('the status turns green where the checkout holds what made the champion; there is no comment', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, {
      run: { unaffected: true, inputs, modelSet: undefined },
    });
    const ended = await evaluate(ground, job, { checkout: checkout(TRAIN) });
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs.verdict).toBe('unaffected');
    expect(ground.hub.repository.statuses).toMatchObject([
      {
        state: 'success',
        description: 'unaffected: the pull request changes no input of flight-delays',
      },
    ]);
    expect(ground.hub.repository.comments).toEqual([]);
  });

  it('a table that changed and counts as no input has a word in the comment and in the status', async () => {
    const { sha } = await ground.hub.box.pushFiles({
      repository: REPOSITORY,
      branch: 'better',
      files: { 'Data/train.csv': 'a\n1\n' },
    });
    const job = await startPullRun(ground);
    await leaveEvidence({ ...ground, headSha: sha }, job, {
      run: { unaffected: true, inputs, modelSet: undefined },
    });
    const ended = await evaluate(ground, job, { checkout: checkout(TRAIN) });
    expect(ended.outputs).toMatchObject({
      verdict: 'unaffected',
      reason: expect.stringContaining('Data/train.csv changed and counts as no input'),
    });
    expect(ground.hub.repository.statuses.map(({ description }) => description)).toEqual([
      'unaffected: counted as no input of flight-delays: Data/train.csv',
    ]);
    const [comment] = ground.hub.repository.comments;
    expect(comment?.body).toContain('Nothing was trained, although data changed: `Data/train.csv`.');
    expect(comment?.body).toContain('add them to `data` of the model');
  });

  it('a claim to be unaffected is not believed where the checkout says otherwise', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, {
      run: { unaffected: true, inputs, modelSet: undefined },
    });
    await expect(evaluate(ground, job, { checkout: checkout('print(666)\n') })).rejects.toThrow(
      'expected the evidence of a training of flight-delays, got none',
    );
    expect(ground.hub.repository.statuses.map(({ state }) => state)).toEqual(['failure']);
  });

  it('a run without any evidence is an error that says what is missing', async () => {
    const job = await startPullRun(ground);
    await expect(evaluate(ground, job, { checkout: checkout('print(1)\n') })).rejects.toMatchObject({
      code: 'EVIDENCE_INVALID',
      hint: expect.stringContaining('the job that runs train, which has to be in `needs`'),
    });
  });
});
