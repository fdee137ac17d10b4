/** Which of several challengers an evaluation is about. Expected orders are by hand. */
import { describe, expect, it } from 'vitest';
import type { Evaluation, RuleResult, Verdict } from '../../../src/shared/domain/documents/evaluation.ts';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import { serializeDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { rankChallengers } from '../../../src/shared/domain/evaluation/rank-challengers.ts';
import { hideDigits } from '../../../src/shared/domain/evaluation/hide-digits.ts';

interface Given {
  readonly name: string;
  readonly verdict?: Verdict;
  readonly logLoss?: number;
  readonly rows?: string;
}

const CHAMPION_LOSS = 0.5;

function evaluated({ name, verdict = 'pass', logLoss = 0.4, rows = 'a' }: Given, better = 'lower' as const) {
  const rule: RuleResult = {
    ...{ metric: 'log_loss', kind: 'superior-by', threshold: 0, confidence: 0.99, outcome: verdict },
    reason: {
      code: 'improvement-interval',
      ...{ lower: CHAMPION_LOSS - logLoss - 0.1, upper: CHAMPION_LOSS - logLoss + 0.1 },
      comparedWith: 'champion',
    },
  };
  const evaluation: Evaluation = {
    ...{ schema: 'model-steward/evaluation/1', statistics: '1', model: 'late', task: 'binary' },
    run: digestOf(name),
    gate: { name: 'gate', sha256: '0'.repeat(64) },
    challengers: { plannedCount: 5 },
    rows: { digest: rows.repeat(64), count: 100, labels: 'separate', answers: digestOf(`${name}!`) },
    metrics: [
      { metric: 'accuracy', better: 'higher', challenger: 0.9 },
      {
        ...{ metric: 'log_loss', better, challenger: logLoss, comparedWith: 'champion' },
        comparedValue: CHAMPION_LOSS,
      },
    ],
    rules: [{ ...rule, metric: 'accuracy', kind: 'at-least', threshold: 0.8 }, rule],
    verdict,
    reason: 'rules-passed',
  };
  return { name, evaluation };
}

function digestOf(name: string): string {
  return Buffer.from(name.padEnd(32, '.')).toString('hex');
}

function namesOf(given: readonly Given[], about?: string): readonly (string | undefined)[] {
  return rankChallengers(
    given.map((each) => evaluated(each)),
    about,
  ).challengers!.ranked!.map(({ name }) => name);
}

describe('challengers of one run', () => {
  it('are ranked by verdict, then by the metric of the first comparison, then by name', () => {
    const given: readonly Given[] = [
      { name: 'worst', verdict: 'fail', logLoss: 0.1 },
      { name: 'open', verdict: 'inconclusive', logLoss: 0.2 },
      { name: 'tie-b', logLoss: 0.4 },
      { name: 'best', logLoss: 0.3 },
      { name: 'tie-a', logLoss: 0.4 },
    ];
    const expected = ['best', 'tie-a', 'tie-b', 'open', 'worst'];
    expect(namesOf(given)).toEqual(expected);
    expect(namesOf(given.toReversed())).toEqual(expected);
  });

  it('give a document about the best of those that pass, with each interval as it decided', () => {
    const best = evaluated({ name: 'good', logLoss: 0.45 });
    const document = rankChallengers(
      [evaluated({ name: 'lost', verdict: 'fail', logLoss: 0.2 }), best],
      undefined,
    );
    expect(document).toMatchObject({ run: best.evaluation.run, verdict: 'pass' });
    expect(document.challengers).toMatchObject({ plannedCount: 5, metric: 'log_loss', confidence: 0.99 });
    const [first] = document.challengers!.ranked!;
    expect(first!.interval!.estimate).toBeCloseTo(0.05, 12);
    expect(first!.interval!.lower).toBeCloseTo(-0.05, 12);
    expect(first!.interval!.upper).toBeCloseTo(0.15, 12);
    expect(() => serializeDocument(evaluationSchema, document)).not.toThrow();
  });

  it('give a document about the one that is asked for, in the same order', () => {
    const given = [evaluated({ name: 'good', logLoss: 0.3 }), evaluated({ name: 'shown', logLoss: 0.4 })];
    const document = rankChallengers(given, given[1]!.evaluation.run);
    expect(document.run).toBe(given[1]!.evaluation.run);
    expect(document.challengers!.ranked!.map(({ name }) => name)).toEqual(['good', 'shown']);
  });

  it('have to predict the same rows', () => {
    const given = [evaluated({ name: 'one' }), evaluated({ name: 'two', rows: 'b' })];
    expect(() => rankChallengers(given, undefined)).toThrow(
      'challenger two: expected predictions of the rows that one predicts, got other rows or labels',
    );
  });

  it('show neither order nor verdict of the others, and no value, where digits are hidden', () => {
    const given = ['a-third', 'z-first', 'b-second'].map((name, index) =>
      evaluated({ name, logLoss: [0.45, 0.3, 0.4][index]! }),
    );
    const hidden = hideDigits(rankChallengers(given, undefined), () => false).challengers!;
    expect(hidden.ranked!.map(({ name }) => name)).toEqual(['z-first', 'a-third', 'b-second']);
    expect(JSON.stringify(hidden)).not.toMatch(/value|interval|estimate/);
    expect(hidden.ranked!.map(({ verdict }) => verdict)).toEqual(['pass', undefined, undefined]);
  });

  it('leave the evaluation of the only one as it is', () => {
    const { evaluation } = evaluated({ name: 'one' });
    expect(rankChallengers([{ name: undefined, evaluation }], undefined)).toBe(evaluation);
  });
});
