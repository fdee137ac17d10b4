/** Intervals of quantiles against ranks that are counted, and formulas that are written out: fixtures/quantile_ends.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { quantileMetric } from '../../../../src/shared/domain/metrics/case-metrics.ts';
import { measureRole } from '../../../../src/shared/domain/metrics/measured-values.ts';
import { boundChange, type ScoredRows } from '../../../../src/shared/domain/metrics/metric.ts';
import { subtractStatistics } from '../../../../src/shared/domain/metrics/paired-statistic.ts';
import { groupByRow, type Grouping } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import { computeInterval } from '../../../../src/shared/domain/statistics/grouped/interval.ts';
import type { SamePredictions } from '../../../../src/shared/domain/statistics/grouped/spread.ts';
import { groupUnordered } from './simulation.ts';

type Ends = readonly [number, number];
interface Reference {
  readonly rows: readonly {
    readonly title: string;
    readonly level: number;
    readonly values: readonly number[];
    readonly value: number;
    readonly ends: Ends;
  }[];
  readonly groups: readonly {
    readonly title: string;
    readonly level: number;
    readonly groups: readonly number[];
    readonly values: readonly number[];
    readonly other: readonly number[];
    readonly effectiveRows: number;
    readonly ends: Ends;
    readonly difference: Ends;
  }[];
}

const reference = JSON.parse(
  readFileSync(new URL('fixtures/quantile-ends.json', import.meta.url), 'utf8'),
) as Reference;

const answered = (...responses: readonly (readonly number[])[]): ScoredRows => ({
  labels: new Float64Array(responses[0]!.length),
  scores: new Float64Array(responses[0]!.length),
  threshold: 0.5,
  outputs: responses.map((values, index) => ({
    role: measureRole('ms', { evaluator: 1, repeat: index + 1 }),
    values: Float64Array.from(values),
  })),
});

const at = (level: number) => quantileMetric({ column: 'ms', better: 'lower' }, level);
const statisticOf = (rows: ScoredRows, level: number, grouping: Grouping) =>
  at(level).computeStatistic(rows, grouping)!;

function intervalOf(
  { rows, other, level }: { rows: ScoredRows; other?: ScoredRows; level: number },
  grouping: Grouping,
  identity?: SamePredictions,
) {
  const own = statisticOf(rows, level, grouping);
  const statistic = other === undefined ? own : subtractStatistics(own, statisticOf(other, level, grouping));
  return computeInterval(statistic, grouping, {
    ...{ confidence: 0.95, robust: false, identity },
    range: { lower: -Infinity, upper: Infinity },
    largestChange: (share) => boundChange(at(level), rows, share),
  });
}

it.each(reference.rows)('the exact order statistics of $title', ({ level, values, value, ends }) => {
  const interval = intervalOf({ rows: answered(values), level }, groupByRow(values.length));
  expect(interval).toMatchObject({ kind: 'interval', method: 'order-statistics' });
  expect(interval).toMatchObject({ estimate: value, lower: ends[0], upper: ends[1] });
});

describe.each(reference.groups)('$title', ({ level, groups, values, other, ...expected }) => {
  const grouping = groupUnordered(groups);
  const models = { rows: answered(values), other: answered(other), level };

  it('have the order statistics of as many rows as they are worth', () => {
    const interval = intervalOf({ rows: models.rows, level }, grouping);
    expect(interval).toMatchObject({
      effectiveRows: expect.closeTo(expected.effectiveRows, 6),
      lower: expected.ends[0],
      upper: expected.ends[1],
    });
  });

  it('differ by what both intervals and their correlation say', () => {
    expect(intervalOf(models, grouping)).toMatchObject({
      method: 'mover-order-statistics',
      lower: expect.closeTo(expected.difference[0], 9),
      upper: expect.closeTo(expected.difference[1], 9),
    });
  });
});

it('a case that was answered ten times counts no more than one that was answered once', () => {
  const once = [5, 1, 4, 2, 3, 9, 8, 7, 6, 10];
  const often = answered(
    once,
    ...Array.from({ length: 9 }, () => once.map((value, index) => (index < 3 ? value : NaN))),
  );
  expect(statisticOf(often, 0.5, groupByRow(10)).value).toBe(5.5);
  expect(statisticOf(often, 0.9, groupByRow(10)).value).toBe(9.5);
});

it.each([
  [0.95, 71, 72],
  [0.99, 300, 368],
])('the quantile@%d of %d rows has no interval, and says that %d are needed', (level, count, neededRows) => {
  const few = Array.from({ length: count }, (_, row) => row);
  expect(intervalOf({ rows: answered(few), level }, groupByRow(count))).toMatchObject({
    kind: 'none',
    because: 'quantile-out-of-reach',
    reach: { effectiveRows: count, neededRows },
  });
  const enough = Array.from({ length: neededRows }, (_, row) => row);
  expect(intervalOf({ rows: answered(enough), level }, groupByRow(neededRows)).kind).toBe('interval');
});

it('another model with identical predictions is bounded by the responses around the quantile', () => {
  const rows = answered(Array.from({ length: 400 }, (_, row) => row));
  const interval = intervalOf({ rows, other: rows, level: 0.5 }, groupByRow(400), 'same-predictions');
  // z² / (400 + z²) = 0.95 % of the rows: four of them to either side of the middle.
  expect(interval).toMatchObject({ method: 'no-difference-bound', estimate: 0 });
  expect(interval.kind === 'interval' && [interval.lower, interval.upper]).toEqual([-3.5, 3.5]);
});

it('weights count as so many rows of the same value', () => {
  const rows = answered([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const weights = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 11);
  expect(statisticOf({ ...rows, weights }, 0.5, groupByRow(10)).value).toBe(10);
  expect(
    statisticOf({ ...rows, weights: weights.map((weight) => 3 * weight) }, 0.45, groupByRow(10)).value,
  ).toBe(9.5);
});
