/** Rules about the size of a model and about what scoring takes, by numbers that are counted here by hand. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run, ScoringMeasurement } from '../../../src/shared/domain/documents/run.ts';
import {
  computeEvaluation,
  type EvaluationRequest,
} from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { renderEvaluationNotes } from '../../../src/shared/domain/report/evaluation-notes.ts';
import { renderMetricTable, renderRuleTable } from '../../../src/shared/domain/report/rule-table.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { runRecord } from '../../ground/run-record.ts';
import { errorOf, tableOf } from './tables.ts';

const DIGEST = 'c'.repeat(64);
const MB = 1_000_000;

interface Options {
  readonly gate: readonly unknown[];
  /** Milliseconds of each round. */
  readonly challengerMs?: readonly number[];
  readonly championMs?: readonly number[];
  readonly anchorMs?: readonly number[];
  readonly costs?: readonly number[];
  readonly source?: 'scored' | 'stored';
  readonly isFirst?: boolean;
  /** Of the metrics file. */
  readonly reported?: Readonly<Record<string, number>>;
  readonly others?: Readonly<Record<string, unknown>>;
  readonly name?: 'gate' | 'gate-retrain';
}

const predict = (): Table => tableOf({ id: ['a', 'b', 'c'], y: [1, 2, 3], p: [1, 2, 4] });

function measure(
  model: 'challenger' | 'champion' | 'anchor',
  durationsMs: readonly number[] = [],
  costs: readonly number[] = [],
): readonly ScoringMeasurement[] {
  return durationsMs.map((durationMs, index) => ({
    ...{ model, round: index + 1, durationMs, peakMemoryBytes: 50 * MB + index * MB },
    ...(costs.length > 0 && { written: { cost_usd: costs[index]! } }),
  }));
}

const version = (tag: string, source: 'scored' | 'stored', sizeMb: number) => ({
  ...{ version: tag, tag: `m@v${tag}`, modelDigest: 'a'.repeat(64), registered: {}, metrics: undefined },
  ...{ predictions: { table: predict(), source }, modelSizeBytes: sizeMb * MB },
});

function evaluate({ gate, source = 'scored', isFirst = false, ...options }: Options): Evaluation {
  const measurements = [
    ...measure('challenger', options.challengerMs, options.costs),
    ...measure('champion', options.championMs, options.costs),
    ...measure('anchor', options.anchorMs),
  ];
  const files = [
    { path: 'a.bin', sizeBytes: 40 * MB, sha256: DIGEST },
    { path: 'b.bin', sizeBytes: 8 * MB, sha256: DIGEST },
  ];
  const run: Run = runRecord({
    modelSet: { digest: DIGEST, files },
    metrics: { ...options.reported },
    ...(measurements.length > 0 && {
      scored: { data: { path: 'rows.csv', sizeBytes: 1, sha256: DIGEST }, measurements },
    }),
  });
  const request: EvaluationRequest = {
    ...{ model: 'm', gate: options.name ?? 'gate', run, challenger: predict(), labels: undefined },
    config: modelConfigSchema.parse({
      ...{ task: 'regression', predictions: { id: 'id', label: 'y', score: 'p' } },
      ...(options.name === 'gate-retrain' ? { 'gate-retrain': gate } : { gate }),
      ...options.others,
    }),
    champion: isFirst ? undefined : version('2.0.0', source, 50),
    anchor: options.anchorMs === undefined ? undefined : version('1.0.0', source, 30),
  };
  return computeEvaluation(request);
}

const SIZE = 'run:model_size_mb';
const SECONDS = 'run:score_seconds';
/** Improvements of 0.1 to 0.6 s, and one round in which something else ran on the machine: 3.7 s worse. */
const CHALLENGER_MS = [1900, 1800, 1700, 1600, 1500, 1400, 5700, 1300];
const CHAMPION_MS = [2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000];

