/** A table of predictions, or of labels, as the columns that a comparison needs. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import { requireColumn, textColumn, timeColumn, unreadCells } from '../table/access.ts';
import type { ModelConfig } from '../config/config.ts';
import type { ReadKind, ReadOptions } from '../table/read-options.ts';
import { findColumn, type Table } from '../table/table.ts';
import { readTimes } from '../table/time-spelling.ts';
import {
  groupByName,
  groupByPeriod,
  groupByRow,
  groupByTime,
  type Grouping,
} from '../statistics/grouped/grouping.ts';

/**
 * What counts as one independent observation: the named column; "day" or "week" of the time column; the day
 * where there is a time column only; else the row. A group column whose values name days, weeks, months or quarters, in
 * any spelling, makes groups in order of time.
 * @throws DataError when a row has no group, and for times of which the spelling leaves open what they are.
 */
export function readGrouping(table: Table, columns: PredictionsConfig, where: string): Grouping {
  const { group, time, order } = columns;
  if (time !== undefined && (group === undefined || group === 'day' || group === 'week')) {
    return groupByTime(everyTime(table, time, where), group ?? 'day');
  }
  if (group === undefined) return groupByRow(table.rowCount);
  const column = requireColumn(table, group, where);
  if (column.kind === 'time') return groupByTime(everyTime(table, group, where), 'day');
  const texts = textColumn(table, group, where);
  const labels = column.kind === 'category' ? column.labels : [...new Set(texts)];
  const reading = readTimes(labels);
  switch (reading.kind) {
    case 'other':
      return groupByName(texts, group, order);
    case 'unclear':
      throw new DataError(
        'DATA_INVALID',
        `${where}: column "${group}": expected ${reading.expected}, got ${reading.got}`,
        { hint: 'write the days of `predictions.group` as 2026-01-31, or values that are no days' },
      );
    case 'times': {
      const timeOf = new Map(labels.map((label, index) => [label, reading.values[index]]));
      const times = Float64Array.from(texts, (text) => timeOf.get(text) ?? NaN);
      return reading.unit === 'time' || reading.unit === 'day'
        ? groupByTime(times, 'day')
        : groupByPeriod(times, reading.unit);
    }
  }
}

/** @throws DataError for a cell that is no time; a missing one is reported by its group. */
function everyTime(table: Table, name: string, where: string): Float64Array {
  const times = timeColumn(table, name, where);
  const column = findColumn(table, name);
  if (column?.kind !== 'time' || column.unread === undefined) return times;
  throw unreadCells(
    column.unread,
    `times in one spelling, such as 2026-01-31T09:30:00Z, in column "${name}"`,
    where,
  );
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
