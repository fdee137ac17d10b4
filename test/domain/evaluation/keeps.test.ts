/** The rule `keeps: passed`, on cases that can be counted by hand. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { scoresRequest } from './golden/score-cases.ts';
import { tableOf } from './tables.ts';

const CASES = ['refund-1', 'refund-2', 'refund-10', 'q-1', 'q-2', 'q*3', 'chat-1', 'chat-2', 'chat-3'];

/** @param passed one digit a case, in the order of `CASES`. */
const responses = (passed: string): Table =>
  tableOf({ case: CASES, passed: Array.from(passed, Number), quality: CASES.map((_, row) => row) });

function evaluateKeeps({
  champion = responses('111110000'),
  challenger,
  cases,
  predictions = {},
}: {
  champion?: Table;
  challenger: Table;
  cases?: readonly string[];
  predictions?: object;
}) {
  const request = scoresRequest({
    ...{ challenger, champion },
    predictions: { measures: { passed: 'higher', quality: 'higher' }, ...predictions },
    gate: [
      { metric: 'pass_rate:passed', keeps: 'passed', ...(cases !== undefined && { cases: [...cases] }) },
    ],
  });
  return computeEvaluation(request).rules[0]!;
}

describe('a rule that keeps what was passed', () => {
  it('passes where no case is lost, also with few cases', () => {
    expect(evaluateKeeps({ challenger: responses('111110011') })).toEqual({
      ...{ metric: 'pass_rate:passed', kind: 'keeps', threshold: 0, outcome: 'pass' },
      reason: { code: 'kept-cases', passedCount: 5, lostCount: 0, wonCount: 2 },
    });
  });

  it('fails where one is lost, however many are won, and names no case that the configuration does not', () => {
    expect(evaluateKeeps({ challenger: responses('011111111') })).toMatchObject({
      outcome: 'fail',
      reason: { code: 'kept-cases', passedCount: 5, lostCount: 1, wonCount: 4 },
    });
    expect(JSON.stringify(evaluateKeeps({ challenger: responses('011111111') }))).not.toContain('refund');
  });

  it('looks at the named cases alone', () => {
    const challenger = responses('110101111');
    expect(evaluateKeeps({ challenger, cases: ['q-1', 'chat-*'] }).outcome).toBe('pass');
    expect(evaluateKeeps({ challenger, cases: ['refund-*', 'q-2', 'q-1'] })).toMatchObject({
      outcome: 'fail',
      reason: {
        passedCount: 5,
        lostCount: 2,
        wonCount: 0,
        lostBy: [
          { cases: 'refund-*', lostCount: 1 },
          { cases: 'q-2', lostCount: 1 },
        ],
      },
    });
  });

  it.each([
    ['refund-1', 1],
    ['refund-1*', 2],
    ['*-1', 3],
    ['r*-*', 3],
    ['*', 5],
    ['refund-*0', 1],
    ['re*fund*und-1', 0],
  ])('the pattern %s names %d cases that the champion passed', (pattern, count) => {
    const { reason } = evaluateKeeps({
      champion: responses('111100100'),
      challenger: responses('111100100'),
      cases: [pattern],
    });
    expect(reason).toMatchObject({ code: 'kept-cases', passedCount: count });
  });

  it('is inconclusive where a named case was not evaluated', () => {
    expect(evaluateKeeps({ challenger: responses('111110000'), cases: ['q-1', 'q-9'] })).toMatchObject({
      outcome: 'inconclusive',
      reason: { missing: ['q-9'] },
    });
  });

  it('counts a case as passed when all responses to it are', () => {
    const twice = (second: string): Table =>
      tableOf({
        case: [...CASES, ...CASES],
        n: CASES.flatMap(() => [1]).concat(CASES.map(() => 2)),
        passed: Array.from(`111111111${second}`, Number),
        quality: [...CASES, ...CASES].map((_, row) => row),
      });
    const { outcome, reason } = evaluateKeeps({
      champion: twice('111111000'),
      challenger: twice('111110111'),
      predictions: { repeat: 'n' },
    });
    expect(outcome).toBe('fail');
    expect(reason).toMatchObject({ passedCount: 6, lostCount: 1, wonCount: 3 });
  });

  it('does not apply to a first version', () => {
    const request = scoresRequest({
      challenger: responses('111110000'),
      predictions: { measures: { passed: 'higher' } },
      gate: [{ metric: 'pass_rate:passed', keeps: 'passed' }],
    });
    expect(computeEvaluation(request).rules[0]).toMatchObject({ outcome: 'not-applicable' });
  });

  it('is for rows that are classified too, whatever they weigh', () => {
    const table = (scores: readonly number[]): Table =>
      tableOf({ id: ['a', 'b', 'c', 'd'], y: [1, 0, 1, 0], p: [...scores], w: [1, 5, 1, 1] });
    const request = scoresRequest({
      challenger: table([0.9, 0.1, 0.2, 0.1]),
      champion: table([0.9, 0.7, 0.8, 0.1]),
    });
    const config = modelConfigSchema.parse({
      task: 'binary',
      predictions: { id: 'id', label: 'y', score: 'p', weight: 'w' },
      gate: [{ metric: 'accuracy', keeps: 'passed', cases: ['a', 'c'] }],
    });
    const [rule] = computeEvaluation({ ...request, config, run: runRecord() }).rules;
    expect(rule).toMatchObject({ outcome: 'fail', reason: { passedCount: 2, lostCount: 1, wonCount: 0 } });
  });

  it('is refused for a metric by which no case alone is passed', () => {
    const request = scoresRequest({
      challenger: responses('111110000'),
      predictions: { measures: { passed: 'higher', quality: 'higher' } },
      gate: [{ metric: 'mean:quality', keeps: 'passed' }],
    });
    expect(() => computeEvaluation(request)).toThrow(
      'gate rule for "mean:quality": expected a metric by which each row is passed or not, got another one beside `keeps`',
    );
  });
});
