/**
 * Numbers under the name of a time that are one to whoever wrote them: days as spreadsheets count them, seconds since
 * 1970, or 20260131. Read as measures they move from week to week, so the reader is asked what they are.
 */
import { DAY_MS } from '../kernel/time.ts';
import { parseTimeText } from './parse-time.ts';
import { formatInstant } from '../kernel/time.ts';

/** From 2000 to 2100. */
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);
/** Day 0 of a spreadsheet is 1899-12-30, as all of them count from March 1900 on. */
const SPREADSHEET_MS = Date.UTC(1899, 11, 30);
const WRITE_DATES = 'Write dates such as 2026-01-31';
const SET_TIME = 'Set `time` for the column in `columns` of the configuration';

interface Counting {
  readonly how: string;
  /** What to do where the numbers are times. */
  readonly remedy: string;
  /** NaN for a number that is no such time. */
  readonly timeOf: (value: number) => number;
}

const since1970 = (perMs: number) => (value: number) => (Number.isInteger(value) ? value / perMs : NaN);

const countings: readonly Counting[] = [
  {
    how: 'where days are counted as in a spreadsheet',
    remedy: WRITE_DATES,
    timeOf: (value) => SPREADSHEET_MS + value * DAY_MS,
  },
  { how: 'as a number of eight digits', remedy: SET_TIME, timeOf: dayOfDigits },
  { how: 'in seconds since 1970', remedy: SET_TIME, timeOf: since1970(1e-3) },
  { how: 'in milliseconds since 1970', remedy: SET_TIME, timeOf: since1970(1) },
  { how: 'in microseconds since 1970', remedy: SET_TIME, timeOf: since1970(1e3) },
  { how: 'in nanoseconds since 1970', remedy: SET_TIME, timeOf: since1970(1e6) },
];

function dayOfDigits(value: number): number {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(String(value)) ?? [];
  return year === undefined ? NaN : parseTimeText(`${year}-${month}-${day}`);
}

// oxfmt-ignore
const NAMES_OF_TIMES: ReadonlySet<string> = new Set([
  'date', 'datetime', 'timestamp', 'time', 'day', 'ts', 'dt', 'at', 'datum', 'fecha', 'jour', 'giorno', 'when',
]);

/** Whether a word of the name says that the column holds times: `order_date`, `createdAt`. */
function isNameOfTimes(name: string): boolean {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return words.some((word) => NAMES_OF_TIMES.has(word));
}

const FEW = 3;

export interface CountedTime {
  /** As part of a sentence: "46000 is 2025-12-09 where days are counted as in a spreadsheet". */
  readonly text: string;
  readonly remedy: string;
}

/** Undefined where the name says nothing of a time, or a value is no time in the way that the others are. O(rows). */
export function findCountedTimes(name: string, values: Float64Array): CountedTime | undefined {
  if (!isNameOfTimes(name)) return undefined;
  const present = values.filter((value) => !Number.isNaN(value));
  if (new Set(present.subarray(0, 1000)).size < FEW) return undefined;
  const counting = countings.find(({ timeOf }) => present.every((value) => isPlausible(timeOf(value))));
  return counting && describeCounted(present[0] ?? NaN, counting);
}

/** A text that is no time as it stands, and is one where days are counted. */
export function findCountedTime(text: string): CountedTime | undefined {
  const value = Number(text);
  const counting =
    text.trim() === '' ? undefined : countings.find(({ timeOf }) => isPlausible(timeOf(value)));
  return counting && describeCounted(value, counting);
}

function isPlausible(timeMs: number): boolean {
  return timeMs >= FIRST_MS && timeMs < LAST_MS;
}

function describeCounted(value: number, { how, remedy, timeOf }: Counting): CountedTime {
  const time = new Date(timeOf(value)).toISOString();
  const shown = time.endsWith('T00:00:00.000Z') ? time.slice(0, 10) : formatInstant(timeOf(value));
  return { text: `${value} is ${shown} ${how}`, remedy };
}
