import { describe, expect, it } from 'vitest';
import {
  groupByName,
  groupByRow,
  type Grouping,
} from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import type { IntervalOptions } from '../../../../src/shared/domain/statistics/grouped/spread.ts';
import {
  haveIdenticalPredictions,
  subtractStatistics,
} from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import {
  accuracy,
  matthewsCorrcoef,
  recall,
  rocAuc,
} from '../../../../src/shared/domain/metrics/binary-metrics.ts';
import { boundChange, type Metric } from '../../../../src/shared/domain/metrics/metric.ts';
import { bias, meanAbsoluteError } from '../../../../src/shared/domain/metrics/regression-metrics.ts';
import { groupDays } from './simulation.ts';

/** z² for 95 %. */
const Z2 = 3.841458820694124;

const plain: IntervalOptions = {
  confidence: 0.95,
  robust: false,
  identity: undefined,
  range: { lower: -Infinity, upper: Infinity },
  largestChange: () => Infinity,
};

function differenceOf(
  metric: Metric,
  { labels, champion, challenger }: Readonly<Record<'labels' | 'champion' | 'challenger', readonly number[]>>,
  grouping: Grouping,
) {
  const statistic = (scores: readonly number[]) =>
    metric.computeStatistic(
      { labels: Float64Array.from(labels), scores: Float64Array.from(scores), threshold: 0.5 },
      grouping,
    )!;
  return subtractStatistics(statistic(challenger), statistic(champion));
}

/** Two rows a user, on which the challenger errs by the given amounts more. */
function perUser(differences: readonly number[]) {
  const twice = differences.flatMap((difference) => [difference, difference]);
  const grouping = groupByName(
    twice.map((_, row) => `user-${String(Math.floor(row / 2)).padStart(2, '0')}`),
    'user',
    'none',
  );
  const rows = {
    labels: twice.map(() => 0),
    champion: twice.map(() => 10),
    challenger: twice.map((difference) => 10 + difference),
  };
  return { rows, grouping };
}

