/** What counts as one independent observation in a table of predictions or labels: `predictions.group` and `time`. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import { noValue, requireColumn, textColumn, unreadCells } from '../table/access.ts';
import { hintOfDayOrder } from '../table/day-order.ts';
import { localTimeColumn, localTimesOfTexts } from '../table/local-times.ts';
import { findColumn, hasColumn, type Table } from '../table/table.ts';
import { readTimes, type TimeReading } from '../table/time-spelling.ts';
import {
  crossGroupings,
  encodeNames,
  groupByName,
  groupByPeriod,
  groupByRow,
  groupByTime,
  type CodedNames,
  type Grouping,
} from '../statistics/grouped/grouping.ts';
import { MIN_GROUPS } from '../statistics/grouped/interval.ts';

/**
 * The named column, or two at once; for a ranking that of the users; "day" or "week" of the time column; the day where
 * there is a time column only, and the series too of a forecast; else the query, or the row. A group column whose values name hours, days, weeks, months, quarters or years, in any spelling, makes groups in order of time.
 * @throws DataError when a row has no group, and for times of which the spelling leaves open what they are.
 */
export function readGrouping(table: Table, columns: PredictionsConfig, where: string): Grouping {
  const { series, group: named } = columns;
  if (series !== undefined && named === undefined)
    return groupForecasts(table, { ...columns, series }, where);
  const [group, second] = groupColumns(columns);
  const first = groupBy(table, { ...columns, group }, where);
  return second === undefined
    ? first
    : crossGroupings(first, groupBy(table, { ...columns, group: second }, where));
}

/**
 * Series and days, of which either resembles itself. Few series are no sample of series: then the verdict is about these.
 * Series alone are never enough, for all of them share the day (docs/tasks.md#forecast).
 */
function groupForecasts(
  table: Table,
  columns: PredictionsConfig & { readonly series: string },
  where: string,
): Grouping {
  const { series } = columns;
  const days = groupBy(table, { ...columns, group: undefined }, where);
  const bySeries = groupByName(textColumn(table, series, where), series, 'none');
  return bySeries.count < MIN_GROUPS ? days : crossGroupings(bySeries, days);
}

type OneGroup = Pick<PredictionsConfig, 'time' | 'order'> & { readonly group: string | undefined };

function groupBy(table: Table, columns: OneGroup, where: string): Grouping {
  const { time, group } = columns;
  if (time !== undefined && isPartOfTime(group)) return groupByTimeColumn(table, { time, group, where });
  if (group === undefined) return groupByRow(table.rowCount);
  return groupByColumn(table, { ...columns, group }, where);
}

/** None for rows, and for the day of the time column. */
function groupColumns({ group, user, time, query }: PredictionsConfig): readonly string[] {
  const named = group ?? user ?? (time === undefined ? query : undefined);
  return [named].flat().filter((name) => name !== undefined);
}

/** Whether each row is a group of its own. */
export function isGroupedByRow(columns: PredictionsConfig): boolean {
  return groupColumns(columns).length === 0 && columns.time === undefined;
}

function isPartOfTime(group: string | undefined): group is 'day' | 'week' | undefined {
  return group === undefined || group === 'day' || group === 'week';
}

interface TimeRequest {
  readonly time: string;
  readonly group: 'day' | 'week' | undefined;
  readonly where: string;
}

/** @throws DataError where the file has a column `day` or `week` too, which says something else than the times. */
function groupByTimeColumn(table: Table, { time, group, where }: TimeRequest): Grouping {
  const times = everyTime(table, time, where);
  const column = findColumn(table, time);
  const period = column?.kind === 'time' ? column.period : undefined;
  if (period !== undefined && period !== group) {
    if (group === undefined) return groupByPeriod(times, period, time);
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected days or times in column "${time}", which \`predictions.group: ${group}\` groups, got a ${period} in each row`,
      { hint: `leave \`predictions.group\` out: then each ${period} is a group` },
    );
  }
  const grouping = inZone(table, groupByTime(times, group ?? 'day'));
  if (group !== undefined && findColumn(table, group) !== undefined) {
    const named = groupByColumn(table, { group, order: 'none' }, where);
    if (!named.groupOfRow.every((value, row) => value === grouping.groupOfRow[row])) {
      throw bothMeanings(group, time, where);
    }
  }
  return grouping;
}

