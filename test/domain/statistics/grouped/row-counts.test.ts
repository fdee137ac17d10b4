/** Against literal counting. */
import { expect, it } from 'vitest';
import {
  countRowsByGroup,
  groupByName,
  sumCounts,
} from '../../../../src/shared/domain/statistics/grouped/grouping.ts';

const names = Array.from({ length: 97 }, (_, row) => 'abcde'[(row * row) % 5]!);
const grouping = groupByName(names, 'store');
const groups = [...new Set(names)].sort();

it('each group has as many rows as have its name', () => {
  const expected = groups.map((group) => names.filter((name) => name === group).length);
  expect([...countRowsByGroup(grouping)]).toEqual(expected);
});

it.each([
  ['bytes', Uint8Array.from(names, (_, row) => Number(row % 3 === 0))],
  ['fractions', Float64Array.from(names, (_, row) => (row % 4) / 4)],
])('%s are added up within each group', (_kind, counts) => {
  const expected = groups.map((group) =>
    names.reduce((sum, name, row) => sum + (name === group ? counts[row]! : 0), 0),
  );
  expect([...sumCounts(counts, grouping)]).toEqual(expected);
});
