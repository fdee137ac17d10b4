/** The task `scores`: responses to cases, measured by evaluators. Values: test/domain/metrics/fixtures/tasks/scores_values.py. */
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import {
  digestChallengerAnswers,
  joinEvidence,
} from '../../../src/shared/domain/evaluation/joined-evidence.ts';
import { tableAnswersDigest } from '../../../src/shared/domain/evaluation/answers-digest.ts';
import { takeRows, type Table } from '../../../src/shared/domain/table/table.ts';
import { answerCases, MEASURES, scoresRequest } from './golden/score-cases.ts';
import { tableOf } from './tables.ts';

const evaluate = (request: Parameters<typeof scoresRequest>[0]): Evaluation =>
  computeEvaluation(scoresRequest(request));
const resultOf = ({ metrics }: Evaluation, name: string) => metrics.find(({ metric }) => metric === name)!;
const ruleOf = ({ rules }: Evaluation, name: string) => rules.find(({ metric }) => metric === name)!;

/** What the release of a challenger says that it answered. */
const answersOf = (request: EvaluationRequest) =>
  digestChallengerAnswers(request.config, joinEvidence(request.config, request).rows);

/** Every response of a table twice more, under other numbers of the repeat. */
function answeredThrice(table: Table): Table {
  const rows = Int32Array.from({ length: 3 * table.rowCount }, (_, row) => row % table.rowCount);
  const thrice = takeRows(table, rows);
  return {
    ...thrice,
    columns: thrice.columns.map((column) =>
      column.name === 'attempt' && column.kind === 'number'
        ? { ...column, values: column.values.map((_, row) => Math.floor(row / table.rowCount)) }
        : column,
    ),
  };
}

describe('repeats inside a case', () => {
  const once = { challenger: answerCases({ seed: 2, gain: 0.1 }), champion: answerCases({ seed: 3 }) };
  const thrice = {
    challenger: answeredThrice(once.challenger),
    champion: answeredThrice(once.champion),
    predictions: { repeat: 'attempt' },
  };

  it('are no cases: each response three times says what it says once', () => {
    const [one, three] = [evaluate(once), evaluate(thrice)];
    for (const metric of ['mean:quality', 'mean:cost']) {
      const [before, after] = [resultOf(one, metric).difference!, resultOf(three, metric).difference!];
      expect(after.estimate).toBeCloseTo(before.estimate, 12);
      expect(after.lower).toBeCloseTo(before.lower, 12);
      expect(after.upper).toBeCloseTo(before.upper, 12);
    }
    expect(three.rows).toMatchObject({ count: 120, responses: { count: 360, least: 3, most: 3 } });
    expect(three.groups).toMatchObject({ unit: 'case', count: 120 });
    expect(three.rows!.digest).toBe(one.rows!.digest);
  });

  it('make no pass rate more certain than as many cases do', () => {
    const [one, three] = [evaluate(once), evaluate(thrice)].map(
      (evaluation) => resultOf(evaluation, 'pass_rate:passed').interval!,
    );
    expect(three!.estimate).toBeCloseTo(one!.estimate, 12);
    expect(three!.upper - three!.lower).toBeGreaterThan(0.97 * (one!.upper - one!.lower));
  });

  it('may be more for one model than for the other', () => {
    const evaluation = evaluate({ ...once, champion: thrice.champion, predictions: thrice.predictions });
    const [same, more] = [evaluate(once), evaluation].map((each) => resultOf(each, 'mean:quality'));
    expect(more!.difference!.lower).toBeCloseTo(same!.difference!.lower, 12);
  });

  it('say what one more of them would buy: nothing where all responses to a case are the same', () => {
    const same = resultOf(evaluate(thrice), 'mean:quality').variation!;
    expect(same.repeatSd).toBeCloseTo(0, 12);
    expect(same.narrowingFraction).toBeCloseTo(0, 12);
    const noisy = evaluate({
      challenger: answerCases({ seed: 2, repeats: 2 }),
      champion: answerCases({ seed: 3, repeats: 2 }),
      predictions: { repeat: 'attempt' },
    });
    const { variation } = resultOf(noisy, 'mean:quality');
    // Responses differ by 0.5, cases by 1; of the difference only the responses are left: 2 repeats to 3 is 1 − √(2 ÷ 3).
    expect(variation!.repeatSd).toBeCloseTo(0.5, 1);
    expect(variation!.caseSd).toBeCloseTo(1, 0);
    expect(variation!.narrowingFraction).toBeCloseTo(1 - Math.sqrt(2 / 3), 1);
  });
});

