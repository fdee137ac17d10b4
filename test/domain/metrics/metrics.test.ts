/** Values by scikit-learn: fixtures/metric_values.py. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupByName, groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { total } from '../../../src/shared/domain/statistics/vectors.ts';
import { averagePrecision, rocAuc } from '../../../src/shared/domain/metrics/binary-metrics.ts';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { findMetric, metricsOfTask, taskOf } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { resolveMargin, type ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { majorityClass, priorProbability } from '../../../src/shared/domain/metrics/baseline.ts';

type Task = 'binary' | 'regression';

interface Case {
  readonly title: string;
  readonly task: Task;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly threshold: number;
  readonly values: Readonly<Record<string, number>>;
}

const { cases } = JSON.parse(
  readFileSync(new URL('fixtures/metric-values.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly Case[] };

function rowsOf(labels: readonly number[], scores: readonly number[], threshold = 0.5): ScoredRows {
  return { labels: Float64Array.from(labels), scores: Float64Array.from(scores), threshold };
}

function valueOf(task: Task, name: string, rows: ScoredRows): number | undefined {
  return findMetric(task, name)!.computeStatistic(rows, groupByRow(rows.labels.length))?.value;
}

describe.each(cases)('agrees with scikit-learn: $title', ({ task, labels, scores, threshold, values }) => {
  it.each(Object.entries(values))('%s', (name, expected) => {
    const value = valueOf(task, name, rowsOf(labels, scores, threshold))!;
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
  });
});

describe('the smallest loss that matters, where no rule names one', () => {
  it.each([
    ['binary', 'accuracy', 0.8, 0.02],
    ['binary', 'log_loss', 0.5, 0.05],
    ['regression', 'mae', 40, 4],
    ['regression', 'bias', -40, 4],
  ] as const)('%s: %s of usually %d has the margin %d', (task, name, usual, margin) => {
    expect(resolveMargin(findMetric(task, name)!, usual)).toBeCloseTo(margin, 12);
  });
});

it('R² without the one user whose labels are far away is that of the other rows', () => {
  const labels = [100, 0, 0.001, 0, 0.002, 0.001, 0.003];
  const scores = [90, 0.0005, 0.001, 0, 0.001, 0.001, 0.002];
  const users = labels.map((_, row) => (row === 0 ? 'far' : `near-${row}`));
  const r2 = findMetric('regression', 'r2')!;
  const statistic = r2.computeStatistic(rowsOf(labels, scores), groupByName(users, 'user'))!;
  expect(statistic.withoutGroup![0]).toBeCloseTo(
    valueOf('regression', 'r2', rowsOf(labels.slice(1), scores.slice(1)))!,
    3,
  );
});

it.each([
  [1e-5, 'has a value'],
  [1e-6, 'has none, and depends on that user'],
])('R² of labels %d apart, without the user who is 100 away, %s', (step, outcome) => {
  const labels = [100, 0, step, 0, step];
  const users = labels.map((_, row) => `user-${row}`);
  const r2 = findMetric('regression', 'r2')!;
  const { withoutGroup } = r2.computeStatistic(rowsOf(labels, labels), groupByName(users, 'user'))!;
  // The square of the distance is 6e-14 and 6e-16 of the squares about the mean of all rows.
  expect(withoutGroup !== undefined).toBe(outcome === 'has a value');
});

describe('a metric without a value on these rows says so, and is never NaN', () => {
  it.each([
    ['roc_auc', [1, 1, 1], [0.1, 0.2, 0.3]],
    ['roc_auc', [0, 0, 0], [0.1, 0.2, 0.3]],
    ['recall', [0, 0, 0], [0.1, 0.7, 0.3]],
    ['precision', [0, 1, 0], [0.1, 0.2, 0.3]],
    ['f1', [0, 0, 0], [0.1, 0.2, 0.3]],
    ['average_precision', [0, 0, 0], [0.1, 0.2, 0.3]],
    ['balanced_accuracy', [1, 1, 1], [0.1, 0.7, 0.3]],
    ['matthews_corrcoef', [1, 1, 1], [0.1, 0.7, 0.3]],
  ])('%s of labels %j and scores %j', (name, labels, scores) => {
    expect(valueOf('binary', name, rowsOf(labels, scores))).toBeUndefined();
  });

  it.each([
    ['equal labels', [5, 5, 5]],
    ['equal labels that are no binary fractions', [0.1, 0.1, 0.1]],
    ['one row', [3]],
    ['labels whose squares are too small for a number', [1e-170, 2e-170]],
  ])('r2 of %s', (_title, labels) => {
    expect(
      valueOf(
        'regression',
        'r2',
        rowsOf(
          labels,
          labels.map((label) => label + 1),
        ),
      ),
    ).toBeUndefined();
  });

  it('an error of zero has no slope, and its influences are zero', () => {
    const rows = rowsOf([1, 2], [1, 2]);
    const rmse = findMetric('regression', 'rmse')!.computeStatistic(rows, groupByRow(2))!;
    expect(rmse.value).toBe(0);
    expect([...rmse.rowInfluence]).toEqual([0, 0]);
  });
});

describe('a constant prediction', () => {
  const labels = [0, 1, 0, 0, 1, 0, 0, 0];
  it.each([
    ['matthews_corrcoef', 0],
    ['balanced_accuracy', 0.5],
    ['average_precision', 2 / 8],
    ['roc_auc', 0.5],
  ])(
    'has %s %d, whatever the groups weigh, and no influence of any row where that is exact',
    (name, value) => {
      const metric = findMetric('binary', name)!;
      const grouping = groupByRow(labels.length);
      const statistic = majorityClass.computeStatistic(metric, rowsOf(labels, labels), grouping)!;
      expect(statistic.value).toBe(value);
      if (name === 'average_precision') return;
      expect(statistic.withoutGroup?.every((left) => left === value)).toBe(true);
      expect(statistic.rowInfluence.every((part) => Math.abs(part) < 1e-15)).toBe(true);
    },
  );
});

it.each([rocAuc, averagePrecision])(
  '$name without a group is that of the other rows, ties included',
  (metric) => {
    const labels = Array.from({ length: 240 }, (_, row) => ((row * row + row) % 11 < 4 ? 1 : 0));
    const scores = labels.map((label, row) => ((row * 29) % 17) / 40 + label / 5);
    const groups = labels.map((_, row) => String((row * 13) % 7));
    const statistic = metric.computeStatistic(rowsOf(labels, scores), groupByName(groups, 'group'))!;
    for (const [place, left] of [...new Set(groups)].sort().entries()) {
      const others = (values: readonly number[]) => values.filter((_, row) => groups[row] !== left);
      const rows = rowsOf(others(labels), others(scores));
      const { value } = metric.computeStatistic(rows, groupByRow(rows.labels.length))!;
      expect(statistic.withoutGroup![place]).toBeCloseTo(value, 12);
    }
  },
);

describe('average precision of many rows', () => {
  it('agrees with literal deletion where influences stand for it, to the square of the share of a group', () => {
    // 5,000 rows in 5,000 groups are 25 million deletions: beyond the limit. Deleted one by one here.
    const labels = Array.from({ length: 5000 }, (_, row) => ((row * row) % 7 < 3 ? 1 : 0));
    const scores = labels.map((label, row) => ((row * 37) % 101) / 150 + label / 4);
    const rows = rowsOf(labels, scores);
    const statistic = averagePrecision.computeStatistic(rows, groupByRow(labels.length))!;
    for (const left of [0, 17, 2500, 4999]) {
      const without = (values: Float64Array) => values.filter((_, row) => row !== left);
      const value = averagePrecision.computeStatistic(
        { ...rows, labels: without(rows.labels), scores: without(rows.scores) },
        groupByName(['a', ...Array.from({ length: labels.length - 2 }, () => 'b')], 'group'),
      )!.value;
      expect(Math.abs(statistic.withoutGroup![left]! - value)).toBeLessThan((1 / labels.length) ** 2);
    }
  });
});

describe('invariants', () => {
  const rows = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 20 })), {
      minLength: 2,
      maxLength: 60,
    })
    .map((pairs) =>
      rowsOf(
        pairs.map(([label]) => label),
        pairs.map(([, score]) => score / 20),
      ),
    );

  it('the influences of all rows add up to zero, for every metric', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom<Task>('binary', 'regression'), (scored, task) => {
        for (const metric of metricsOfTask(task)) {
          if (metric.isComputable?.(scored) === false) continue;
          const statistic = metric.computeStatistic(scored, groupByRow(scored.labels.length));
          if (statistic !== undefined) expect(total(statistic.rowInfluence)).toBeCloseTo(0, 9);
        }
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('the area under the curve depends on the order only, and turns around with it', () => {
    fc.assert(
      fc.property(rows, (scored) => {
        const auc = valueOf('binary', 'roc_auc', scored);
        fc.pre(auc !== undefined);
        const stretched = { ...scored, scores: scored.scores.map((score) => score ** 3 / 2) };
        const mirrored = { ...scored, scores: scored.scores.map((score) => 1 - score) };
        expect(valueOf('binary', 'roc_auc', stretched)).toBeCloseTo(auc, 12);
        expect(valueOf('binary', 'roc_auc', mirrored)).toBeCloseTo(1 - auc, 12);
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('no constant probability beats the prior, and the baseline ranks nothing', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (scored, constant) => {
        const withScores = (scores: Float64Array) => ({ ...scored, scores });
        const grouping = groupByRow(scored.labels.length);
        const valueOfBaseline = (name: string) =>
          priorProbability.computeStatistic(findMetric('binary', name)!, scored, grouping)?.value;
        const other = withScores(new Float64Array(scored.labels.length).fill(constant));
        for (const name of ['log_loss', 'brier']) {
          const [best, worse] = [valueOfBaseline(name)!, valueOf('binary', name, other)!];
          expect(best).toBeLessThanOrEqual(worse + 1e-12);
        }
        expect(valueOfBaseline('roc_auc') ?? 0.5).toBe(0.5);
      }),
      { seed: 6, numRuns: 200 },
    );
  });
});

describe('predictions that no metric can use are refused, with row and count', () => {
  it.each([
    [
      'a label of 2',
      () => taskOf('binary').labels.check(Float64Array.of(0, 2, 2), 'labels', []),
      'got 2 in row 2 (2 of 3 rows)',
    ],
    [
      'a missing label',
      () => taskOf('binary').labels.check(Float64Array.of(Number.NaN), 'labels', []),
      'got a missing value',
    ],
    [
      'an infinite target',
      () => taskOf('regression').labels.check(Float64Array.of(1, Infinity), 'labels', []),
      'got Infinity',
    ],
    [
      'a probability of 1.5',
      () => taskOf('binary').scores.check(Float64Array.of(1.5), 'scores', []),
      'got 1.5 in row 1',
    ],
    [
      'a missing score',
      () => taskOf('binary').scores.check(Float64Array.of(0, Number.NaN), 'scores', []),
      'row 2',
    ],
    [
      'an infinite prediction',
      () => taskOf('regression').scores.check(Float64Array.of(-Infinity), 'scores', []),
      '-Infinity',
    ],
  ])('%s', (_title, check, message) => {
    expect(check).toThrow(DataError);
    expect(check).toThrow(message);
  });
});
