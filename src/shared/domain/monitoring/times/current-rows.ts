/** The rows that a check compares, with their times and days, and what is wrong with the column of times. */
import type { ModelConfig } from '../../config/config.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { localValues } from '../../table/local-times.ts';
import { parseDay } from '../profile/days.ts';
import { columnNames, type Profile } from '../profile/profile.ts';
import { newestOf, readRowTimes, type RowTimes } from './row-times.ts';
import { selectWindow, spanOf, type TimeSpan, type Window } from './window.ts';

export interface CurrentRows extends Window {
  readonly rowTimes: RowTimes;
  /** First and last time of the window; undefined without a plausible one. */
  readonly span: TimeSpan | undefined;
  /** Local milliseconds of the newest row of the file up to now, in the window or not. */
  readonly newestMs: number | undefined;
}

export interface CurrentRowsContext {
  readonly config: ModelConfig;
  readonly profile: Profile;
  /** As the clocks of the times show it. */
  readonly nowMs: number;
}

interface CurrentTable {
  readonly path: string;
  readonly table: Table;
  readonly windowDays?: number | undefined;
}

export function readCurrentRows(
  { table, path, windowDays }: CurrentTable,
  { config, profile, nowMs }: CurrentRowsContext,
): CurrentRows {
  const { predictions } = config;
  const roles = predictions === undefined ? [] : Object.values(predictions).map(String);
  const [firstDay] = profile.time?.days ?? [];
  const rowTimes = readRowTimes({
    table,
    where: path,
    column: profile.time?.column ?? predictions?.time,
    nowMs,
    referenceStart: firstDay === undefined ? undefined : parseDay(firstDay),
    knownColumns: new Set([...columnNames(profile), ...roles]),
  });
  const times = rowTimes.kind === 'times' ? rowTimes.values : undefined;
  const window = selectWindow({
    ...{ table, times, windowDays, nowMs },
    referenceHours: profile.time?.hours,
    referenceRows: profile.time?.rows ?? [],
  });
  return {
    ...window,
    rowTimes,
    span: window.times === undefined ? undefined : spanOf(window.times),
    newestMs: newestTime(rowTimes, table, nowMs),
  };
}

/** Where the column is gone, a stand-in can still show that the data are old. */
function newestTime(rowTimes: RowTimes, table: Table, nowMs: number): number | undefined {
  if (rowTimes.kind === 'times') return newestOf(rowTimes.values, nowMs) ?? newestOf(rowTimes.values);
  if (rowTimes.kind !== 'missing' || rowTimes.standIn === undefined) return undefined;
  const standIn = findColumn(table, rowTimes.standIn);
  return standIn?.kind === 'time' ? newestOf(localValues(standIn, table.timeZone), nowMs) : undefined;
}
