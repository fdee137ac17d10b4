/** Tokens that lack a permission, retraining, several models, labels of their own, wrong inputs. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { putIntoProduction } from '../../ground/champion.ts';
import {
  configText,
  evaluate,
  GATE,
  leaveEvidence,
  PERMISSIONS,
  readEvaluation,
  REPOSITORY,
  startGround,
  startPullRun,
  WORKFLOW,
  type Ground,
} from '../../ground/evaluation.ts';
import { makeFlights, predictionsText } from '../../ground/predictions.ts';
import { shareGround } from '../../ground/shared-ground.ts';

const flights = makeFlights(28);
const files = (skill: number) =>
  ({ 'predictions.csv': { role: 'predictions-challenger', text: predictionsText(flights, skill) } }) as const;

let ground: Ground;
shareGround(async () => {
  ground = await startGround();
  return ground;
});

describe('a token of this repository that lacks a permission', () => {
  it.each([
    ['pull-requests', 'pull-requests: write', { comments: 0, statuses: 1 }],
    ['statuses', 'statuses: write', { comments: 1, statuses: 0 }],
  ] as const)(
    '%s: the verdict is out first, then the step fails and names it',
    async (name, named, written) => {
      const permissions = Object.fromEntries(Object.entries(PERMISSIONS).filter(([key]) => key !== name));
      const job = await startPullRun(ground, permissions);
      await leaveEvidence(ground, job, { files: files(0.8) });
      const ended = await evaluate(ground, job);
      expect(ended.outputs.verdict).toBe('pass');
      expect(ended.summary).toContain('the first version is better than the baseline · pass');
      expect(ended.failure).toContain('PERMISSION_MISSING');
      expect(ended.failure).toContain(named);
      const { comments, statuses } = ground.hub.repository;
      expect({ comments: comments.length, statuses: statuses.length }).toEqual(written);
    },
  );
});

describe('retraining on the default branch', () => {
  it('is evaluated by gate-retrain, and writes neither comment nor status', async () => {
    const config = configText(
      GATE,
      '    gate-retrain: [{ metric: log_loss, not-worse-by: 0.05, identical: pass }]\n',
    );
    await putIntoProduction(ground, { predictions: predictionsText(flights, 0.5) });
    const job = await ground.hub.box.startRun({
      repository: REPOSITORY,
      workflow: WORKFLOW,
      event: 'schedule',
      permissions: { contents: 'read', actions: 'read' },
    });
    await leaveEvidence(ground, job, { files: files(0.5) });
    const ended = await evaluate(ground, job, { checkout: { '.github/model-steward.yml': config } });
    expect(ended.outputs).toMatchObject({
      verdict: 'pass',
      champion: 'flight-delays@v1.0.0',
      'comment-url': '',
    });
    const evaluation = await readEvaluation(ended);
    expect(evaluation.gate.name).toBe('gate-retrain');
    expect(evaluation.rules.map(({ kind }) => kind)).toEqual(['not-worse-by']);
    expect(ground.hub.repository.comments).toEqual([]);
    expect(ground.hub.repository.statuses).toEqual([]);
  });
});

describe('a repository with several models', () => {
  const two = `${configText()}  churn:\n    gate: [{ metric: accuracy, at-least: 0.5 }]\n`;

  it('asks which one is meant', async () => {
    const job = await startPullRun(ground);
    const checkout = { '.github/model-steward.yml': two };
    await expect(evaluate(ground, job, { checkout })).rejects.toThrow(
      'input "model": expected one of flight-delays, churn, got nothing',
    );
  });

  it('keeps marker, artifact and status of each apart', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: files(0.8) });
    const checkout = { '.github/model-steward.yml': two };
    await evaluate(ground, job, { checkout, inputs: { model: 'flight-delays' } });
    await expect(evaluate(ground, job, { checkout, inputs: { model: 'churn' } })).rejects.toThrow('evidence');
    const { comments, statuses } = ground.hub.repository;
    expect(comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- model-steward:evaluate model=flight-delays -->',
      '<!-- model-steward:evaluate model=churn -->',
    ]);
    expect(statuses.map(({ context, state }) => [context, state])).toEqual([
      ['model-steward/flight-delays', 'success'],
      ['model-steward/churn', 'failure'],
    ]);
  });
});

describe('labels from where training cannot reach', () => {
  const labels = (late: (row: number) => number): string =>
    ['flight,late,date', ...flights.map(({ id, date }, row) => `${id},${late(row)},${date}`), ''].join('\n');

  it('decide, and the comment says so', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: files(0.8) });
    const checkout = {
      '.github/model-steward.yml': configText(),
      'truth/labels.csv': labels((row) => flights[row]!.late),
    };
    const ended = await evaluate(ground, job, { checkout, inputs: { labels: 'truth/labels.csv' } });
    expect(ended.outputs.verdict).toBe('pass');
    expect(ended.summary).toContain('came from a file that the training command cannot reach');
    expect((await readEvaluation(ended)).rows?.labels).toBe('separate');
  });

  it('expose predictions that only know the labels that training made up', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: files(0.8) });
    const checkout = {
      '.github/model-steward.yml': configText(),
      'truth/labels.csv': labels((row) => row % 2),
    };
    const ended = await evaluate(ground, job, { checkout, inputs: { labels: 'truth/labels.csv' } });
    expect(ended.outputs.verdict).toBe('fail');
  });

  it('that are not there are an error', async () => {
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: files(0.8) });
    await expect(evaluate(ground, job, { inputs: { labels: 'truth/labels.csv' } })).rejects.toThrow(
      'labels: expected the file truth/labels.csv, got none',
    );
  });
});

describe('what is written wrongly', () => {
  it('in inputs is reported in one message', async () => {
    const job = await startPullRun(ground);
    const inputs = { model: 'Not A Name', mode: 'grade', 'on-inconclusive': 'maybe', lables: 'x' };
    const refused = evaluate(ground, job, { inputs });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(
      /4 inputs are wrong[^]*"model"[^]*"mode"[^]*"on-inconclusive"[^]*"lables"/,
    );
  });

  it('in the configuration is reported with line and column', async () => {
    const job = await startPullRun(ground);
    const checkout = {
      '.github/model-steward.yml': configText('\n      - { metric: recall, at-leats: 0.5 }'),
    };
    await expect(evaluate(ground, job, { checkout })).rejects.toThrow(/model-steward\.yml:7:9: .*gate\.0/);
  });

  it.each([
    [
      'predictions for other rows than the champion’s',
      { 'champion.csv': { role: 'predictions-champion', text: predictionsText(makeFlights(20), 0.5) } },
      '320 missing ids',
    ],
    [
      'a probability that is none',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: 'flight,date,late,p_late\nF1,2001-02-01,1,1.7\n',
        },
      },
      'expected probabilities in [0, 1], got 1.7',
    ],
    [
      'not one row in common',
      {
        'champion.csv': {
          role: 'predictions-champion',
          text: predictionsText(flights, 0.5).replaceAll(/^F/gm, 'G'),
        },
      },
      'no id in common (written like here "X9000" or "X9009", there "X9000" or "X9009")',
    ],
    [
      'a row twice',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: predictionsText(flights, 0.8).replace('F1001,', 'F1000,'),
        },
      },
      'expected each id once, got 1 repeated id',
    ],
    [
      'not a number',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: predictionsText(flights, 0.8).replace(/^(F1002,.*),[^,]*$/m, '$1,NaN'),
        },
      },
      'column "p_late"',
    ],
    [
      'infinity',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: predictionsText(flights, 0.8).replace(/^(F1002,.*),[^,]*$/m, '$1,Infinity'),
        },
      },
      'expected probabilities in [0, 1], got Infinity',
    ],
    [
      'a label that is missing',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: predictionsText(flights, 0.8).replace(/^(F1002,[^,]*),[01]/m, '$1,'),
        },
      },
      'column "late"',
    ],
    ['an empty file', { 'predictions.csv': { role: 'predictions-challenger', text: '' } }, 'predictions.csv'],
    [
      'a column that is not there',
      {
        'predictions.csv': {
          role: 'predictions-challenger',
          text: 'flight,date,late,p\nF1,2001-02-01,1,0.7\n',
        },
      },
      'expected a column "p_late"',
    ],
  ] as const)('in predictions is reported: %s', async (_title, wrong, message) => {
    const champion = await putIntoProduction(ground);
    const job = await startPullRun(ground);
    await leaveEvidence(ground, job, { files: { ...files(0.8), ...wrong }, run: { champion } });
    await expect(evaluate(ground, job)).rejects.toThrow(message);
    const { comments, statuses } = ground.hub.repository;
    expect(comments).toMatchObject([{ body: expect.stringContaining('was not evaluated') }]);
    expect(statuses.map(({ state }) => state)).toEqual(['failure']);
    expect((await ground.hub.github.artifacts.ofRun(job.id)).map(({ name }) => name)).toEqual([
      'model-steward-flight-delays-1',
    ]);
  });
});