describe('who measured', () => {
  const predictions = { evaluator: 'grader' };
  const champion = answerCases({ seed: 3 });
  const other = answerCases({ seed: 2, graders: ['grader-2'] });

  it.each(['scored', 'stored'] as const)(
    'is part of the rows: a champion %s by another grader is none of them',
    (source) => {
      const evaluation = evaluate({ challenger: other, champion, predictions, source });
      expect(ruleOf(evaluation, 'mean:quality')).toMatchObject({
        outcome: 'inconclusive',
        reason: {
          code: 'no-common-rows',
          evaluators: { challenger: 'grader="grader-2"', champion: 'grader="grader-1"' },
        },
      });
      expect(resultOf(evaluation, 'mean:quality').difference).toBeUndefined();
      const same = evaluate({ challenger: answerCases({ seed: 2 }), champion, predictions, source });
      expect(resultOf(same, 'mean:quality').difference).toBeDefined();
      expect(same.rows!.digest).not.toBe(evaluation.rows!.digest);
    },
  );

  it('may be another one for a single case only, or one more for all', () => {
    const mixed: Table = {
      ...champion,
      columns: champion.columns.map((column) =>
        column.name === 'grader' && column.kind === 'category'
          ? {
              ...column,
              categories: [...column.categories, 'grader-9'],
              codes: column.codes.map((code, row) => (row === 7 ? 1 : code)),
            }
          : column,
      ),
    };
    const both = answerCases({ seed: 2, graders: ['grader-1', 'grader-2'] });
    for (const challenger of [mixed, both]) {
      const evaluation = evaluate({ challenger, champion, predictions });
      expect(ruleOf(evaluation, 'mean:quality').reason.code).toBe('no-common-rows');
    }
  });

  it('was not known when the champion was scored: then its responses are none to compare with', () => {
    const nameless = { ...champion, columns: champion.columns.filter(({ name }) => name !== 'grader') };
    const evaluation = evaluate({
      challenger: answerCases({ seed: 2 }),
      champion: nameless,
      predictions,
      source: 'stored',
    });
    expect(ruleOf(evaluation, 'mean:quality').reason).toMatchObject({
      code: 'no-common-rows',
      evaluators: { champion: 'grader=unknown' },
    });
  });
});

describe('what a champion answers now', () => {
  const requestOf = (gain: number, evaluator?: string): EvaluationRequest => {
    const predictions = evaluator === undefined ? {} : { evaluator };
    const before = scoresRequest({ challenger: answerCases({ seed: 3 }), predictions });
    const registered = computeEvaluation(before);
    const request = scoresRequest({
      challenger: answerCases({ seed: 2 }),
      champion: answerCases({ seed: 5, gain }),
      predictions,
    });
    const metrics = registered.metrics.map(({ metric, challenger, interval }) => ({
      metric,
      value: challenger,
      interval: interval!,
    }));
    return {
      ...request,
      champion: { ...request.champion!, registered: { answers: answersOf(before)!, metrics } },
    };
  };

  it('differs from run to run, as responses of such a model do, and is consistent by its means', () => {
    const { champion, rules } = computeEvaluation(requestOf(0));
    expect(champion!.answers).toEqual({ state: 'consistent', rows: 'same' });
    expect(rules[0]!.reason.code).toBe('improvement-interval');
  });

  it('does not count where its means are others than those of its registration', () => {
    const { champion, rules } = computeEvaluation(requestOf(-1));
    expect(champion!.answers!.state).toBe('inconsistent');
    expect(rules[0]!.reason.code).toBe('champion-answers-changed');
  });
});

