/**
 * Times and days in the spelling of a whole column. One text can often be read in two ways, 03/04/2026 on two sides of
 * an ocean; all texts of a column together seldom can. What stays open is refused and not guessed at.
 */
import { DAY_MS } from '../kernel/time.ts';
import { parseTimeText } from './parse-time.ts';

/** What a text names: an instant, or a period by its name. Instants without a zone are in UTC. */
export type TimeUnit = 'time' | 'day' | 'week' | 'month' | 'quarter';

export type TimeReading =
  /** Epoch milliseconds of each text, or of the start of its period. */
  | { readonly kind: 'times'; readonly unit: TimeUnit; readonly values: readonly number[] }
  /** Most texts are times, but not all, or it is open which ones: as parts of a sentence. */
  | { readonly kind: 'unclear'; readonly expected: string; readonly got: string }
  | { readonly kind: 'other' };

/** With fewer texts that are times than this, the column is something else. */
const MOST = 0.8;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

interface Spelling {
  readonly unit: TimeUnit;
  /** Epoch milliseconds; NaN for a text in another spelling. */
  readonly parse: (text: string) => number;
}

/** @param texts distinct and present ones. */
export function readTimes(texts: readonly string[]): TimeReading {
  if (texts.length === 0) return { kind: 'other' };
  const trimmed = texts.map((text) => text.trim());
  const byOrder = readDayAndMonth(trimmed);
  if (byOrder !== undefined) return byOrder;
  let best: { readonly known: number; readonly odd: string } = { known: 0, odd: '' };
  for (const { unit, parse } of spellings) {
    const values = trimmed.map(parse);
    const known = values.filter((value) => !Number.isNaN(value)).length;
    if (known === texts.length)
      return { kind: 'times', unit: unit === 'time' ? unitOf(values) : unit, values };
    if (known > best.known) best = { known, odd: texts[values.findIndex(Number.isNaN)] ?? '' };
  }
  if (best.known < 2 || best.known < MOST * texts.length) return { kind: 'other' };
  return { kind: 'unclear', expected: 'times in one spelling', got: JSON.stringify(best.odd.slice(0, 80)) };
}

function unitOf(values: readonly number[]): TimeUnit {
  return values.every((value) => value % DAY_MS === 0) ? 'day' : 'time';
}

const CLOCK = String.raw`(?:[T ]+(\d{1,2}(?::?\d{2}){0,2}(?:[.,]\d+)?)\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?`;
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${CLOCK}$`, 'i');
const BASIC = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})${CLOCK}$`, 'i');
const ORDINAL = /^(\d{4})-?(\d{3})$/;
const DAY_AND_MONTH = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${CLOCK}$`, 'i');
const DAY_NAME = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?`;
const MONTH_NAME = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const DAY_MONTH_YEAR = new RegExp(
  String.raw`^${DAY_NAME}(\d{1,2})[- ]?${MONTH_NAME}\.?,?[- ]?(\d{4})${CLOCK}$`,
  'i',
);
const MONTH_DAY_YEAR = new RegExp(
  String.raw`^${DAY_NAME}${MONTH_NAME}\.?\s+(\d{1,2}),?\s+(\d{4})${CLOCK}$`,
  'i',
);
const WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i;
/** A week as pandas writes a period. */
const SPAN = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2})$/;
const MONTH = /^(\d{4})[-/.]?(?:M?)(\d{2})$/i;
const QUARTER = /^(\d{4})[- ]?Q([1-4])$/i;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The zone by name that Java writes behind the offset. */
const ZONE_NAME = /\[[\w/+-]+\]$/;

const spellings: readonly Spelling[] = [
  { unit: 'time', parse: (text) => parseTimeText(text.replace(ZONE_NAME, '')) },
  { unit: 'time', parse: (text) => parseParts(YEAR_FIRST, text, ([year, month, day]) => [year, month, day]) },
  { unit: 'time', parse: (text) => parseParts(BASIC, text, ([year, month, day]) => [year, month, day]) },
  {
    unit: 'time',
    parse: (text) => parseParts(DAY_MONTH_YEAR, text, ([day, month, year]) => [year, month, day]),
  },
  {
    unit: 'time',
    parse: (text) => parseParts(MONTH_DAY_YEAR, text, ([month, day, year]) => [year, month, day]),
  },
  { unit: 'day', parse: parseOrdinalDay },
  { unit: 'week', parse: (text) => parseWeek(text, false) },
  { unit: 'day', parse: (text) => parseWeek(text, true) },
  { unit: 'week', parse: parseSpan },
  { unit: 'month', parse: parseMonth },
  { unit: 'quarter', parse: parseQuarter },
];

