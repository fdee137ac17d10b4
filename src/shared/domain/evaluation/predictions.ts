/** A table of predictions, or of labels, as the columns that a comparison needs. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { requireColumn, textColumn, timeColumn } from '../table/access.ts';
import type { ModelConfig } from '../config/config.ts';
import type { ReadKind, ReadOptions } from '../table/read-options.ts';
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
function predictionColumns({ id, label, score, time, group }: PredictionsConfig): readonly string[] {
  return [id, label, score, time, group].filter((name) => name !== undefined);
}

/** How a table of predictions or labels is read: the columns with a role, each as its role needs it. */
export function predictionOptions(
  config: Pick<ModelConfig, 'task' | 'columns' | 'predictions'>,
): ReadOptions {
  const kinds = columnKindsOf(config);
  return config.predictions === undefined
    ? { kinds }
    : { columns: predictionColumns(config.predictions), kinds };
}

/**
 * What is known of columns before a file is read: `columns` of the configuration, then the roles of `predictions`.
 * Ids are compared as they are written, whatever `columns` says.
 */
export function columnKindsOf({
  task,
  columns,
  predictions,
}: Pick<ModelConfig, 'task' | 'columns' | 'predictions'>): ReadonlyMap<string, ReadKind> {
  const kinds = new Map<string, ReadKind>();
  if (predictions !== undefined) {
    const { id, label, score, time, group } = predictions;
    kinds.set(score, 'number');
    kinds.set(label, task === 'binary' ? 'class' : 'number');
    if (group !== undefined) kinds.set(group, 'text');
    if (time !== undefined) kinds.set(time, 'time');
    for (const [name, kind] of Object.entries(columns)) kinds.set(name, kind);
    kinds.set(id, 'identity');
    return kinds;
  }
  for (const [name, kind] of Object.entries(columns)) kinds.set(name, kind);
  return kinds;
}