describe('cases that can be checked by hand', () => {
  it('equal groups give the t interval of the group means', () => {
    // Means 1…8: mean 4.5, sd √6, standard error √6/√8 = 0.866025, t(7, 0.975) = 2.364624.
    const { rows, grouping } = perUser([1, 2, 3, 4, 5, 6, 7, 8]);
    const interval = computeInterval(differenceOf(meanAbsoluteError, rows, grouping), grouping, plain);
    expect(interval).toMatchObject({
      kind: 'interval',
      method: 'student-t',
      error: 'jackknife',
      groups: 8,
      provisional: true,
    });
    if (interval.kind !== 'interval') return;
    expect(interval.estimate).toBeCloseTo(4.5, 12);
    expect(interval.upper - 4.5).toBeCloseTo(2.364624 * Math.sqrt(6 / 8), 6);
    expect(interval.effectiveGroups).toBeCloseTo(8, 12);
    // Two equal rows a user say no more than one: the design effect is 2 but for the degrees of freedom.
    expect(interval.designEffect).toBeCloseTo(6 / 8 / (84 / 15 / 16), 9);
    expect(interval.effectiveRows).toBeCloseTo(16 / interval.designEffect!, 9);
    // For 80 % power 0.841621 √(1 + 2.364624² / 14) / (1 − 1/28) = 1.032476 standard errors beyond the half width.
    expect(interval.minimumDetectableEffect).toBeCloseTo((2.364624 + 1.032476) * Math.sqrt(6 / 8), 5);
  });

  it('one very large user counts: G* falls below the number of users', () => {
    const names = [...Array.from({ length: 92 }, () => 'whale'), 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const grouping = groupByName(names, 'user');
    const rows = {
      labels: names.map(() => 0),
      champion: names.map(() => 1),
      challenger: names.map((_, row) => 1 + (row % 3)),
    };
    const interval = computeInterval(differenceOf(meanAbsoluteError, rows, grouping), grouping, plain);
    // 1 / (0.92² + 8 × 0.01²) = 1.18
    expect(interval).toMatchObject({ kind: 'none', because: 'too-few-effective-groups', groups: 9 });
    expect(interval.effectiveGroups).toBeCloseTo(1.1804, 4);
  });
});

describe('too little data is an answer', () => {
  it.each([1, 2, 7])('%i groups carry no interval', (count) => {
    const { rows, grouping } = perUser(Array.from({ length: count }, (_, index) => index));
    const interval = computeInterval(differenceOf(meanAbsoluteError, rows, grouping), grouping, plain);
    expect(interval).toMatchObject({ kind: 'none', because: 'too-few-groups', groups: count });
  });

  it('a recall whose positives all belong to few users has too few effective groups', () => {
    const users = Array.from({ length: 40 }, (_, row) => `user-${row % 10}`);
    const labels = users.map((user) => (user === 'user-3' ? 1 : 0));
    const rows = {
      labels,
      champion: labels.map(() => 0.6),
      challenger: labels.map((_, row) => (row % 3) / 3),
    };
    const grouping = groupByName(users, 'user');
    const interval = computeInterval(differenceOf(recall, rows, grouping), grouping, plain);
    expect(interval).toMatchObject({ kind: 'none', because: 'too-few-effective-groups' });
  });

  it('an area under the curve that needs every one of its groups is not evaluated', () => {
    const users = Array.from({ length: 60 }, (_, row) => `user-${row % 12}`);
    // Positives of one user only, negatives of all: shares (1/1 + 1/12)/2 and 1/24.
    const labels = users.map((user, row) => (user === 'user-3' && row < 30 ? 1 : 0));
    const rows = {
      labels,
      champion: labels.map((_, row) => row / 60),
      challenger: labels.map((_, row) => (row % 7) / 7),
    };
    const grouping = groupByName(users, 'user');
    const statistic = differenceOf(rocAuc, rows, grouping);
    expect(statistic.withoutGroup).toBeUndefined();
    expect(computeInterval(statistic, grouping, plain).kind).toBe('none');
  });
});

describe('the method follows the groups', () => {
  const differences = (count: number) => Array.from({ length: count }, (_, day) => Math.sin(day * 2.3));
  const daily = (count: number, options = plain) => {
    const days = Array.from({ length: count }, (_, day) => day);
    const rows = {
      labels: days.map(() => 0),
      champion: days.map(() => 10),
      challenger: differences(count).map((difference) => 10 + difference),
    };
    const grouping = groupDays(days);
    return computeInterval(differenceOf(meanAbsoluteError, rows, grouping), grouping, options);
  };

  it('12 days: AR(1) with a floor, provisional', () => {
    expect(daily(12)).toMatchObject({ error: 'ar1', method: 'hall', provisional: true });
  });

  it('20 to 27 days: the wider of AR(1) and cosines, provisional', () => {
    expect(daily(27)).toMatchObject({ provisional: true });
  });

  it('28 days are settled', () => {
    expect(daily(28)).toMatchObject({ kind: 'interval', provisional: false });
  });

  it('robust only widens', () => {
    const [standard, robust] = [daily(28), daily(28, { ...plain, robust: true })];
    if (standard.kind !== 'interval' || robust.kind !== 'interval') throw new Error('expected intervals');
    expect(robust.method).toBe('hall');
    expect(robust.lower).toBeLessThanOrEqual(standard.lower);
    expect(robust.upper).toBeGreaterThanOrEqual(standard.upper);
  });

  it('a long tail widens the interval on its side', () => {
    const { rows, grouping } = perUser([0, 0.1, 0.2, 0.1, 0, 0.2, 0.1, 0.3, 0.2, 0.1, 0, 6]);
    const interval = computeInterval(differenceOf(meanAbsoluteError, rows, grouping), grouping, plain);
    expect(interval).toMatchObject({ method: 'hall', error: 'jackknife' });
    if (interval.kind !== 'interval') return;
    expect(interval.upper - interval.estimate).toBeGreaterThan(interval.estimate - interval.lower);
  });
});

describe('a difference that is not seen is not a certainty', () => {
  const labels = Array.from({ length: 40 }, (_, row) => row % 2);
  const champion = labels.map((label) => 0.3 + 0.4 * label);
  const challenger = labels.map((label, row) => 0.25 + 0.5 * label + row / 1000);
  const grouping = groupByRow(40);

  it('same decisions of different models: Wilson’s bound for nothing seen in 40 rows', () => {
    const statistic = differenceOf(accuracy, { labels, champion, challenger }, grouping);
    const interval = computeInterval(statistic, grouping, plain);
    expect(interval).toMatchObject({ method: 'mover-wilson', estimate: 0 });
    if (interval.kind !== 'interval') return;
    expect(interval.upper).toBeCloseTo(Z2 / (40 + Z2), 9);
    expect(interval.lower).toBeCloseTo(-interval.upper, 12);
  });

  it('the same scores on every row: the same bound, times what the scores of a row can change', () => {
    const identical = { ...plain, identity: 'same-predictions' } as const;
    const decisions = differenceOf(accuracy, { labels, champion, challenger: champion }, grouping);
    expect(computeInterval(decisions, grouping, identical)).toMatchObject({
      upper: expect.closeTo(Z2 / (40 + Z2), 9) as number,
    });
    const errors = differenceOf(meanAbsoluteError, { labels, champion, challenger: champion }, grouping);
    const rows = { labels: Float64Array.from(labels), scores: Float64Array.from(champion), threshold: 0.5 };
    const largestChange = (share: number) => boundChange(meanAbsoluteError, rows, share);
    // Scores lie between 0.3 and 0.7.
    expect(computeInterval(errors, grouping, { ...identical, largestChange })).toMatchObject({
      method: 'no-difference-bound',
      upper: expect.closeTo((0.4 * Z2) / (40 + Z2), 9) as number,
    });
  });

  it('the same model file: nothing is uncertain', () => {
    const statistic = differenceOf(accuracy, { labels, champion, challenger: champion }, grouping);
    const interval = computeInterval(statistic, grouping, { ...plain, identity: 'same-model' });
    expect(interval).toMatchObject({ method: 'same-model', lower: 0, upper: 0 });
  });

  it('no row out of place: a small error of the other model does not say how few there are', () => {
    const slips = champion.map((score, row) => (row === 1 ? 0.3 : score));
    const end = (rows: Readonly<Record<'champion' | 'challenger', readonly number[]>>) => {
      const statistic = differenceOf(rocAuc, { labels, ...rows }, grouping);
      const ranges = { range: { lower: -1, upper: 1 }, sideRange: rocAuc.range };
      const interval = computeInterval(statistic, grouping, { ...plain, ...ranges });
      return interval.kind === 'interval' ? [interval.lower, interval.upper] : [];
    };
    // One of 20 positive rows is level with all negatives. None of 20 was seen below them: the exact binomial bound.
    const [gain, unseen] = [0.5 / 20, 1 - 0.025 ** (1 / 20)];
    const [lower = 0, upper = 0] = end({ champion: slips, challenger });
    expect(lower).toBeCloseTo(gain - unseen, 9);
    expect(end({ champion: challenger, challenger: slips })).toEqual([-upper, -lower]);
  });

  it('ranks are the same when the order is; sums when the scores are', () => {
    const scores = Float64Array.of(0.1, 0.4, 0.4, 0.9);
    const squashed = scores.map((score) => score ** 2);
    const areIdentical = (metric: Metric, other: Float64Array): boolean =>
      haveIdenticalPredictions(metric, { scores: other }, { scores });
    expect(areIdentical(rocAuc, squashed)).toBe(true);
    expect(areIdentical(accuracy, squashed)).toBe(false);
    expect(areIdentical(rocAuc, Float64Array.of(0.1, 0.4, 0.5, 0.9))).toBe(false);
    expect(areIdentical(accuracy, scores.slice())).toBe(true);
  });

  it('a range that the estimate leaves is a bug of the metric, and throws', () => {
    const inverted = labels.map((label) => 1 - label);
    const statistic = matthewsCorrcoef.computeStatistic(
      {
        labels: Float64Array.from(labels),
        scores: Float64Array.from(inverted, (score, row) => (row % 9 === 0 ? 1 - score : score)),
        threshold: 0.5,
      },
      grouping,
    )!;
    const wrong = { ...plain, range: { lower: 0, upper: 1 } };
    expect(statistic.value).toBeLessThan(-0.5);
    expect(() => computeInterval(statistic, grouping, wrong)).toThrow(RangeError);
    expect(() => computeInterval(statistic, grouping, wrong)).toThrow('within the range 0 to 1');
    const right = computeInterval(statistic, grouping, { ...plain, range: matthewsCorrcoef.range });
    expect(right).toMatchObject({ kind: 'interval' });
  });

  it.each([
    ['infinite', Infinity, 'got -Infinity to Infinity within the range -Infinity to Infinity'],
    ['no number', Number.NaN, 'got NaN to NaN within the range -Infinity to Infinity'],
  ])('an interval whose ends are %s is refused, and never published', (_, value, message) => {
    const { rows, grouping: users } = perUser([1, 2, 3, 4, 5, 6, 7, 8]);
    const statistic = differenceOf(meanAbsoluteError, rows, users);
    const broken = { ...statistic, withoutGroup: statistic.withoutGroup!.with(3, value) };
    expect(() => computeInterval(broken, users, plain)).toThrow(RangeError);
    expect(() => computeInterval(broken, users, plain)).toThrow(message);
  });

  it('an interval does not leave the range of its metric', () => {
    const perfect = accuracy.computeStatistic(
      { labels: Float64Array.from(labels), scores: Float64Array.from(champion), threshold: 0.5 },
      grouping,
    )!;
    expect(computeInterval(perfect, grouping, { ...plain, range: accuracy.range })).toMatchObject({
      method: 'clopper-pearson',
      lower: expect.closeTo(0.025 ** (1 / 40), 9) as number,
      upper: 1,
    });
    const ranked = rocAuc.computeStatistic(
      { labels: Float64Array.from(labels), scores: Float64Array.from(champion), threshold: 0.5 },
      grouping,
    )!;
    const bounded = { ...plain, range: rocAuc.range, largestChange: (share: number) => share };
    expect(computeInterval(ranked, grouping, bounded)).toMatchObject({
      method: 'zero-events-bound',
      // Half of the rows are positive, and each of these could be below all others: 20 trials of nothing seen.
      lower: expect.closeTo(0.025 ** (1 / 20), 9) as number,
      upper: 1,
    });
  });
});

it('a constant difference has no spread, skewed or not', () => {
  const { rows, grouping } = perUser(Array.from({ length: 10 }, () => 0.5));
  const statistic = differenceOf(meanAbsoluteError, rows, grouping);
  const interval = computeInterval(statistic, grouping, { ...plain, robust: true });
  expect(interval).toMatchObject({ method: 'hall', error: 'jackknife', lower: 0.5, upper: 0.5 });
});

it('a constant difference, and a huge offset, give an interval and no NaN', () => {
  const { rows, grouping } = perUser(Array.from({ length: 10 }, () => 0.5));
  const far = {
    labels: rows.labels.map(() => 1e12),
    champion: rows.champion.map((score) => score + 1e12),
    challenger: rows.challenger.map((score) => score + 1e12),
  };
  for (const data of [rows, far]) {
    const interval = computeInterval(differenceOf(bias, data, grouping), grouping, plain);
    expect(interval).toMatchObject({ kind: 'interval' });
    if (interval.kind !== 'interval') continue;
    expect(interval.estimate).toBeCloseTo(0.5, 9);
    expect(Object.values(interval)).not.toContain(Number.NaN);
  }
});