describe('the size of the model', () => {
  it('is counted from the bytes of its files, and has no interval', () => {
    const { rules, metrics } = evaluate({
      gate: [
        { metric: SIZE, 'at-most': 48 },
        { metric: SIZE, 'at-most': 47.9 },
        { metric: SIZE, 'superior-by': 2 },
        { metric: SIZE, 'superior-by': 1.9 },
      ],
    });
    expect(rules.map(({ outcome }) => outcome)).toEqual(['pass', 'fail', 'fail', 'pass']);
    expect(rules[0]!.reason).toEqual({ code: 'counted-value', value: 48 });
    expect(rules[2]!.reason).toEqual({ code: 'counted-improvement', improvement: 2 });
    expect(metrics.find(({ metric }) => metric === SIZE)).toEqual({
      ...{ metric: SIZE, better: 'lower', challenger: 48, comparedWith: 'champion', comparedValue: 50 },
    });
  });

  it('is compared as a fraction of that of the champion, also where its predictions are stored', () => {
    const gate = [{ metric: SIZE, 'not-worse-by': 0, relative: true }];
    expect(evaluate({ gate, source: 'stored' }).rules[0]).toMatchObject({
      outcome: 'pass',
      relative: { margin: 0 },
    });
  });

  it('of a first version has nothing to be compared with', () => {
    const { rules } = evaluate({ gate: [{ metric: SIZE, 'not-worse-by': 1 }], isFirst: true });
    expect(rules[0]).toMatchObject({ outcome: 'not-applicable', reason: { code: 'no-champion' } });
  });
});

