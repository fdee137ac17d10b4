/** A table of predictions, or of labels, as the columns that a comparison needs. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { requireColumn, textColumn, timeColumn } from '../table/access.ts';
import { findColumn, type Table } from '../table/table.ts';
import { groupByName, groupByRow, groupByTime, type Grouping } from '../statistics/grouped/grouping.ts';

/**
 * What counts as one independent observation: the named column; "day" or "week" of the time column; the day
 * where there is a time column only; else the row.
 */
export function readGrouping(table: Table, columns: PredictionsConfig, where: string): Grouping {
  const { group, time } = columns;
  if (time !== undefined && (group === undefined || group === 'day' || group === 'week')) {
    return groupByTime(timeColumn(table, time, where), group ?? 'day');
  }
  if (group === undefined) return groupByRow(table.rowCount);
  const column = requireColumn(table, group, where);
  return column.kind === 'time'
    ? groupByTime(column.values, 'day')
    : groupByName(textColumn(table, group, where), group);
}

/** Whether a table has the column that `readGrouping` reads; rows need none. */
export function hasGrouping(table: Table, { group, time }: PredictionsConfig): boolean {
  const column =
    time !== undefined && (group === undefined || group === 'day' || group === 'week') ? time : group;
  return column !== undefined && findColumn(table, column) !== undefined;
}

/** The columns that are read, so that the others need not be. */
export function predictionColumns({ id, label, score, time, group }: PredictionsConfig): readonly string[] {
  return [id, label, score, time, group].filter((name) => name !== undefined);
}
