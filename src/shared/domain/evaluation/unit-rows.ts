/** Rows that are measured as one, such as the items of a query: they must share their group and their weight. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import type { UnitOfRows } from '../metrics/tasks/task.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';

interface UnitRows {
  readonly grouping: Grouping;
  readonly facts: ScoredRows['facts'];
  readonly weights: Float64Array | undefined;
}

/** @throws DataError where a unit is in two groups, or has two weights. */
export function checkUnits(
  { fact, column, count }: UnitOfRows,
  columns: PredictionsConfig,
  { grouping, facts, weights }: UnitRows,
): void {
  const units = facts?.get(fact);
  if (units === undefined) throw new RangeError(`checkUnits: expected the fact "${fact}", got none`);
  if (grouping.second !== undefined)
    checkUnits({ fact, column, count }, columns, { grouping: grouping.second, facts, weights });
  const firstRows = new Map<number, number>();
  units.forEach((unit, row) => {
    const first = firstRows.get(unit) ?? row;
    firstRows.set(unit, first);
    const [group, other] = [indexAt(grouping.groupOfRow, first), indexAt(grouping.groupOfRow, row)];
    if (group !== other) {
      const names = [group, other].map((index) => JSON.stringify(grouping.nameOf(index)));
      throw new DataError(
        'DATA_INVALID',
        `predictions: expected all rows of one ${fact} of column "${column(columns)}" in one group, got ${names.join(' and ')}`,
        { hint: `write a ${fact} that somebody else asks, or that is asked again, under a name of its own` },
      );
    }
    if (weights === undefined || at(weights, first) === at(weights, row)) return;
    throw new DataError(
      'DATA_INVALID',
      `predictions: expected one weight for all rows of one ${fact} of column "${column(columns)}", got ${at(weights, first)} and ${at(weights, row)}`,
      { hint: `a ${fact} is measured as a whole: write its weight into each of its rows` },
    );
  });
}
