/**
 * Times and days in the spelling of a whole column. One text can often be read in two ways, 03/04/2026 on two sides of
 * an ocean; all texts of a column together seldom can. What stays open is refused and not guessed at.
 */
import type { DayOrder } from '../documents/day-orders.ts';
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { Period } from '../kernel/period.ts';
import { expectedOfYearless, isYear, MONTH_NAME, withoutWeekday } from './calendar-names.ts';
import { CLOCK, instantOf } from './clock-parts.ts';
import { isDayAndMonth, readDaysAndMonths } from './day-and-month.ts';
import type { DayOrderFault, KnownDayOrder } from './day-order.ts';
import { readEpochs } from './epoch-times.ts';
import { withEnglishMonth } from './month-names.ts';
import { parseTimeText } from './parse-time.ts';
import { hasWeek, readPeriods, startOfWeek } from './period-spelling.ts';
import { offsetOfWords, offsetOfZone } from './time-words.ts';

/** What a text names: an instant, or a period by its name. Instants without a zone are in UTC. */
export type TimeUnit = 'time' | Period;

export type TimeReading =
  /** Epoch milliseconds of each text, or of the start of its period. */
  | {
      readonly kind: 'times';
      readonly unit: TimeUnit;
      readonly values: readonly number[];
      /** Which of day and month comes first, where the texts have both as digits. */
      readonly dayOrder?: DayOrder;
    }
  /** Most texts are times, but not all, or it is open which ones: as parts of a sentence. */
  | {
      readonly kind: 'unclear';
      readonly expected: string;
      readonly got: string;
      /** The one text that is none. */
      readonly odd?: string;
      readonly dayOrder?: DayOrderFault;
    }
  | { readonly kind: 'other' };

/** With fewer texts that are times than this, the column is something else. */
const MOST = 0.8;

interface Spelling {
  readonly unit: 'time' | 'day' | 'week';
  /** Epoch milliseconds; NaN for a text in another spelling. */
  readonly parse: (text: string) => number;
}

/**
 * @param texts distinct and present ones.
 * @param known which of day and month comes first, as somebody else says: the texts may contradict it, and do not decide it.
 */
export function readTimes(texts: readonly string[], known?: KnownDayOrder): TimeReading {
  if (texts.length === 0) return { kind: 'other' };
  const instants = readInstants(texts);
  if (instants !== undefined) return { kind: 'times', unit: unitOf(instants, texts), values: instants };
  const plain = withSlashes(texts.map(inOneSpelling));
  const byName =
    readDayAndMonth(texts, plain, known) ?? readSpans(plain) ?? readNamedPeriods(plain) ?? readNumbers(plain);
  if (byName !== undefined) return byName;
  let best = { known: 0, first: -1 };
  for (const { unit, parse } of spellings) {
    const values = parseMost(plain, parse);
    if (values === undefined) continue;
    const known = values.filter((value) => !Number.isNaN(value)).length;
    if (known === texts.length)
      return { kind: 'times', unit: unit === 'time' ? unitOf(values, plain) : unit, values };
    if (known > best.known) best = { known, first: values.findIndex(Number.isNaN) };
  }
  const inside = readBetween(plain, known) ?? readInEnglish(plain, known);
  if (inside !== undefined) return inside;
  const odd = texts[isMost(best.known, texts.length) ? best.first : findOdd(plain)];
  if (odd === undefined) return { kind: 'other' };
  return { kind: 'unclear', expected: 'times in one spelling', got: JSON.stringify(odd.slice(0, 80)), odd };
}

/**
 * `week of 2026-01-16`, `2026-01-16 09:30 EST`: times between the same words in every text. A zone of a fixed offset is
 * applied, and other words that may move the time make it unclear. Numbers alone behind a word are no times, but for eight digits: `user 1768521600`, `user 202601`.
 */