function inZone({ timeZone }: Table, grouping: Grouping): Grouping {
  return timeZone === undefined ? grouping : { ...grouping, timeZone: timeZone.name };
}

function bothMeanings(group: string, time: string, where: string): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected one meaning of \`predictions.group: ${group}\`, got the column "${group}" and the ${group} of "${time}", which group the rows differently`,
    {
      hint: `rename the column "${group}" and name it in \`predictions.group\`, or leave it out of the file`,
    },
  );
}

function groupByColumn(
  table: Table,
  { group, order }: Pick<PredictionsConfig, 'order'> & { readonly group: string },
  where: string,
): Grouping {
  const column = requireColumn(table, group, where);
  if (column.kind === 'time') {
    const times = everyTime(table, group, where);
    return column.period === undefined
      ? inZone(table, groupByTime(times, 'day', group))
      : groupByPeriod(times, column.period, group);
  }
  const names = categoriesOf(table, group, where);
  const { codes, categories } = names;
  const reading = readTimes(categories);
  switch (reading.kind) {
    case 'other':
      return groupByName(names, group, order);
    case 'unclear':
      if (order === 'none') return groupByName(names, group, order);
      throw unclearGroups(reading, group, where);
    case 'times': {
      const isDay = reading.unit === 'time' || reading.unit === 'day';
      const { values } = reading;
      // The same hour has another name in another place, and other rows only where clocks are half an hour apart.
      const timeOf = isDay
        ? localTimesOfTexts({ texts: categories, values }, table, { name: group, where })
        : Float64Array.from(values);
      const times = new Float64Array(codes.length);
      for (let row = 0; row < times.length; row += 1) times[row] = timeOf[codes[row] ?? -1] ?? NaN;
      return isDay
        ? inZone(table, groupByTime(times, 'day', group))
        : groupByPeriod(times, reading.unit, group);
    }
  }
}

/** @throws DataError for a row without a value. */
function categoriesOf(table: Table, name: string, where: string): CodedNames {
  const column = requireColumn(table, name, where);
  if (column.kind === 'category') {
    const missing = column.codes.indexOf(-1);
    if (missing === -1) return column;
    throw noValue(name, missing, where);
  }
  return encodeNames(textColumn(table, name, where));
}

function unclearGroups(
  { expected, got, dayOrder }: Extract<TimeReading, { kind: 'unclear' }>,
  group: string,
  where: string,
): DataError {
  const names = 'Where their order says nothing, set `predictions.order: none`';
  if (dayOrder !== undefined)
    return new DataError('DATA_INVALID', `${where}: column "${group}": expected ${expected}, got ${got}`, {
      hint: `${hintOfDayOrder(group, dayOrder)}. ${names}`,
    });
  return new DataError('DATA_INVALID', `${where}: column "${group}": expected ${expected}, got ${got}`, {
    hint: `write the times of "${group}" with their year, such as 2026-01-31, 2026-W05 or 2026-01. ${names}; where they are times as numbers, \`columns: { ${group}: time }\``,
  });
}

/** @throws DataError for a cell that is no time; a missing one is reported by its group. */
function everyTime(table: Table, name: string, where: string): Float64Array {
  const times = localTimeColumn(table, name, where);
  const column = findColumn(table, name);
  if (column?.kind !== 'time' || column.unread === undefined) return times;
  throw unreadCells(
    column.unread,
    `times in one spelling, such as 2026-01-31T09:30:00Z, in column "${name}"`,
    where,
  );
}

/** Every column that a grouping may be read from; not all of them are. */
export function groupingColumns({ time, series, query, user, group }: PredictionsConfig): readonly string[] {
  return [time, series, query, user, ...[group].flat()].filter((name) => name !== undefined);
}

/** Whether a table has the column that `readGrouping` reads; rows need none. */
export function hasGrouping(table: Table, columns: PredictionsConfig): boolean {
  const { time } = columns;
  const groups = groupColumns(columns);
  const named = groups.length === 0 ? [time] : groups;
  const read = named.map((group) => (time !== undefined && isPartOfTime(group) ? time : group));
  return read.every((column) => column !== undefined && hasColumn(table, column));
}
