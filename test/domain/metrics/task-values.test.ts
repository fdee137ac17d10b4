/**
 * Tasks against independent libraries, which compute every metric, delete every group and derive by every weight:
 * fixtures/tasks/<task>_values.py.
 */
import { describe, expect, it } from 'vitest';
import {
  groupByName,
  groupByRow,
  sumByGroup,
} from '../../../src/shared/domain/statistics/grouped/grouping.ts';
import { findMetric } from '../../../src/shared/domain/metrics/tasks/catalog.ts';
import { columnsOfFixture, readTaskFixtures, rowsOfFixture, type FixtureCase } from './task-fixtures.ts';

function groupingOf({ groups }: FixtureCase) {
  if (groups.every((group, row) => group === row)) return groupByRow(groups.length);
  return groupByName(
    groups.map((group) => String(group).padStart(3, '0')),
    'shop',
    'none',
  );
}

/** Relative agreement, with an absolute floor for values that are nothing but rounding. */
function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  const far = expected.filter(
    (value, index) => !(Math.abs(actual[index]! - value) <= tolerance * scale + 1e-14),
  );
  expect(far, `of ${JSON.stringify(Array.from(actual))}`).toEqual([]);
}

describe.each(readTaskFixtures())('$task: $title', (test) => {
  const grouping = groupingOf(test);
  const statisticOf = (name: string) => {
    const metric = findMetric(test.task, name, columnsOfFixture(test));
    if (metric === undefined) throw new Error(`expected a metric "${name}" of the task ${test.task}`);
    return metric.computeStatistic(rowsOfFixture(test), grouping)!;
  };

  it.each(Object.entries({ ...test.metrics, ...test.values }))('%s', (name, { value }) => {
    expectClose([statisticOf(name).value], [value], 1e-12);
  });

  it.each(Object.entries({ ...test.metrics, ...test.values }))(
    '%s without each group',
    (name, { withoutGroup }) => {
      if (withoutGroup !== undefined) expectClose(statisticOf(name).withoutGroup!, withoutGroup, 1e-10);
    },
  );

  it.each(Object.entries(test.metrics))('%s: the influence of each group', (name, { groupInfluence }) => {
    const { rowInfluence, groupWeights } = statisticOf(name);
    expectClose(sumByGroup(rowInfluence, grouping), groupInfluence, 1e-5);
    expect(groupWeights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});
