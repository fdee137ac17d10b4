/** Against scipy, with Clopper–Pearson, MOVER and Hall written out for lists of groups: fixtures/interval_ends.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { findMetric } from '../../../../src/shared/domain/metrics/tasks/catalog.ts';
import { clopperPearson, wilson } from '../../../../src/shared/domain/statistics/binomial.ts';
import { groupByName, groupByRow } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import {
  computePairedInterval,
  computeProportionInterval,
} from '../../../../src/shared/domain/statistics/grouped/proportions.ts';
import { computeSkewedBounds, skewness } from '../../../../src/shared/domain/statistics/grouped/skewed.ts';
import type { IntervalOptions } from '../../../../src/shared/domain/statistics/grouped/spread.ts';
import { studentTQuantile } from '../../../../src/shared/domain/statistics/student-t.ts';

type Ends = readonly [number, number];
interface GroupInterval {
  readonly effectiveRows: number;
  readonly ends: Ends;
}
interface Reference {
  readonly clopperPearson: readonly (readonly [number, number, number, number])[];
  readonly mover: readonly (readonly [number, number, number, number, number])[];
  readonly proportions: readonly (GroupInterval & Readonly<Record<'hits' | 'counted', readonly number[]>>)[];
  readonly pairs: readonly (GroupInterval &
    Readonly<Record<'wins' | 'losses' | 'counted', readonly number[]>>)[];
  readonly scaled: readonly ({
    readonly values: readonly number[];
    readonly others: readonly number[];
  } & Readonly<Record<'log' | 'logit', { readonly own: Ends; readonly difference: Ends }>>)[];
  readonly skewed: readonly {
    readonly values: readonly number[];
    readonly skewness: number;
    readonly ends: Ends;
  }[];
  readonly cases: readonly {
    readonly case: string;
    readonly metric: string;
    readonly own: GroupInterval;
    readonly difference: GroupInterval;
  }[];
  readonly counts: readonly { readonly case: string; readonly metric: string; readonly ends: Ends }[];
}
interface Comparison {
  readonly threshold: number;
  readonly cases: readonly Readonly<
    { title: string } & Record<'labels' | 'champion' | 'challenger' | 'groups', readonly number[]>
  >[];
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}
const reference = read('interval-ends') as Reference;
const comparisons = read('paired-differences') as Comparison;

const CONFIDENCE = 0.95;
const independent = { kind: 'independent' } as const;
const plain: IntervalOptions = {
  confidence: CONFIDENCE,
  robust: false,
  identity: undefined,
  range: { lower: -Infinity, upper: Infinity },
  largestChange: () => Infinity,
};

function expectEnds({ lower, upper }: Readonly<Record<'lower' | 'upper', number>>, ends: Ends): void {
  expect([lower, upper]).toEqual([expect.closeTo(ends[0], 9), expect.closeTo(ends[1], 9)]);
}

it.each(reference.clopperPearson)('Clopper–Pearson of %d of %d', (hits, rows, lower, upper) => {
  expectEnds(clopperPearson(hits, rows, CONFIDENCE), [lower, upper]);
});

it('Wilson agrees with the example that Newcombe prints for 15 of 148', () => {
  // Newcombe 1998, Statistics in Medicine 17, 857–872: 0.0624 to 0.1605 by method 3.
  const { lower, upper } = wilson(15, 148, CONFIDENCE);
  expect([lower.toFixed(4), upper.toFixed(4)]).toEqual(['0.0624', '0.1605']);
});

it.each(reference.mover)('%d wins and %d losses of %d', (wins, losses, rows, ...ends) => {
  const counts = {
    wins: Float64Array.of(wins),
    losses: Float64Array.of(losses),
    counted: Float64Array.of(rows),
  };
  expectEnds(computePairedInterval(counts, independent, CONFIDENCE).bounds, ends);
});

/** Rows of groups: so many of each kind a group, in the order of the kinds. */
function rowsOf(
  counted: readonly number[],
  kinds: readonly { readonly counts: readonly number[]; readonly scores: Ends }[],
) {
  const rows = counted.flatMap((count, group) => {
    const scores = kinds.flatMap(({ counts, scores: pair }) => Array<Ends>(counts[group]!).fill(pair));
    const rest = Array<Ends>(count - scores.length).fill([0.9, 0.9]);
    return [...scores, ...rest].map((pair) => ({ pair, name: `user-${String(group).padStart(2, '0')}` }));
  });
  const grouping = groupByName(
    rows.map(({ name }) => name),
    'user',
    'none',
  );
  const statisticOf = (side: 0 | 1) =>
    findMetric('binary', 'accuracy')!.computeStatistic(
      {
        labels: Float64Array.from(rows, () => 1),
        scores: Float64Array.from(rows, ({ pair }) => pair[side]),
        threshold: 0.5,
      },
      grouping,
    )!;
  return { grouping, challenger: statisticOf(0), champion: statisticOf(1) };
}

