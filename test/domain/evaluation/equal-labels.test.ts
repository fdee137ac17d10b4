/**
 * Labels that are all equal: a constant prediction is perfect on them, so no rule may be decided by them, however the
 * labels are written and whatever the metric. A tiny holdout may have such labels, so they are no error either.
 */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { evaluationSchema } from '../../../src/shared/domain/documents/evaluation.ts';
import { isOrdered } from '../../../src/shared/domain/kernel/direction.ts';
import type { TaskName } from '../../../src/shared/domain/documents/fields.ts';
import { computeEvaluation } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { metricsOfTask } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { describeVerdictReason } from '../../../src/shared/domain/report/reasons.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { runRecord } from '../../ground/run-record.ts';

const COUNT = 200;

interface Case {
  readonly task?: TaskName;
  /** The label of a row, as it stands in the file. */
  readonly labelOf: (row: number) => string;
  readonly positive?: unknown;
  readonly scoreOf?: (row: number) => number;
  readonly championScoreOf?: (row: number) => number;
  readonly first?: boolean;
}

function fileOf(labelOf: Case['labelOf'], scoreOf: (row: number) => number) {
  const lines = Array.from(
    { length: COUNT },
    (_, row) => `r${row},${labelOf(row)},${scoreOf(row)},u${row % 20}`,
  );
  return parseCsv(new TextEncoder().encode(['id,y,p,user', ...lines].join('\n')), 'predictions.csv');
}

/** The challenger is nearly perfect for a label of 0, the champion far from it. */
const nearlyPerfect = (row: number): number => 0.01 + (row % 7) / 1000;
const poor = (row: number): number => 0.4 + (row % 11) / 100;

/** Metrics of predicted quantiles, which these rows do not have. */
const OF_QUANTILES = /^(?:pinball|coverage)\b/;

/** Every rule that is possible for every metric of the task. */
function everyRule(task: TaskName) {
  const known = metricsOfTask(task).filter(({ name }) => !OF_QUANTILES.test(name));
  return known.flatMap(({ name, better }) => [
    { metric: name, 'at-least': -1000 },
    { metric: name, 'at-most': 1000 },
    ...(isOrdered(better)
      ? [
          { metric: name, 'superior-by': 0 },
          { metric: name, 'not-worse-by': 0.5 },
        ]
      : []),
  ]);
}

const costs = { 'false-positive': 1, 'false-negative': 2 };

function evaluate({ task = 'binary', positive, first = false, ...rows }: Case) {
  const { labelOf, scoreOf = nearlyPerfect, championScoreOf = poor } = rows;
  return computeEvaluation({
    model: 'm',
    config: modelConfigSchema.parse({
      task,
      predictions: {
        id: 'id',
        label: 'y',
        score: 'p',
        group: 'user',
        positive,
        ...(task === 'binary' && { costs }),
      },
      gate: everyRule(task),
    }),
    gate: 'gate',
    run: runRecord(),
    challenger: fileOf(labelOf, scoreOf),
    champion: first
      ? undefined
      : {
          ...{
            version: '1.0.0',
            tag: 'm@v1.0.0',
            modelDigest: 'a'.repeat(64),
            registered: {},
            metrics: undefined,
          },
          predictions: { table: fileOf(labelOf, championScoreOf), source: 'scored' },
        },
    labels: undefined,
  });
}