describe('metrics of measures', () => {
  it('have the direction that `measures` says', () => {
    const evaluation = evaluate({ challenger: answerCases({ seed: 2 }), champion: answerCases({ seed: 3 }) });
    expect(evaluation.metrics.map(({ metric, better }) => [metric, better])).toEqual([
      ['mean:quality', 'higher'],
      ['pass_rate:passed', 'higher'],
      ['mean:cost', 'lower'],
    ]);
  });

  it('of passes have the interval of a proportion, by whichever name', () => {
    const evaluation = evaluate({
      challenger: answerCases({ seed: 2 }),
      champion: answerCases({ seed: 3 }),
      gate: [{ metric: 'mean:passed', 'not-worse-by': 0.1 }],
    });
    for (const metric of ['mean:passed', 'pass_rate:passed']) {
      expect(resultOf(evaluation, metric).precision!.method).toBe('mover-wilson');
    }
  });

  it('are quantiles where a rule names them, and say how many cases an extreme one needs', () => {
    const { rules } = evaluate({
      challenger: answerCases({ seed: 2 }),
      champion: answerCases({ seed: 3 }),
      gate: [
        { metric: 'median:cost', 'not-worse-by': 0.05, relative: true },
        { metric: 'quantile:cost@0.95', 'at-most': 100 },
        { metric: 'quantile:cost@0.99', 'at-most': 100 },
      ],
    });
    expect(rules.map(({ outcome, reason }) => [outcome, reason.code])).toEqual([
      ['pass', 'improvement-interval'],
      ['pass', 'value-interval'],
      ['inconclusive', 'quantile-out-of-reach'],
    ]);
    expect(rules[2]!.reason).toMatchObject({ effectiveRows: 120, neededRows: 368 });
  });

  it('are inconclusive where a pass rate has no passes', () => {
    const evaluation = evaluate({
      challenger: answerCases({ seed: 2 }),
      gate: [{ metric: 'pass_rate:quality', 'at-least': 0.5 }],
    });
    expect(evaluation.rules[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'undefined', model: 'challenger' },
    });
  });

  it('have no baseline: a first version needs a bound', () => {
    const comparison = { metric: 'mean:quality', 'superior-by': 0 };
    const evaluation = evaluate({ challenger: answerCases({ seed: 2 }), gate: [comparison] });
    expect(evaluation.rules[0]).toMatchObject({ outcome: 'not-applicable', reason: { code: 'no-champion' } });
    expect(evaluation).toMatchObject({ verdict: 'inconclusive', reason: 'no-applicable-rules' });
  });

  it('of columns whose names are no names of metrics are found by their spelling', () => {
    const evaluation = computeEvaluation({
      ...scoresRequest({
        challenger: tableOf({
          case: [1, 2, 3, 4, 5, 6, 7, 8, 9],
          'grader score (%)': [5, 4, 5, 3, 5, 4, 4, 5, 2],
        }),
        predictions: { measures: { 'grader score (%)': 'higher' } },
        gate: [{ metric: 'mean:grader_score_percent', 'at-least': 2.5 }],
      }),
    });
    expect(evaluation.rules[0]!.outcome).toBe('pass');
  });
});

