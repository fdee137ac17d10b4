/** The value and the influences of the slope are in fixtures/tasks/binary.json, by statsmodels; here is what is special about it. */
import { describe, expect, it } from 'vitest';
import { calibrationSlope } from '../../../src/shared/domain/metrics/calibration-slope.ts';
import type { ScoredRows } from '../../../src/shared/domain/metrics/metric.ts';
import { groupByName, groupByRow } from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { createWorld } from '../statistics/grouped/simulation.ts';

function drawRows(count: number, slope: number): ScoredRows {
  const world = createWorld(17);
  const logits = Float64Array.from({ length: count }, () => 1.5 * world.normal());
  const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));
  return {
    labels: logits.map((logit) => (world.uniform() < chance(slope * logit) ? 1 : 0)),
    scores: logits.map(chance),
    threshold: 0.5,
  };
}

function valueOf(rows: ScoredRows): number | undefined {
  return calibrationSlope.computeStatistic(rows, groupByRow(rows.labels.length))?.value;
}

function leaveOut(rows: ScoredRows, isLeft: (row: number) => boolean): ScoredRows {
  return {
    ...rows,
    labels: rows.labels.filter((_, row) => isLeft(row)),
    scores: rows.scores.filter((_, row) => isLeft(row)),
  };
}

describe('the slope without a group', () => {
  it('is nearly that of a fit without its rows, from one step', () => {
    const rows = drawRows(400, 0.7);
    const users = Array.from(rows.labels, (_, row) => row % 10);
    const { value, withoutGroup } = calibrationSlope.computeStatistic(
      rows,
      groupByName(users.map(String), 'user', 'none'),
    )!;
    const refitted = Array.from(
      { length: 10 },
      (_, user) => valueOf(leaveOut(rows, (row) => users[row] !== user))! - value,
    );
    const steps = Array.from(withoutGroup!, (left) => left - value);
    const largest = Math.max(...refitted.map(Math.abs));
    expect(largest).toBeGreaterThan(0.03);
    const distances = steps.map((step, user) => Math.abs(step - refitted[user]!));
    expect(Math.max(...distances)).toBeLessThan(0.05 * largest);
  });

  it('has no value where the labels of the other rows are separated, so that no interval is made', () => {
    const rows = {
      labels: Float64Array.of(0, 0, 0, 1, 1, 1, 0, 1),
      scores: Float64Array.of(0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.65, 0.25),
      threshold: 0.5,
    };
    const within = (users: readonly string[]) =>
      calibrationSlope.computeStatistic(rows, groupByName(users, 'user', 'none'))!;
    expect(within(['a', 'b', 'a', 'b', 'a', 'b', 'c', 'c']).withoutGroup).toBeUndefined();
    expect(within(['a', 'b', 'a', 'b', 'a', 'b', 'b', 'a']).withoutGroup).toHaveLength(2);
  });
});

it('is 1 over the factor by which all logits are stretched', () => {
  const rows = drawRows(400, 1);
  const stretched = rows.scores.map((score) => score ** 2 / (score ** 2 + (1 - score) ** 2));
  expect(valueOf({ ...rows, scores: stretched })).toBeCloseTo(valueOf(rows)! / 2, 10);
});

it('has a value where probabilities are 0 and 1, also of the wrong rows', () => {
  const rows = {
    labels: Float64Array.of(0, 0, 0, 1, 1, 1, 1),
    scores: Float64Array.of(0, 0, 1, 1, 1, 0, 1),
    threshold: 0.5,
  };
  // Two values have the log odds of 1 : 2 and 3 : 1, at logits of ±ln((1 − ε) / ε).
  const logit = Math.log((1 - Number.EPSILON) / Number.EPSILON);
  expect(valueOf(rows)).toBeCloseTo((Math.log(3) - Math.log(1 / 2)) / (2 * logit), 12);
});