function readBetween(texts: readonly string[], known: KnownDayOrder | undefined): TimeReading | undefined {
  const [first = ''] = texts;
  const before = /^[^\d]*/.exec(first)?.[0] ?? '';
  const behind = /[^\d]*$/.exec(first)?.[0] ?? '';
  const isSame = texts.every((text) => text.startsWith(before) && text.endsWith(behind));
  if (!isSame || before.length + behind.length === 0 || texts.length < 2) return undefined;
  const inner = texts.map((text) => text.slice(before.length, text.length - behind.length));
  if (inner.some((text) => !/\d/.test(text) || /^(?:\d{1,7}|\d{9,})$/.test(text))) return undefined;
  const reading = readTimes(inner, known);
  if (reading.kind !== 'times') return undefined;
  const offsetMs = offsetOfWords(before, behind, reading.unit);
  if (offsetMs === undefined) {
    const expected =
      'times of which the zone, the era and the half of the day are clear, such as 2026-01-31T09:30:00+01:00';
    return { kind: 'unclear', expected, got: JSON.stringify(first.slice(0, 80)) };
  }
  return { ...reading, values: reading.values.map((value) => value - offsetMs) };
}

/** Months in other languages: `19 janvier 2026`. */
function readInEnglish(texts: readonly string[], known: KnownDayOrder | undefined): TimeReading | undefined {
  const [first = ''] = texts;
  if (withEnglishMonth(first) === first.toLowerCase()) return undefined;
  const reading = readTimes(texts.map(withEnglishMonth), known);
  return reading.kind === 'other' ? undefined : reading;
}

/** The one spelling that most files have, at little cost. */
function readInstants(texts: readonly string[]): readonly number[] | undefined {
  const values: number[] = [];
  for (const text of texts) {
    const value = parseTimeText(text);
    if (Number.isNaN(value)) return undefined;
    values.push(value);
  }
  return values;
}

/** `(Coordinated Universal Time)` and `(CET)`, behind an offset. */
const ZONE_IN_PARENTHESES = / \((?:[A-Z]{2,5}|[\p{L} ]+ [Tt]ime)\)$/u;
/** `year=2026/month=01/day=19`, a folder of partitions. */
const PARTITION_KEY = /(^|\/)(?:years?|months?|days?|yyyy|mm|dd|[ymd])=(?=\d)/gi;

/** Nothing of what follows applies to it, as to most names of customers. */
const IN_ONE_SPELLING = /^(?!\de)[a-z\d:-]+$/i;

/**
 * Blanks of every kind as one, no name of the weekday, hyphens for the signs between the parts of a day, whole numbers
 * without the point that writers add to them.
 */
function inOneSpelling(text: string): string {
  if (IN_ONE_SPELLING.test(text)) return text;
  const trimmed = text
    .trim()
    .replace(/\s+/gu, ' ')
    .replace(ZONE_IN_PARENTHESES, '')
    .replace(PARTITION_KEY, '$1')
    .replace(/(?<=\d) ?[年月년월] ?(?=\d)|(?<=\d)_(?=\d)/gu, '-')
    .replace(/(?<=\d) ?[年月日년월일](?=$| )/gu, '');
  if (/^\d+\.0+$/.test(trimmed)) return trimmed.slice(0, trimmed.indexOf('.'));
  if (/^\d(?:\.\d+)?e\+?\d{1,2}$/i.test(trimmed)) return String(Number(trimmed));
  return withoutWeekday(trimmed);
}

/** @param texts as they are written. @param plain the same in one spelling. */
function readDayAndMonth(
  texts: readonly string[],
  plain: readonly string[],
  known: KnownDayOrder | undefined,
): TimeReading | undefined {
  const reading = readDaysAndMonths(plain, known);
  if (reading?.kind === 'times') return { ...reading, unit: unitOf(reading.values, plain) };
  const odd = reading?.odd === undefined ? undefined : texts[plain.indexOf(reading.odd)];
  return reading && { ...reading, ...(odd !== undefined && { odd }) };
}