describe('the order of rows in a file', () => {
  it('changes nothing', () => {
    const challenger = answerCases({ seed: 2, repeats: 3, graders: ['b', 'a'] });
    const turned = takeRows(
      challenger,
      Int32Array.from({ length: challenger.rowCount }, (_, row) => challenger.rowCount - 1 - row),
    );
    const predictions = { repeat: 'attempt', evaluator: 'grader' };
    const [one, other] = [challenger, turned].map((table) => {
      const request = scoresRequest({
        challenger: table,
        champion: answerCases({ seed: 3, repeats: 3, graders: ['b', 'a'] }),
        predictions,
      });
      return { evaluation: computeEvaluation(request), answers: answersOf(request) };
    });
    expect(other).toEqual(one);
  });

  it('is no part of the digest of a table', () => {
    const columns = scoresRequest({ challenger: answerCases({ seed: 2 }) }).config.predictions!;
    const challenger = answerCases({ seed: 2 });
    const turned = takeRows(
      challenger,
      Int32Array.from({ length: challenger.rowCount }, (_, row) => challenger.rowCount - 1 - row),
    );
    const digests = [challenger, turned].map((table) =>
      tableAnswersDigest(table, { task: 'scores', columns }, 'p'),
    );
    expect(digests[1]).toBe(digests[0]);
    const request = scoresRequest({ challenger });
    expect(Object.values(answersOf(request)!)).toEqual([digests[0]]);
  });
});

describe('a file that is wrong', () => {
  const good = { case: ['a', 'b', 'c'], quality: [1, 2, 3], passed: [0, 1, 1], cost: [1, 1, 1] };
  const wrong =
    (columns: Record<string, readonly number[] | readonly string[]>, predictions = {}) =>
    () =>
      evaluate({ challenger: tableOf({ ...good, ...columns }), predictions });

  it.each([
    ['a case twice', { case: ['a', 'b', 'a'] }, {}, /expected each case once, got "a" again/],
    [
      'an attempt twice',
      { case: ['a', 'b', 'a'], n: [1, 1, 1] },
      { repeat: 'n' },
      /expected each value of "n" once for each case, got "a" again/,
    ],
    [
      'a missing value',
      { quality: [1, NaN, 3] },
      {},
      /column "quality": expected numbers .* got a missing value in row 2/,
    ],
    [
      'a column that is missing',
      {},
      { measures: { ...MEASURES, latency: 'lower' } },
      /expected a column "latency"/,
    ],
    [
      'a rule about no measure',
      {},
      { measures: { latency: 'lower' } },
      /gate rule for "mean:quality": expected a metric of one of the measures \(latency\), got none of that name/,
    ],
    [
      'a column of text',
      { quality: ['good', 'bad', 'good'] },
      {},
      /expected numbers in column "quality", got text/,
    ],
    [
      'a case in two groups',
      { case: ['a', 'b', 'a'], n: [1, 1, 2], topic: ['x', 'x', 'y'] },
      { repeat: 'n', group: 'topic' },
      /expected all responses to a case in one group \("topic"\), got several in data rows 1 and 3/,
    ],
    [
      'a case with two weights',
      { case: ['a', 'b', 'a'], n: [1, 1, 2], w: [1, 1, 2] },
      { repeat: 'n', weight: 'w' },
      /in one weight \("w"\), got several in data rows 1 and 3/,
    ],
    ['no evaluator', {}, { evaluator: ['grader'] }, /expected a column "grader"/],
  ])('%s is said', (_title, columns, predictions, message) => {
    expect(wrong(columns, predictions)).toThrow(message);
  });

  it.each(['quantile:cost', 'quantile:cost@1', 'quantile:cost@0.50', 'quantile:price@0.5'])(
    '%s is no quantile of a measure',
    (metric) => {
      const request = scoresRequest({ challenger: tableOf(good), gate: [{ metric, 'at-most': 1 }] });
      expect(() => computeEvaluation(request)).toThrow(
        `gate rule for "${metric}": expected a metric of one of the measures`,
      );
    },
  );

  it('a file of labels has no use', () => {
    const request = scoresRequest({ challenger: tableOf(good) });
    expect(() => computeEvaluation({ ...request, labels: tableOf(good) })).toThrow(
      /expected no file for the task scores/,
    );
    expect(Object.keys(MEASURES)).toContain('quality');
  });
});
