/** The level of a false pass, shared among planned evaluations of the same rows. Quantiles by SciPy 1.17 (`stats.t.ppf`). */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { gateConfigDigest } from '../../../src/shared/domain/config/select-model.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { decidingConfidence, plannedLooks } from '../../../src/shared/domain/evaluation/looks-plan.ts';
import { describeVerdictReason } from '../../../src/shared/domain/report/reasons.ts';
import { renderRuleTable } from '../../../src/shared/domain/report/rule-table.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { runRecord } from '../../ground/run-record.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';
import { tableOf } from './tables.ts';

const USERS = 40;
/** t(39) at 99.875 %, over t(39) at 97.5 %. */
const WIDER_FOR_20 = 3.2321617945681074 / 2.022690920036761;

/** t(39) at 99.5 %, over t(39) at 97.5 %. */
const WIDER_FOR_5 = 2.707913183517662 / 2.022690920036761;

/** A regression of users with ten rows each, by a model that is better by `gain`. */
function evaluate(
  looks: 'spend' | number | undefined,
  gain = 0.12,
  { train, run = {} }: { readonly train?: object; readonly run?: Partial<Run> } = {},
): Evaluation {
  const world = createWorld(5);
  const rows = Array.from({ length: USERS * 10 }, (_, row) => ({ row, user: row % USERS }));
  const predict = (offset: number) =>
    tableOf({
      id: rows.map(({ row }) => `r${row}`),
      y: rows.map(({ row }) => row % 3),
      p: rows.map(({ row }) => (row % 3) + 20 + offset + world.normal()),
      user: rows.map(({ user }) => `u${user}`),
    });
  const config = modelConfigSchema.parse({
    task: 'regression',
    predictions: { id: 'id', label: 'y', score: 'p', group: 'user', order: 'none' },
    gate: [
      { metric: 'mae', 'superior-by': 0 },
      { metric: 'rmse', 'at-most': 30 },
    ],
    ...{ looks, train },
  });
  const champion = {
    ...{ version: '1.0.0', tag: 'm@v1.0.0', modelDigest: 'a'.repeat(64), registered: {} },
    metrics: undefined,
    predictions: { table: predict(0), source: 'scored' as const },
  };
  return computeEvaluation({
    ...{ model: 'm', config, gate: 'gate', run: runRecord(run), champion },
    challenger: predict(-gain),
    labels: undefined,
  });
}

const widthOf = ({ rules: [rule] }: Evaluation): number =>
  rule !== undefined && 'lower' in rule.reason ? rule.reason.upper - rule.reason.lower : NaN;

describe('planned looks', () => {
  it('share the level equally: 20 for `spend`, else so many as the configuration says', () => {
    expect(plannedLooks({ looks: 'spend' })).toBe(20);
    expect(plannedLooks({ looks: 4 })).toBe(4);
    expect(decidingConfidence(20)).toBeCloseTo(0.9975, 12);
    expect(decidingConfidence(4)).toBeCloseTo(0.9875, 12);
    expect(decidingConfidence(undefined)).toBe(0.95);
  });

  it('widen the interval that decides a rule, and no other one', () => {
    const [one, planned] = [evaluate(undefined), evaluate('spend')];
    // What corrects for skewness grows a little with the confidence.
    expect(widthOf(planned) / widthOf(one)).toBeCloseTo(WIDER_FOR_20, 1);
    expect(planned.looks).toEqual({ plannedCount: 20 });
    expect(planned.rules.map(({ confidence }) => confidence)).toEqual([0.9975, 0.9975]);
    expect(planned.metrics.map(({ difference }) => difference)).toEqual(
      one.metrics.map(({ difference }) => difference),
    );
    const [own, asked] = [one, planned].map(({ metrics }) => metrics.find(({ metric }) => metric === 'mae'));
    expect(asked!.precision!.minimumDetectableEffect).toBeGreaterThan(
      1.3 * own!.precision!.minimumDetectableEffect,
    );
  });

  it('a gain that one look would find is inconclusive, and the reason has the interval that decided', () => {
    expect(evaluate(undefined, 0.2).verdict).toBe('pass');
    const planned = evaluate('spend', 0.2);
    expect(planned.verdict).toBe('inconclusive');
    expect(describeVerdictReason(planned).join()).toContain('(99.75 % CI), which includes 0');
    expect(renderRuleTable(planned)).toContain('value or improvement (99.75 % CI)');
    expect(renderRuleTable(evaluate(undefined))).toContain('(95 % CI)');
  });

  it('are in the digest of the gate, as is what the document shows', () => {
    const config = modelConfigSchema.parse({ task: 'regression' });
    const changes = [{}, { looks: 'spend' }, { looks: 5 }, { report: 'verdict-only' }] as const;
    const digests = changes.map((change) => gateConfigDigest({ config: { ...config, ...change } }, 'gate'));
    expect(new Set(digests).size).toBe(4);
  });
});

describe('challengers of one run', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const train = { command: 'python train.py', challengers: names };

  it('share the level equally, with the looks, by the configuration or by the run, whichever has more', () => {
    const five = [
      evaluate(undefined, 0.12, { train }),
      evaluate(undefined, 0.12, { run: { challenger: { name: 'a', among: names } } }),
      evaluate(undefined, 0.12, { train, run: { challenger: { name: 'a', among: ['a', 'b'] } } }),
    ];
    const one = evaluate(undefined);
    for (const evaluation of five) {
      expect(evaluation.challengers).toEqual({ plannedCount: 5 });
      expect(evaluation.rules.map(({ confidence }) => confidence)).toEqual([0.99, 0.99]);
      expect(widthOf(evaluation) / widthOf(one)).toBeCloseTo(WIDER_FOR_5, 1);
    }
    expect(evaluate(4, 0.12, { train }).rules[0]!.confidence).toBeCloseTo(1 - 0.05 / 20, 12);
    expect(one.challengers).toBeUndefined();
  });
});