describe('labels that are all equal', () => {
  it.each([
    ['0', undefined, '"0", so a constant prediction is perfect: evaluate rows of both classes'],
    ['1', undefined, '"1", so a constant prediction is perfect: evaluate rows of both classes'],
    ['0', 1, '"0", so a constant prediction is perfect: evaluate rows of both classes'],
    ['false', true, '"0", so a constant prediction is perfect: evaluate rows of both classes'],
    ['true', 'true', '"1", so a constant prediction is perfect: evaluate rows of both classes'],
    ['on time', 'late', '"on time", so a constant prediction is perfect: evaluate rows of both classes'],
    ['late', 'late', '"late", so a constant prediction is perfect: evaluate rows of both classes'],
  ])(
    '%s with the positive class %j: every rule is inconclusive, and the reason has the counts',
    (label, positive, words) => {
      const evaluation = evaluate({ labelOf: () => label, positive });
      expect(new Set(evaluation.rules.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
      expect(describeVerdictReason(evaluation)).toEqual([
        expect.stringContaining(`all ${COUNT} labels are ${words}`),
      ]);
      expect(evaluation.verdict).toBe('inconclusive');
    },
  );

  it.each([
    [
      '5',
      ['mae', 'rmse', 'mse', 'bias', 'wape', 'mape', 'smape', 'rmsle', 'max_error', 'median_absolute_error'],
    ],
    ['0', ['mae', 'rmse', 'mse', 'bias', 'smape', 'rmsle', 'max_error', 'median_absolute_error']],
    ['-0.1', ['mae', 'rmse', 'mse', 'bias', 'wape', 'mape', 'smape', 'max_error', 'median_absolute_error']],
  ])(
    'of a regression, %s: every rule is inconclusive, also where the metric has a value',
    (label, computed) => {
      const evaluation = evaluate({ task: 'regression', labelOf: () => label });
      expect(evaluation.metrics.map(({ metric }) => metric)).toEqual(computed);
      expect(new Set(evaluation.rules.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
      expect(describeVerdictReason(evaluation)).toEqual([
        expect.stringContaining(
          `all ${COUNT} labels are "${label}", so a constant prediction is perfect: evaluate rows whose labels differ`,
        ),
      ]);
    },
  );

  it('of a first version: not-worse-by is not applicable, and everything else inconclusive', () => {
    const { rules } = evaluate({ labelOf: () => '0', first: true });
    for (const { kind, outcome, reason } of rules) {
      expect([kind, outcome, reason.code]).toEqual(
        kind === 'not-worse-by'
          ? [kind, 'not-applicable', 'no-champion']
          : [kind, 'inconclusive', 'equal-labels'],
      );
    }
  });
});

it('a label that a reason repeats is cut at 80 characters', () => {
  const [rule] = evaluate({ labelOf: () => 'x'.repeat(200), positive: 'late' }).rules;
  expect(rule?.reason).toMatchObject({ code: 'equal-labels', label: 'x'.repeat(80) });
});

describe('evidence that differs in one place only', () => {
  const outcomeOf = (evaluation: ReturnType<typeof evaluate>, metric: string, kind: string) =>
    evaluation.rules.find((rule) => rule.metric === metric && rule.kind === kind);

  it('one row of the other class is evaluated, and what depends on its group alone is inconclusive', () => {
    const evaluation = evaluate({ labelOf: (row) => (row === 7 ? '1' : '0') });
    expect(outcomeOf(evaluation, 'brier', 'superior-by')?.outcome).toBe('pass');
    // One group has half of the weight, by hand: G* = 1 / (0.526² + 19 × 0.024²) = 3.5 for ranks, and 1 for positives.
    for (const [metric, effectiveGroups] of [
      ['roc_auc', 3.507],
      ['recall', 1],
    ] as const) {
      const reason = outcomeOf(evaluation, metric, 'at-least')?.reason;
      expect(reason).toMatchObject({ code: 'too-few-effective-groups', minEffectiveGroups: 4 });
      expect(reason).toHaveProperty('effectiveGroups', expect.closeTo(effectiveGroups, 3));
    }
  });

  it('groups of one class each are evaluated: classes may differ between groups alone', () => {
    const evaluation = evaluate({ labelOf: (row) => String((row % 20) % 2) });
    expect(outcomeOf(evaluation, 'roc_auc', 'at-least')?.outcome).toBe('pass');
    expect(evaluation.groups?.weakest).toBeUndefined();
  });

  it('constant scores are a model like any other: they rank nothing, and never pass as superior', () => {
    const labelOf = (row: number): string => String(row % 3 === 0 ? 1 : 0);
    const evaluation = evaluate({ labelOf, scoreOf: () => 0.25, championScoreOf: () => 0.75 });
    const auc = evaluation.metrics.find(({ metric }) => metric === 'roc_auc');
    expect([auc?.challenger, auc?.comparedValue]).toEqual([0.5, 0.5]);
    expect(outcomeOf(evaluation, 'roc_auc', 'superior-by')?.outcome).toBe('inconclusive');
    expect(outcomeOf(evaluation, 'matthews_corrcoef', 'superior-by')?.outcome).not.toBe('pass');
    expect(outcomeOf(evaluation, 'precision', 'at-least')?.reason).toEqual({
      code: 'undefined',
      model: 'challenger',
    });
  });

  it.each([1e155, -1e200, 1e308])('a prediction of %d is an error of the file, never a defect', (size) => {
    const numbers = { task: 'regression' as const, labelOf: String };
    for (const scores of [{ scoreOf: () => size }, { championScoreOf: () => size }]) {
      expect(() => evaluate({ ...numbers, ...scores })).toThrow(DataError);
      expect(() => evaluate({ ...numbers, ...scores })).toThrow('expected predictions from -1e30 to 1e30');
    }
    expect(() => evaluate({ ...numbers, labelOf: (row) => String(row === 3 ? size : row) })).toThrow(
      'expected labels from -1e30 to 1e30',
    );
  });

  it.each([1e-31, 1e-70, 1e-160, -3e-310])(
    'labels of %d at most would hide their spread: the file is refused',
    (size) => {
      const numbers = { task: 'regression' as const, labelOf: (row: number) => String((row % 3) * size) };
      expect(() => evaluate({ ...numbers, scoreOf: (row) => row })).toThrow(
        /expected labels of which one is 1e-30 or more in size, or all are 0, got .* as the largest size/,
      );
      const zeros = { task: 'regression' as const, labelOf: () => '0' };
      expect(() => evaluate({ ...zeros, scoreOf: (row) => (row % 3) * size })).toThrow(
        /expected predictions of which/,
      );
      expect(() => evaluate({ ...zeros, scoreOf: (row) => (row === 0 ? 1 : size) })).not.toThrow();
    },
  );

  it.each([1e-30, 1e-29])('errors of %d have the verdict that errors of another unit have', (size) => {
    const inUnit = (unit: number) =>
      evaluate({
        ...{ task: 'regression', labelOf: (row) => String((row % 7) * unit) },
        ...{ scoreOf: (row) => ((row % 7) + (row % 3) / 9) * unit },
        ...{ championScoreOf: (row) => ((row % 7) + (row % 5) / 9) * unit },
      });
    const part = (evaluation: Evaluation, unit: number) => {
      const { difference } = evaluation.metrics.find(({ metric }) => metric === 'mse')!;
      return [difference!.lower / unit ** 2, difference!.upper / unit ** 2];
    };
    const [small, usual] = [part(inUnit(size), size), part(inUnit(1), 1)];
    expect(small[0]).toBeCloseTo(usual[0]!, 12);
    expect(small[1]).toBeCloseTo(usual[1]!, 12);
    expect(small[0]).toBeLessThan(small[1]!);
  });

  it('predictions of the largest size that is allowed give a document of finite numbers', () => {
    const evaluation = evaluate({
      ...{ task: 'regression', labelOf: (row) => String(row % 2 === 0 ? 1e30 : -1e30) },
      ...{ scoreOf: (row) => (row % 3 === 0 ? 1e30 : -1e30), championScoreOf: (row) => (row % 5) * 1e29 },
    });
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(evaluation.metrics.map(({ metric }) => metric)).toEqual(
      metricsOfTask('regression')
        .map(({ name }) => name)
        .filter((name) => name !== 'rmsle' && !OF_QUANTILES.test(name)),
    );
  });

  it('scores that are all missing are an error of the file, with their count', () => {
    expect(() => evaluate({ labelOf: (row) => String(row % 2), scoreOf: () => Number.NaN })).toThrow(
      /column "p": expected .*(200 of 200 rows|number)/,
    );
  });
});
