/** A pull request whose conversation a person has locked: no comment can be written, and the run is not at fault. */
import { expect, it } from 'vitest';
import { putIntoProduction } from '../../ground/champion.ts';
import {
  evaluate,
  leaveEvidence,
  MODEL,
  startGround,
  startPullRun,
  type Ended,
  type Ground,
} from '../../ground/evaluation.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';
import { shareGround } from '../../ground/shared-ground.ts';

const flights = makeFlights(28);

let ground: Ground;
shareGround(async () => {
  ground = await startGround();
  return ground;
});

function lock(): void {
  ground.hub.repository.issues.find(({ number }) => number === ground.pull)!.lockReason = 'resolved';
}

async function evaluateLocked(challenger: number): Promise<Ended> {
  const champion = await putIntoProduction(ground, { predictions: predictionsText(flights, 0.5) });
  const job = await startPullRun(ground);
  const files = {
    'challenger.csv': { role: 'predictions-challenger', text: predictionsText(flights, challenger) },
    'champion.csv': { role: 'predictions-champion', text: predictionsText(flights, 0.5) },
  } as const;
  await leaveEvidence(ground, job, { files, run: { champion } });
  return evaluate(ground, job);
}

// The summary keeps `#1` from becoming a link.
const SAID = /comment on #\P{L}*\d+: expected a conversation that takes comments, got a locked one/u;

it('a verdict that passes stays green: the status and the summary have it, and a warning says why there is no comment', async () => {
  lock();
  const { failure, outputs, summary, messages } = await evaluateLocked(0.9);
  expect(outputs.verdict).toBe('pass');
  expect(failure).toBeUndefined();
  expect(outputs['comment-url']).toBe('');
  expect(ground.hub.repository.statuses).toMatchObject([
    { state: 'success', context: `model-steward/${MODEL}` },
  ]);
  expect(ground.hub.repository.comments).toEqual([]);
  expect(summary).toMatch(SAID);
  expect(messages).toContainEqual(expect.stringMatching(SAID));
  expect(messages.join('\n')).toContain('unlock the conversation');
  expect(messages.join('\n')).not.toContain('pull-requests: write');
});

it('a verdict that fails is red for its own reason', async () => {
  lock();
  const { failure } = await evaluateLocked(0.2);
  expect(failure).toMatch(/^flight-delays: fail: /);
  expect(failure).not.toContain('locked');
  expect(ground.hub.repository.statuses).toMatchObject([{ state: 'failure' }]);
});

it('the comment from before the lock is kept up to date', async () => {
  await ground.hub.github.comments.upsert(ground.pull, `<!-- model-steward:evaluate model=${MODEL} -->`, {
    body: `<!-- model-steward:evaluate model=${MODEL} -->\nearlier`,
  });
  lock();
  const { failure, messages } = await evaluateLocked(0.9);
  expect(failure).toBeUndefined();
  expect(messages.filter((message) => SAID.test(message))).toEqual([]);
  expect(ground.hub.repository.comments.map(({ body }) => body)).toEqual([expect.stringContaining('pass')]);
});

it('evidence that cannot be evaluated is the error, and not the lock', async () => {
  lock();
  const job = await startPullRun(ground);
  await expect(evaluate(ground, job)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
  expect(ground.hub.repository.statuses).toMatchObject([{ state: 'failure' }]);
});