/** Undefined where some text has another form. The order is that which all texts allow. */
function readDayAndMonth(texts: readonly string[]): TimeReading | undefined {
  const parts = texts.map((text) => DAY_AND_MONTH.exec(text));
  const matches = parts.flatMap((match) => match ?? []);
  const found = parts.filter((match) => match !== null);
  if (found.length < texts.length || matches.length === 0) return undefined;
  const short = found.find(([, , , , year]) => year?.length === 2);
  if (short !== undefined) {
    return { kind: 'unclear', expected: 'years of four digits', got: JSON.stringify(short[0]) };
  }
  const dayFirst = texts.map((text) => parseDayAndMonth(text, true));
  const monthFirst = texts.map((text) => parseDayAndMonth(text, false));
  const [isDayFirst, isMonthFirst] = [dayFirst, monthFirst].map((values) => !values.some(Number.isNaN));
  // Points are written between the parts where the day comes first.
  const hasPoints = found.every(([, , separator]) => separator === '.');
  if (isDayFirst === true && (isMonthFirst !== true || hasPoints)) {
    return { kind: 'times', unit: unitOf(dayFirst), values: dayFirst };
  }
  if (isMonthFirst === true && isDayFirst !== true) {
    return { kind: 'times', unit: unitOf(monthFirst), values: monthFirst };
  }
  const got = JSON.stringify(texts[0]);
  return isDayFirst === true
    ? { kind: 'unclear', expected: 'days of which the month is clear', got }
    : { kind: 'unclear', expected: 'days in one spelling', got };
}

function parseDayAndMonth(text: string, isDayFirst: boolean): number {
  const match = DAY_AND_MONTH.exec(text);
  if (match === null) return NaN;
  const [, first = '', , second = '', year = '', clock, zone] = match;
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return instantOf([year, month, day], clock, zone);
}

type Parts = readonly string[];

/** @param order puts the three parts into the order year, month, day. */
function parseParts(
  pattern: RegExp,
  text: string,
  order: (parts: Parts) => readonly (string | undefined)[],
): number {
  const match = pattern.exec(text);
  if (match === null) return NaN;
  const [, first = '', second = '', third = '', clock, zone] = match;
  return instantOf(order([first, second, third]), clock, zone);
}

/** The parts in the one notation that is parsed elsewhere. */
function instantOf(
  [year = '', month = '', day = '']: readonly (string | undefined)[],
  clock: string | undefined,
  zone: string | undefined,
): number {
  if (!isYear(Number(year))) return NaN;
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  const number = named < 0 ? month : String(named + 1);
  const date = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return parseTimeText(clock === undefined ? date : `${date}T${withColons(clock)}${offsetOf(zone)}`);
}

/** `9` → `09:00`, `093015` → `09:30:15`. */
function withColons(clock: string): string {
  const [time = '', fraction] = clock.split(/[.,]/);
  const [hour = '', ...rest] = time.includes(':')
    ? time.split(':')
    : (time.padStart(2, '0').match(/\d\d/g) ?? []);
  const [minute = '00', second = '00'] = rest;
  return `${hour.padStart(2, '0')}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;
}

function offsetOf(zone: string | undefined): string {
  return zone === undefined || /^[zug]/i.test(zone) ? 'Z' : zone;
}

function parseOrdinalDay(text: string): number {
  const [, year, day] = ORDINAL.exec(text) ?? [];
  const number = Number(day);
  const isDay = number >= 1 && number <= 366 && isYear(Number(year));
  return isDay ? Date.UTC(Number(year), 0, number) : NaN;
}

/** ISO 8601: week 1 has 4 January, and begins on Monday. */
function parseWeek(text: string, hasDay: boolean): number {
  const [, year, week, day] = WEEK.exec(text) ?? [];
  const number = Number(week);
  if ((day !== undefined) !== hasDay || !(number >= 1 && number <= 53) || !isYear(Number(year))) return NaN;
  const fourth = Date.UTC(Number(year), 0, 4);
  // 1 January 1970 was a Thursday, three days behind Monday.
  const monday = fourth - ((((fourth / DAY_MS + 3) % 7) + 7) % 7) * DAY_MS;
  return monday + ((number - 1) * 7 + Number(day ?? 1) - 1) * DAY_MS;
}

function parseSpan(text: string): number {
  const [, first = '', last = ''] = SPAN.exec(text) ?? [];
  const [start, end] = [parseTimeText(first), parseTimeText(last)];
  return end - start === 6 * DAY_MS ? start : NaN;
}

function parseMonth(text: string): number {
  const [, year, month] = MONTH.exec(text) ?? [];
  const number = Number(month);
  return number >= 1 && number <= 12 && isYear(Number(year)) ? Date.UTC(Number(year), number - 1) : NaN;
}

function parseQuarter(text: string): number {
  const [, year, quarter] = QUARTER.exec(text) ?? [];
  return isYear(Number(year)) ? Date.UTC(Number(year), 3 * (Number(quarter) - 1)) : NaN;
}

function isYear(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