function readNamedPeriods(texts: readonly string[]): TimeReading | undefined {
  const reading = readPeriods(texts);
  if (reading?.kind === 'periods') return { kind: 'times', unit: reading.period, values: reading.values };
  const expected = reading?.expected ?? (texts.length > 1 ? expectedOfYearless(texts) : undefined);
  return expected === undefined
    ? undefined
    : { kind: 'unclear', expected, got: JSON.stringify((texts[0] ?? '').slice(0, 80)) };
}

function readNumbers(texts: readonly string[]): TimeReading | undefined {
  const reading = readEpochs(texts);
  switch (reading.kind) {
    case 'times':
      return { ...reading, unit: unitOf(reading.values, texts) };
    case 'unclear':
      return { ...reading, got: JSON.stringify(texts[0]) };
    case 'other':
      return undefined;
  }
}

/** The first text that names no period, or no day and month, where most others do; -1 where most do not. */
function findOdd(texts: readonly string[]): number {
  for (const names of [(text: string) => readPeriods([text]) !== undefined, isDayAndMonth]) {
    const named = parseMost(texts, (text) => (names(text) ? 1 : NaN));
    if (named === undefined) continue;
    const first = named.findIndex(Number.isNaN);
    if (isMost(named.filter((value) => !Number.isNaN(value)).length, texts.length)) return first;
  }
  return -1;
}

/** NaN for a text that is none; undefined as soon as so many are none that the others are not most. */
function parseMost(texts: readonly string[], parse: (text: string) => number): readonly number[] | undefined {
  const values: number[] = [];
  const fewest = MOST * texts.length;
  let left = texts.length;
  for (const text of texts) {
    const value = parse(text);
    if (Number.isNaN(value)) left -= 1;
    if (left < fewest) return undefined;
    values.push(value);
  }
  return values;
}

function isMost(known: number, all: number): boolean {
  return known >= 2 && known < all && known >= MOST * all;
}

/** An hour is named where no text says its minutes. */
const HOUR_ONLY = /^\d{10}$|[T ]\d{1,2}(?: ?[ap]\.?m\.?)?Z?$/i;

function unitOf(values: readonly number[], texts: readonly string[]): TimeUnit {
  if (values.every((value) => value % DAY_MS === 0)) return 'day';
  const areHours =
    values.every((value) => value % HOUR_MS === 0) && texts.every((text) => HOUR_ONLY.test(text));
  return areHours ? 'hour' : 'time';
}

const YEAR_FIRST = new RegExp(String.raw`^(\d{4})(?:[-/.]|, ?)(\d{1,2})(?:[-/.]|, ?)(\d{1,2})${CLOCK}$`, 'i');
const BASIC = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})${CLOCK}$`, 'i');
/** The digits of a date and an hour, or of a date and a time with seconds. */
const BASIC_DIGITS = /^(\d{4})(\d{2})(\d{2})(\d{2}(?:\d{4})?)$/;
const ORDINAL = /^(\d{4})-?(\d{3})$/;
const DAY_MONTH_YEAR = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th|\.)?[-/ ]?${MONTH_NAME},?[-/ ]?(\d{4})${CLOCK}$`,
  'i',
);
const MONTH_DAY_YEAR = new RegExp(
  String.raw`^${MONTH_NAME}[- ](\d{1,2})(?:st|nd|rd|th)?,?[- ](\d{4})${CLOCK}$`,
  'i',
);
const ZONE = String.raw`(?: ([+-]\d{2}:?\d{2}|[A-Z]{1,4}))?`;
/** As the C library and `date` write a time, git with an offset at the end and Twitter with one before the year. */
const CLOCK_BEFORE_YEAR = new RegExp(
  String.raw`^${MONTH_NAME} (\d{1,2}) (\d{2}:\d{2}:\d{2})${ZONE} (\d{4})${ZONE}$`,
  'i',
);
const YEAR_MONTH_DAY = new RegExp(String.raw`^(\d{4})[-/ ]?${MONTH_NAME}[-/ ]?(\d{1,2})${CLOCK}$`, 'i');
const DAY_OF_WEEK = /^(\d{4})-?W(\d{2})-?([1-7])$/i;
/** A period by its first and last day, as pandas writes one, or by the day behind it: `[2026-01-05, 2026-01-12)`. */
const SPAN = /^[[(]?(\d{4}-\d{2}-\d{2})(?: ?(?:\/|-|–|—|\.\.|to|until|bis|,) ?)(\d{4}-\d{2}-\d{2})([)\]]?)$/;
/** The zone by name that Java writes behind the offset. */
const ZONE_NAME = /\[[\w/+-]+\]$/;

