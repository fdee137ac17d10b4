/**
 * The reference of a version that was registered without one: the first windows of its own data in production. They are
 * profiled as `train` profiles its reference, so every rule has the error rate that it has against such a reference. Which
 * days they are is decided once: later checks take the same ones, so that a slow change does not become its own reference.
 */
import type { Check, ReadCheck } from '../documents/check.ts';
import { DAY_MS } from '../kernel/time.ts';
import { localMsAt } from '../kernel/time-zone.ts';
import { takeRows } from '../table/table.ts';
import type { CurrentData } from './compute-check.ts';
import { computeReference, type ReferenceData } from './compute-reference.ts';
import { FEWEST_REFERENCE_DAYS, formatDay, groupRowsByDay, parseDay } from './profile/days.ts';
import type { Profile } from './profile/profile.ts';
import { readRowTimes } from './times/row-times.ts';

/** With fewer, what varies between windows is nearly unknown. */
const WINDOWS = 8;

/** Days of the zone of the data: from the first one to the day after the last. */
export type FirstWindowsSpan = NonNullable<Check['reference']['firstWindows']>;

export interface FirstWindowsRequest {
  readonly config: ReferenceData['config'];
  readonly current: CurrentData;
  /** Of the model, newest first. */
  readonly earlier: readonly ReadCheck[];
  readonly version: string;
  /** When the version took its stage: older rows are of another one. Undefined where that is not known. */
  readonly sinceMs: number | undefined;
  readonly nowMs: number;
}

export type FirstWindows =
  | { readonly kind: 'found'; readonly profile: Profile; readonly span: FirstWindowsSpan }
  /** The configuration or the data name no times. */
  | { readonly kind: 'no-times' }
  | { readonly kind: 'no-window-days' }
  /** Without the newest window, which is compared with them. */
  | { readonly kind: 'too-few-days'; readonly days: number; readonly neededDays: number }
  /** An earlier check had them, and the data do not any more. */
  | { readonly kind: 'gone'; readonly span: FirstWindowsSpan };

/** O(N log N) a column. @throws DataError when a label or a prediction is none of the task. */
export function findFirstWindows(request: FirstWindowsRequest): FirstWindows {
  const { current, config } = request;
  const { windowDays } = current;
  if (windowDays === undefined) return { kind: 'no-window-days' };
  const times = timesOf(request);
  if (times === undefined) return { kind: 'no-times' };
  const { days } = groupRowsByDay(times);
  const known = knownSpan(request);
  if (known !== undefined && !covers(days, known)) return { kind: 'gone', span: known };
  const neededDays = Math.max(FEWEST_REFERENCE_DAYS, WINDOWS * windowDays);
  const { timeZone } = current.table;
  const { sinceMs = -Infinity } = request;
  const first = firstDay(days, localMsAt(timeZone, sinceMs));
  const readyDays = (days.at(-1) ?? first) + 1 - windowDays - first;
  if (known === undefined && readyDays < neededDays)
    return { kind: 'too-few-days', days: Math.max(0, readyDays), neededDays };
  const span = known ?? { from: formatDay(first), to: formatDay(first + neededDays) };
  const table = takeRows(current.table, rowsWithin(times, span));
  const named = { table, where: current.path };
  return { kind: 'found', profile: computeReference({ config, training: named, predictions: named }), span };
}

/** Those of an earlier check of the same version. */
function knownSpan({ earlier, version }: FirstWindowsRequest): FirstWindowsSpan | undefined {
  return earlier.find((check) => check.version === version && check.reference.firstWindows !== undefined)
    ?.reference.firstWindows;
}

/** The file begins and the version takes its stage in the middle of a day: the next one is the first whole one. */
function firstDay(days: readonly number[], sinceMs: number): number {
  const stageDay = Math.floor(sinceMs / DAY_MS);
  const [earliest = 0] = days;
  return Math.max(earliest, stageDay) + 1;
}

/** Rows before the first day show that the file has that day from its beginning. */
function covers(days: readonly number[], { from, to }: FirstWindowsSpan): boolean {
  const [earliest = Infinity] = days;
  return earliest < parseDay(from) && days.some((day) => day >= parseDay(to) - 1);
}

function timesOf({ config, current, nowMs }: FirstWindowsRequest): Float64Array | undefined {
  const { predictions } = config;
  const rowTimes = readRowTimes({
    ...{ table: current.table, where: current.path, column: predictions?.time },
    nowMs: localMsAt(current.table.timeZone, nowMs),
    ...{ referenceStart: undefined, knownColumns: new Set<string>() },
  });
  return rowTimes.kind === 'times' ? rowTimes.values : undefined;
}

function rowsWithin(times: Float64Array, { from, to }: FirstWindowsSpan): Int32Array {
  const [fromMs, toMs] = [parseDay(from) * DAY_MS, parseDay(to) * DAY_MS];
  const rows: number[] = [];
  times.forEach((time, row) => {
    if (time >= fromMs && time < toMs) rows.push(row);
  });
  return Int32Array.from(rows);
}