describe('what scoring takes', () => {
  const measured = { challengerMs: CHALLENGER_MS, championMs: CHAMPION_MS };

  it('is the median of the differences of rounds, which one slow round does not move', () => {
    const { rules, metrics } = evaluate({ ...measured, gate: [{ metric: SECONDS, 'not-worse-by': 0.2 }] });
    // Of 8 rounds the ends are the smallest and the largest: P(all 8 on one side) is 0.4 %, that of 7 is 3.5 %.
    expect(rules[0]).toMatchObject({
      outcome: 'inconclusive',
      reason: { code: 'improvement-interval', lower: -3.7, comparedWith: 'champion' },
    });
    const { difference, comparedValue, interval } = metrics.find(({ metric }) => metric === SECONDS)!;
    expect(difference!.estimate).toBeCloseTo(-0.35, 12);
    expect(comparedValue).toBe(2);
    expect(interval).toMatchObject({ lower: 1.3, upper: 5.7, confidence: 0.95 });
    // Of 9 rounds the second smallest and the second largest.
    const nine = { challengerMs: [...CHALLENGER_MS, 1900], championMs: [...CHAMPION_MS, 2000] };
    const [rule] = evaluate({ ...nine, gate: [{ metric: SECONDS, 'not-worse-by': 0.2 }] }).rules;
    expect(rule!.outcome).toBe('pass');
    expect(rule!.reason).toMatchObject({
      code: 'improvement-interval',
      lower: expect.closeTo(0.1, 12) as number,
    });
  });

  it('says which difference so many rounds detect, each of which is one observation', () => {
    const gate = [{ metric: SECONDS, 'not-worse-by': 0.2 }];
    const evaluation = evaluate({ ...measured, gate });
    const { precision } = evaluation.metrics.find(({ metric }) => metric === SECONDS)!;
    // Half of 0.7 s faster to 3.7 s slower, times the factor of 8 values of which the extremes are the ends.
    const effect = 2.2 * 1.4324417914634773;
    expect(precision).toEqual({
      ...{ method: 'order-statistics', groups: 8, effectiveGroups: 8, effectiveRows: 8, provisional: false },
      minimumDetectableEffect: expect.closeTo(effect, 9) as number,
    });
    expect(renderEvaluationNotes(evaluation)).toContain(
      '**Minimum detectable effect** (80 % power): 3.15 in `run:score_seconds`.',
    );
    const planned = evaluate({ ...measured, gate, others: { looks: 'spend' } });
    expect(planned.metrics.find(({ metric }) => metric === SECONDS)!.precision).toBeUndefined();
  });

  it('is a fraction of the champion in the same round, where the margin is relative', () => {
    const slow = [1, 1, 1, 1, 1, 1].map((_, round) => 1000 * (round + 1));
    const gate = (margin: number) => [{ metric: SECONDS, 'not-worse-by': margin, relative: true }];
    const twice = { challengerMs: slow.map((ms) => 1.2 * ms), championMs: slow };
    const [narrow] = evaluate({ ...twice, gate: gate(0.19) }).rules;
    const [wide] = evaluate({ ...twice, gate: gate(0.21) }).rules;
    expect([narrow!.outcome, wide!.outcome]).toEqual(['fail', 'pass']);
    // 20 % of the median of 1 to 6 s.
    expect(wide!.reason).toMatchObject({ lower: expect.closeTo(-0.7, 12) as number });
  });

  it('is inconclusive after too few rounds, of which `looks` ask for more', () => {
    const gate = [{ metric: SECONDS, 'at-most': 10 }];
    const once = { challengerMs: [1000], championMs: [1000] };
    expect(evaluate({ ...once, gate }).rules[0]).toMatchObject({
      ...{ outcome: 'inconclusive', reason: { code: 'too-few-rounds', roundCount: 1, neededCount: 6 } },
    });
    expect(evaluate({ ...measured, gate }).rules[0]!.outcome).toBe('pass');
    const [planned] = evaluate({ ...measured, gate, others: { looks: 'spend' } }).rules;
    expect(planned!.reason).toEqual({ code: 'too-few-rounds', roundCount: 8, neededCount: 10 });
  });

  it('is inconclusive where a model was not measured in this run', () => {
    const gate = [{ metric: SECONDS, 'not-worse-by': 1 }];
    expect(evaluate({ gate }).rules[0]!.reason).toEqual({ code: 'not-measured', model: 'challenger' });
    const alone = evaluate({ gate, challengerMs: CHALLENGER_MS });
    expect(alone.rules[0]).toMatchObject({
      ...{ outcome: 'inconclusive', reason: { code: 'not-measured', model: 'champion' } },
    });
    // Measured was the version that was in the stage then, and not the one whose stored predictions are compared.
    const other = evaluate({ gate, challengerMs: CHALLENGER_MS, championMs: CHAMPION_MS, source: 'stored' });
    expect(other.rules[0]!.reason).toEqual({ code: 'not-measured', model: 'champion' });
  });

  it('compares with the anchor by its own rounds', () => {
    const { rules, anchor } = evaluate({
      ...{ ...measured, anchorMs: CHAMPION_MS.map(() => 1000), name: 'gate-retrain' },
      gate: [
        { metric: SECONDS, 'not-worse-by': 0.05 },
        { metric: SIZE, 'not-worse-by': 5 },
      ],
    });
    expect(rules.map(({ metric, against, outcome }) => [metric, against, outcome])).toEqual([
      [SECONDS, undefined, 'inconclusive'],
      [SECONDS, 'anchor', 'fail'],
      [SIZE, undefined, 'pass'],
      [SIZE, 'anchor', 'fail'],
    ]);
    expect(anchor!.metrics.map(({ metric, comparedValue }) => [metric, comparedValue])).toEqual([
      [SECONDS, 1],
      [SIZE, 30],
    ]);
  });

  it('has the memory, and what the command wrote, which is marked', () => {
    const evaluation = evaluate({
      ...{ ...measured, costs: [1, 2, 3, 4, 5, 6, 7, 8] },
      gate: [
        { metric: 'run:cost_usd', 'at-most': 8 },
        { metric: 'run:score_memory_mb', 'at-most': 56 },
      ],
    });
    expect(evaluation.rules.map(({ outcome }) => outcome)).toEqual(['pass', 'inconclusive']);
    expect(evaluation.metrics.map(({ metric, written }) => [metric, written]).slice(-4)).toEqual([
      [SIZE, undefined],
      [SECONDS, undefined],
      ['run:score_memory_mb', undefined],
      ['run:cost_usd', true],
    ]);
    expect(renderMetricTable(evaluation)).toContain('`run:cost_usd` (written by the score command)');
    expect(renderRuleTable(evaluation)).toContain('`run:cost_usd` at most 8 (written by the score command)');
  });

  it('is no number of the metrics file, whatever that has', () => {
    const gate = [{ metric: SECONDS, 'at-most': 1 }];
    const { rules, metrics } = evaluate({ gate, reported: { [SECONDS]: 0.5 } });
    expect(rules[0]!.outcome).toBe('inconclusive');
    expect(metrics.some(({ metric }) => metric === SECONDS)).toBe(false);
  });
});

it('a rule for which more is better is refused', () => {
  const gate = [{ metric: 'run:rows_a_second', 'at-least': 5, better: 'higher' }];
  expect(errorOf(() => evaluate({ gate })).message).toContain('expected a number of which less is better');
});