const spellings: readonly Spelling[] = [
  { unit: 'time', parse: (text) => parseTimeText(text.replace(ZONE_NAME, '')) },
  { unit: 'time', parse: (text) => parseParts(YEAR_FIRST, text, ([year, month, day]) => [year, month, day]) },
  { unit: 'time', parse: (text) => parseParts(BASIC, text, ([year, month, day]) => [year, month, day]) },
  { unit: 'time', parse: parseBasicDigits },
  {
    unit: 'time',
    parse: (text) => parseParts(DAY_MONTH_YEAR, text, ([day, month, year]) => [year, month, day]),
  },
  {
    unit: 'time',
    parse: (text) => parseParts(MONTH_DAY_YEAR, text, ([month, day, year]) => [year, month, day]),
  },
  {
    unit: 'time',
    parse: (text) => parseParts(YEAR_MONTH_DAY, text, ([year, month, day]) => [year, month, day]),
  },
  { unit: 'time', parse: parseClockBeforeYear },
  { unit: 'day', parse: parseOrdinalDay },
  { unit: 'day', parse: parseDayOfWeek },
];

/** `19012026` as `19/01/2026`: no year comes first in such digits, for no month has a number above 18. */
function withSlashes(texts: readonly string[]): readonly string[] {
  const parts = texts.map((text) => /^(\d{2})(\d{2})((?:19|20|21)\d{2})$/.exec(text));
  if (texts.length < 2 || parts.includes(null)) return texts;
  return parts.flatMap((match) => (match === null ? [] : [match.slice(1).join('/')]));
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
  const [, first = '', second = '', third = '', ...clock] = match;
  return instantOf(order([first, second, third]), clock);
}

function parseOrdinalDay(text: string): number {
  const [, year, day] = ORDINAL.exec(text) ?? [];
  const number = Number(day);
  const isDay = number >= 1 && number <= 366 && isYear(Number(year));
  return isDay ? Date.UTC(Number(year), 0, number) : NaN;
}

function parseBasicDigits(text: string): number {
  const [, year = '', month = '', day = '', clock = ''] = BASIC_DIGITS.exec(text) ?? [];
  return instantOf([year, month, day], [clock]);
}

function parseClockBeforeYear(text: string): number {
  const [, month, day, clock, zoneBefore, year, zone = zoneBefore ?? 'UTC'] =
    CLOCK_BEFORE_YEAR.exec(text) ?? [];
  return instantOf([year, month, day], [clock]) - offsetOfZone(zone);
}

function parseDayOfWeek(text: string): number {
  const [, year, week, day] = DAY_OF_WEEK.exec(text) ?? [];
  const number = Number(week);
  if (!isYear(Number(year)) || !hasWeek(Number(year), number)) return NaN;
  return startOfWeek(Number(year), number) + (Number(day) - 1) * DAY_MS;
}

/** Spans of seven days are weeks; of others the name of the period is not known. */
function readSpans(texts: readonly string[]): TimeReading | undefined {
  const spans = texts.map((text) => SPAN.exec(text));
  if (spans.includes(null)) return undefined;
  const starts = spans.map((span) => parseTimeText(span?.[1] ?? ''));
  const areWeeks = spans.every((span, index) => {
    const days = (parseTimeText(span?.[2] ?? '') - (starts[index] ?? NaN)) / DAY_MS;
    return days === (span?.[3] === ')' ? 7 : 6);
  });
  return areWeeks
    ? { kind: 'times', unit: 'week', values: starts }
    : {
        kind: 'unclear',
        expected: 'one day, week or month in each row, such as 2026-W05',
        got: JSON.stringify(texts[0]),
      };
}
