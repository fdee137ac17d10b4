/** Rows that are measured as one, such as the items of a query: they must share their group and their weight. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import type { UnitOfRows } from '../metrics/tasks/task.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';

interface UnitRows {
  readonly grouping: Grouping;
  readonly byRole: ScoredRows['byRole'];
  readonly weights: Float64Array | undefined;
}

/** @throws DataError where a unit is in two groups, or has two weights. */
export function checkUnits(
  { role, column, count }: UnitOfRows,
  columns: PredictionsConfig,
  { grouping, byRole, weights }: UnitRows,
): void {
  const units = byRole?.get(role);
  if (units === undefined)
    throw new RangeError(`checkUnits: expected the column of the role "${role}", got none`);
  if (grouping.second !== undefined)
    checkUnits({ role, column, count }, columns, { grouping: grouping.second, byRole, weights });
  const firstRows = new Map<number, number>();
  units.forEach((unit, row) => {
    const first = firstRows.get(unit) ?? row;
    firstRows.set(unit, first);
    const [group, other] = [indexAt(grouping.groupOfRow, first), indexAt(grouping.groupOfRow, row)];
    if (group !== other) {
      const names = [group, other].map((index) => JSON.stringify(grouping.nameOf(index)));
      throw new DataError(
        'DATA_INVALID',
        `predictions: expected all rows of one ${role} of column "${column(columns)}" in one group, got ${names.join(' and ')}`,
        { hint: `write a ${role} that somebody else asks, or that is asked again, under a name of its own` },
      );
    }
    if (weights === undefined || at(weights, first) === at(weights, row)) return;
    throw new DataError(
      'DATA_INVALID',
      `predictions: expected one weight for all rows of one ${role} of column "${column(columns)}", got ${at(weights, first)} and ${at(weights, row)}`,
      { hint: `a ${role} is measured as a whole: write its weight into each of its rows` },
    );
  });
}
