/** Against scipy, which has one number a row for improvement and margin together: fixtures/relative_margin.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Evaluation, RuleResult } from '../../../src/shared/domain/documents/evaluation.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { runRecord } from '../../ground/run-record.ts';
import { tableOf } from './tables.ts';

interface Case {
  readonly better: 'higher' | 'lower';
  readonly kind: 'not-worse-by' | 'superior-by';
  readonly fraction: number;
  readonly lower: number;
  readonly upper: number;
}

const reference = JSON.parse(
  readFileSync(new URL('fixtures/relative-margin.json', import.meta.url), 'utf8'),
) as {
  readonly champion: readonly number[];
  readonly challenger: readonly number[];
  readonly cases: readonly Case[];
};

interface Comparison {
  readonly challenger: readonly number[];
  readonly champion: readonly number[];
  readonly better: 'higher' | 'lower';
  readonly rule: object;
  readonly isSameModel?: boolean;
}

function evaluate({ challenger, champion, better, rule, isSameModel }: Comparison): Evaluation {
  const tableOfCosts = (cost: readonly number[]) => tableOf({ case: cost.map((_, row) => `c${row}`), cost });
  const run = runRecord();
  return computeEvaluation({
    ...{ model: 'm', gate: 'gate', run, labels: undefined },
    config: modelConfigSchema.parse({
      task: 'scores',
      train: { command: 'train', model: 'model/**' },
      predictions: { id: 'case', measures: { cost: better } },
      gate: [{ metric: 'mean:cost', relative: true, ...rule }],
    }),
    challenger: tableOfCosts(challenger),
    champion: {
      ...{ version: '1.0.0', tag: 'm@v1.0.0', registered: {}, metrics: {} },
      modelDigest: isSameModel === true ? (run.modelSet?.digest ?? '') : 'other',
      predictions: { table: tableOfCosts(champion), source: 'scored' },
    },
  });
}

function endsOf({ reason }: RuleResult): { readonly lower: number; readonly upper: number } {
  if (!('lower' in reason)) throw new Error(`expected an interval, got ${reason.code}`);
  return reason;
}

describe('a margin that is a fraction of the value of the champion is as uncertain as that value', () => {
  it.each(reference.cases)('$kind $fraction, $better is better', ({ better, kind, fraction, ...ends }) => {
    const { challenger, champion } = reference;
    const { rules } = evaluate({ challenger, champion, better, rule: { [kind]: fraction } });
    expect(endsOf(rules[0]!).lower).toBeCloseTo(ends.lower, 10);
    expect(endsOf(rules[0]!).upper).toBeCloseTo(ends.upper, 10);
  });

  it('also where the value is below zero: the margin is a fraction of its size', () => {
    const negative = (values: readonly number[]): readonly number[] => values.map((value) => -value);
    const one = evaluate({ ...reference, better: 'higher', rule: { 'not-worse-by': 0.5 } });
    const other = evaluate({
      challenger: negative(reference.challenger),
      champion: negative(reference.champion),
      better: 'lower',
      rule: { 'not-worse-by': 0.5 },
    });
    expect(endsOf(other.rules[0]!).lower).toBeCloseTo(endsOf(one.rules[0]!).lower, 10);
  });

  it('equivalence holds only where both of its sides do', () => {
    const endsOfKind = (kind: string) =>
      endsOf(evaluate({ ...reference, better: 'lower', rule: { [kind]: 0.5 } }).rules[0]!);
    const [within, notWorse, superior] = ['equivalent-within', 'not-worse-by', 'superior-by'].map(endsOfKind);
    expect(within!.lower).toBe(Math.min(notWorse!.lower, superior!.lower));
    expect(within!.upper).toBe(Math.max(notWorse!.upper, superior!.upper));
  });

  it('the same model file is certain, whatever the error of its own value', () => {
    const { champion } = reference;
    const rule = { 'not-worse-by': 0.01 };
    const { rules } = evaluate({ challenger: champion, champion, better: 'lower', rule, isSameModel: true });
    expect(rules[0]!.outcome).toBe('pass');
    expect(endsOf(rules[0]!).lower).toBeCloseTo(0, 12);
  });

  it('the same predictions need more than their own rows: the margin may be smaller than it looks', () => {
    const { champion } = reference;
    const spread = champion.map((value, row) => (row === 0 ? 60 * value : value));
    const of = (relative: boolean) =>
      endsOf(
        evaluate({
          challenger: spread,
          champion: spread,
          better: 'lower',
          rule: { 'not-worse-by': 0.5, relative },
        }).rules[0]!,
      );
    expect(of(true).lower).toBeLessThan(of(false).lower);
  });
});
