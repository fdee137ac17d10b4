/** Groups whose names do not say whether they are in order of time: docs/statistics.md. */
import { describe, expect, it } from 'vitest';
import { meanAbsoluteError } from '../../../../src/shared/domain/metrics/regression-metrics.ts';
import { groupByName } from '../../../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  areNumbered,
  compareNaturally,
} from '../../../../src/shared/domain/statistics/grouped/group-names.ts';
import {
  correlateNeighbors,
  findResemblance,
} from '../../../../src/shared/domain/statistics/grouped/sequence.ts';
import type { GroupOrder } from '../../../../src/shared/domain/config/training-section.ts';
import { createWorld, intervalOf, measureCoverage, type World } from './simulation.ts';

const ROWS = 10;

/** A name for each group that says nothing of its place. */
const words = (count: number) => {
  const world = createWorld(5);
  return Array.from(
    { length: count },
    () =>
      world
        .uniform()
        .toString(36)
        .replace(/[^a-z]/g, '') || 'z',
  );
};

describe('names', () => {
  it.each([
    [['1', '2', '3', '4', '5', '6', '7', '8'], true],
    [['batch-08', 'batch-09', 'batch-10', 'batch-12'], true],
    [['run 1', 'run 2', 'run 4'], true],
    [['17', '204', '391', '12'], false],
    [['ada', 'bob', 'eve'], false],
    [['shift-1', 'batch-2', 'batch-3'], false],
    [['user-1', 'user-2', 'guest'], false],
  ])('%j are numbers without gaps: %s', (names, expected) => {
    expect(areNumbered(names)).toBe(expected);
    expect(groupByName(names, 'batch').sequence).toBe(expected ? 'numbered' : 'unknown');
    expect(groupByName(names, 'batch', 'none').sequence).toBe('none');
    expect(groupByName(names, 'batch', 'time')).toMatchObject({ ordered: true, sequence: 'none' });
  });

  it('numbers in names are sorted as numbers', () => {
    const names = ['b10', 'b9', 'b9a', 'a11', 'b', '2', '10', 'b010'];
    expect([...names].sort(compareNaturally)).toEqual(['2', '10', 'a11', 'b', 'b9', 'b9a', 'b010', 'b10']);
    const { nameOf } = groupByName(['10', '9', '1', '10'], 'batch');
    expect([0, 1, 2].map(nameOf)).toEqual(['1', '9', '10']);
  });
});

it('the correlation of neighbors agrees with its formula, by hand', () => {
  const values = [0.3, 0.5, 0.4, 0.1, -0.2, -0.4, -0.3, -0.1, 0.2, 0.4, 0.3, -0.1, -0.4, -0.5, -0.2];
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  const influence = Float64Array.from(values, (value) => (value - center) / values.length);
  const weights = Float64Array.from(values, () => 1 / values.length);
  const order = Int32Array.from(values, (_, group) => group);
  // Σ x_g x_(g−1) / Σ x_g² of the centered values, and (r + 1/15) √15 = 2.96: far above chance.
  expect(correlateNeighbors(influence, weights, order)).toBeCloseTo(0.698718, 6);
  const names = words(values.length).sort(compareNaturally);
  expect(findResemblance(influence, weights, groupByName(names, 'shop'))?.correlation).toBeCloseTo(
    0.698718,
    6,
  );
});

/** Errors of 28 groups; with a correlation they are a sequence in time, in the order of the rows. */
function world28(world: World, correlation: number) {
  let shock = world.normal();
  const shocks = Array.from({ length: 28 }, () => {
    shock = correlation * shock + Math.sqrt(1 - correlation ** 2) * world.normal();
    return shock;
  });
  const groups = shocks.flatMap((_, group) => Array<number>(ROWS).fill(group));
  return {
    groups,
    labels: groups.map(() => 0),
    champion: groups.map(() => 10),
    challenger: groups.map((group) => 10 + 0.65 * shocks[group]! + world.normal()),
  };
}

function coverageOf(correlation: number, nameOf: (group: number) => string, order?: GroupOrder): number {
  return measureCoverage(400, 0, (world) => {
    const rows = world28(world, correlation);
    return intervalOf(meanAbsoluteError, rows, groupByName(rows.groups.map(nameOf), 'batch', order));
  });
}

describe('28 groups that are a sequence with a correlation of 0.6', () => {
  const named = words(28);

  it('numbered ones get the wider interval, which covers', () => {
    expect(coverageOf(0.6, (group) => `batch-${group + 1}`)).toBeGreaterThan(0.92);
  });

  it('taken for users they would be covered in about 73 %', () => {
    expect(coverageOf(0.6, (group) => `batch-${group + 1}`, 'none')).toBeLessThan(0.8);
  });

  it('others are found where neighbors resemble each other, which most of them do', () => {
    const coverage = coverageOf(0.6, (group) => named[group]!);
    expect(coverage).toBeGreaterThan(0.84);
  });
});

it('of 200 exchangeable groups the order is called in question in about 5 %', () => {
  const world = createWorld(17);
  const names = words(200).map((name, index) => `${name}${String.fromCharCode(97 + (index % 26))}`);
  const weights = new Float64Array(200).fill(1 / 200);
  const grouping = groupByName(names, 'shop');
  let found = 0;
  for (let run = 0; run < 1000; run += 1) {
    const values = Float64Array.from({ length: grouping.count }, () => world.normal() / 200);
    const center = values.reduce((sum, value) => sum + value, 0) / values.length;
    const influence = values.map((value) => value - center);
    if (findResemblance(influence, weights, grouping) !== undefined) found += 1;
  }
  // Two orders at 2.5 % each; 3.5 standard errors.
  expect(found / 1000).toBeLessThan(0.05 + 3.5 * Math.sqrt((0.05 * 0.95) / 1000));
});