describe('groups decide how many rows a proportion is worth', () => {
  it.each(reference.proportions)('hits $hits of $counted', ({ hits, counted, effectiveRows, ends }) => {
    const misses = counted.map((count, group) => count - hits[group]!);
    const { grouping, challenger } = rowsOf(counted, [{ counts: misses, scores: [0.1, 0.1] }]);
    const interval = computeInterval(challenger, grouping, plain);
    expect(interval).toMatchObject({ kind: 'interval', method: 'clopper-pearson', error: 'jackknife' });
    if (interval.kind !== 'interval') return;
    expect(interval.effectiveRows).toBeCloseTo(effectiveRows, 6);
    expectEnds(interval, ends);
  });

  it.each(reference.pairs)('wins $wins, losses $losses', ({ wins, losses, counted, effectiveRows, ends }) => {
    const { grouping, challenger, champion } = rowsOf(counted, [
      { counts: wins, scores: [0.9, 0.1] },
      { counts: losses, scores: [0.1, 0.9] },
    ]);
    const interval = computeInterval(subtractStatistics(challenger, champion), grouping, plain);
    expect(interval).toMatchObject({ kind: 'interval', method: 'mover-wilson', error: 'jackknife' });
    if (interval.kind !== 'interval') return;
    expect(interval.effectiveRows).toBeCloseTo(effectiveRows, 6);
    expectEnds(interval, ends);
  });

  it.each(reference.cases)('$case: $metric', ({ case: title, metric: name, own, difference }) => {
    const { grouping, challenger, champion } = statisticsOf(title, name);
    const byRow = grouping.isByRow;
    const ofChallenger = computeInterval(challenger, grouping, plain);
    const ofDifference = computeInterval(subtractStatistics(challenger, champion), grouping, plain);
    expect(ofChallenger).toMatchObject({
      method: 'clopper-pearson',
      error: byRow ? undefined : 'jackknife',
      effectiveRows: expect.closeTo(own.effectiveRows, 6) as number,
    });
    expect(ofDifference).toMatchObject({
      method: 'mover-wilson',
      error: byRow ? undefined : 'jackknife',
      effectiveRows: expect.closeTo(difference.effectiveRows, 6) as number,
    });
    if (ofChallenger.kind !== 'interval' || ofDifference.kind !== 'interval') return;
    expectEnds(ofChallenger, own.ends);
    expectEnds(ofDifference, difference.ends);
  });
});

function statisticsOf(title: string, metricName: string) {
  const rows = comparisons.cases.find((candidate) => candidate.title === title)!;
  const names = rows.groups.map((group) => String(group).padStart(3, '0'));
  const grouping =
    new Set(names).size === names.length ? groupByRow(names.length) : groupByName(names, 'shop', 'none');
  const statisticOf = (scores: readonly number[]) =>
    findMetric('binary', metricName)!.computeStatistic(
      {
        labels: Float64Array.from(rows.labels),
        scores: Float64Array.from(scores),
        threshold: comparisons.threshold,
      },
      grouping,
    )!;
  return { grouping, challenger: statisticOf(rows.challenger), champion: statisticOf(rows.champion) };
}

it.each(reference.counts)('$case: $metric has as much freedom as groups carry it', (expected) => {
  const { grouping, challenger, champion } = statisticsOf(expected.case, expected.metric);
  const interval = computeInterval(subtractStatistics(challenger, champion), grouping, plain);
  expect(interval).toMatchObject({ kind: 'interval', method: 'hall', error: 'jackknife' });
  if (interval.kind === 'interval') expectEnds(interval, expected.ends);
});

// Labels are 0: the absolute error is the score, and the squared error its square.
describe.each([
  { scale: 'log', task: 'regression', metric: 'mae', scoreOf: (value: number) => value },
  { scale: 'logit', task: 'binary', metric: 'brier', scoreOf: Math.sqrt },
] as const)('$metric of a few rows, by the $scale', ({ scale, task, metric: name, scoreOf }) => {
  const metric = findMetric(task, name)!;
  const statisticOf = (values: readonly number[]) => {
    const scores = Float64Array.from(values, scoreOf);
    const labels = new Float64Array(values.length);
    return metric.computeStatistic({ labels, scores, threshold: 0.5 }, groupByRow(values.length))!;
  };

  it.each(reference.scaled)('the mean of $values', ({ values, [scale]: { own } }) => {
    const options = { ...plain, range: metric.range };
    const interval = computeInterval(statisticOf(values), groupByRow(values.length), options);
    expect(interval).toMatchObject({ kind: 'interval', method: `hall-${scale}` });
    if (interval.kind === 'interval') expectEnds(interval, own);
  });

  it.each(reference.scaled)('$values against $others', ({ values, others, [scale]: { difference } }) => {
    const options = { ...plain, sideRange: metric.range };
    const statistic = subtractStatistics(statisticOf(values), statisticOf(others));
    const interval = computeInterval(statistic, groupByRow(values.length), options);
    expect(interval).toMatchObject({ kind: 'interval', method: 'hall-stretched' });
    if (interval.kind === 'interval') expectEnds(interval, difference);
  });
});

it.each(reference.skewed)('a mean of skewness $skewness', ({ values, skewness: expected, ends }) => {
  const count = values.length;
  const center = values.reduce((sum, value) => sum + value, 0) / count;
  const influence = Float64Array.from(values, (value) => (value - center) / count);
  expect(skewness(influence)).toBeCloseTo(expected, 9);
  const squares = influence.reduce((sum, part) => sum + part * part, 0);
  const bounds = computeSkewedBounds({
    value: center,
    influence,
    skew: skewness(influence),
    standardError: Math.sqrt((count / (count - 1)) * squares),
    quantile: studentTQuantile(0.975, count - 1),
  });
  expectEnds(bounds, ends);
});

it('a proportion of independent rows takes every row for one', () => {
  const counts = { hits: Float64Array.of(97), counted: Float64Array.of(100) };
  expect(computeProportionInterval(counts, independent, CONFIDENCE)).toMatchObject({ effectiveRows: 100 });
});
