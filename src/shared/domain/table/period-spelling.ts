/**
 * Texts that name a week, a month, a quarter, a half-year or a year, all texts of a column together: 202601 is a month
 * beside 202612, and a week beside 202613. Years of accounts (FY2026) are in order, wherever they begin.
 */
import { largest, smallest } from '../kernel/extremes.ts';
import { DAY_MS } from '../kernel/time.ts';
import type { Period } from '../kernel/period.ts';
import { isYear, MONTH_NAME, monthOf } from './calendar-names.ts';

export type PeriodReading =
  | { readonly kind: 'periods'; readonly period: Period; readonly values: readonly number[] }
  | { readonly kind: 'unclear'; readonly expected: string };

/** A year and the number of the part of it. */
interface Part {
  readonly year: number;
  readonly number: number;
}

const YEAR = String.raw`(?:FY *)?(\d{4})`;
/** Accounts write `FY26`; years of two digits are refused everywhere else. */
const ACCOUNT_YEAR = String.raw`(?:FY *(\d{2})|${YEAR})`;
const GAP = String.raw`[-/.,_: ']*`;

/** Both orders of a year and of one part: `part` has one capturing group. */
function inBothOrders(part: string): readonly RegExp[] {
  return [
    new RegExp(`^${ACCOUNT_YEAR}${GAP}${part}$`, 'i'),
    new RegExp(`^${part}${GAP}(?:of )?${ACCOUNT_YEAR}$`, 'i'),
  ];
}

interface NamedParts {
  readonly period: Period;
  readonly parts: readonly string[];
  readonly most: number;
}

const PARTS: readonly NamedParts[] = [
  { period: 'week', parts: [String.raw`(?:W|KW|CW|WK|WEEK)[- ]?(\d{1,2})`], most: 53 },
  { period: 'month', parts: [String.raw`(?:M|P)(\d{1,2})`, MONTH_NAME], most: 12 },
  { period: 'quarter', parts: [String.raw`(?:Q|QTR|QUARTER) ?(0?\d)`, String.raw`(\d) ?Q`], most: 4 },
  { period: 'half-year', parts: [String.raw`H([12])`, String.raw`([12])H`], most: 2 },
];
/** Made once: a column may have a name for each of its rows, and each may be asked alone. */
const NAMED_PARTS = PARTS.map(({ period, parts, most }) => ({
  ...{ period, most },
  patterns: parts.map(inBothOrders),
}));

/** Undefined where the texts are in no such spelling. @param texts distinct, trimmed ones. */
export function readPeriods(texts: readonly string[]): PeriodReading | undefined {
  for (const { period, patterns, most } of NAMED_PARTS) {
    const found = readAll(texts, (text) => {
      for (const [yearFirst, yearLast] of patterns) {
        const [, short, long, part] = yearFirst?.exec(text) ?? [];
        if (part !== undefined) return partOf(short, long, part);
        const [, last, shortLast, longLast] = yearLast?.exec(text) ?? [];
        if (last !== undefined) return partOf(shortLast, longLast, last);
      }
      return undefined;
    });
    if (found?.every(({ number }) => number >= 1 && number <= most)) return periodsOf(found, period);
  }
  return readAccountYears(texts) ?? readNumberedParts(texts);
}

function readAll(
  texts: readonly string[],
  read: (text: string) => Part | undefined,
): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const text of texts) {
    const part = read(text);
    if (part === undefined || !isYear(part.year)) return undefined;
    parts.push(part);
  }
  return parts;
}

function partOf(short: string | undefined, long: string | undefined, part: string): Part {
  const month = monthOf(part);
  return {
    year: short === undefined ? Number(long) : centuryOf(Number(short)),
    number: month ?? Number(part),
  };
}

/** As POSIX reads years of two digits. */
function centuryOf(year: number): number {
  return year < 69 ? 2000 + year : 1900 + year;
}

function periodsOf(parts: readonly Part[], period: Period): PeriodReading {
  if (period === 'week' && !parts.every(({ year, number }) => hasWeek(year, number))) {
    return { kind: 'unclear', expected: 'weeks that their year has by ISO 8601, which are 52 in most years' };
  }
  return { kind: 'periods', period, values: parts.map((part) => startOf(part, period)) };
}

function startOf({ year, number }: Part, period: Period): number {
  switch (period) {
    case 'week':
      return startOfWeek(year, number);
    case 'month':
      return Date.UTC(year, number - 1);
    case 'quarter':
      return Date.UTC(year, 3 * (number - 1));
    case 'half-year':
      return Date.UTC(year, 6 * (number - 1));
    case 'year':
    case 'day':
    case 'hour':
      return Date.UTC(year, 0);
  }
}

/** ISO 8601: week 1 has 4 January, and begins on Monday. */
export function startOfWeek(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4);
  // 1 January 1970 was a Thursday, three days behind Monday.
  const monday = fourth - ((((fourth / DAY_MS + 3) % 7) + 7) % 7) * DAY_MS;
  return monday + (week - 1) * 7 * DAY_MS;
}

export function hasWeek(year: number, week: number): boolean {
  return week >= 1 && startOfWeek(year, week) < startOfWeek(year + 1, 1);
}

const FY = /^FY[-' ]*(?:(\d{2})|(\d{4}))(?:[-/](\d{2}|\d{4}))?$/i;
const TWO_YEARS = /^(\d{4})[-/](\d{4}|\d{2})$/;

/** `FY2026`, `FY26`, `2025-2026`, `2025/26`. */
function readAccountYears(texts: readonly string[]): PeriodReading | undefined {
  const years =
    readAll(texts, (text) => {
      const [match, short, long, second] = FY.exec(text) ?? [];
      return match === undefined || !follows(second, short ?? long) ? undefined : partOf(short, long, '1');
    }) ??
    readAll(texts, (text) => {
      const [, first, second] = TWO_YEARS.exec(text) ?? [];
      return first !== undefined && follows(second, first) ? { year: Number(first), number: 1 } : undefined;
    });
  if (years === undefined) return undefined;
  // 2010-11 and 2011-12 are months, too.
  const areMonths = texts.every((text) => /^\d{4}[-/](?:0[1-9]|1[0-2])$/.test(text));
  if (!areMonths) return periodsOf(years, 'year');
  return texts.length > 1
    ? { kind: 'unclear', expected: 'months such as 2010-M11, or years such as FY2010' }
    : undefined;
}

/** Whether the second year, where there is one, is the one after the first. */
function follows(second: string | undefined, first: string | undefined): boolean {
  return second === undefined || Number(second) % 100 === (Number(first) + 1) % 100;
}

const YEAR_AND_NUMBER = /^(?:FY ?)?(\d{4})[-/ ]?(\d{2})$/i;
const YEAR_POINT_MONTH = /^(\d{4})\.(\d{2})$/;
const YEAR_AND_SHORT_NUMBER = /^(\d{4})[-/](\d{1,2})$/;
const NUMBER_AND_YEAR = /^(\d{1,2})[-/ ](\d{4})$/;
const MONTH_POINT_YEAR = /^(\d{2})\.(\d{4})$/;

/** Months where no number is above 12, else weeks. */
function readNumberedParts(texts: readonly string[]): PeriodReading | undefined {
  const withPoints = readYearFirst(texts, YEAR_POINT_MONTH) ?? readYearLast(texts, MONTH_POINT_YEAR);
  const parts =
    withPoints ??
    readYearFirst(texts, YEAR_AND_NUMBER) ??
    readYearLast(texts, NUMBER_AND_YEAR) ??
    readShortNumbers(texts);
  if (parts === undefined) return undefined;
  const numbers = parts.map(({ number }) => number);
  const [least, most] = [smallest(numbers), largest(numbers)];
  if (least >= 1 && most <= 12) return periodsOf(parts, 'month');
  if (withPoints !== undefined || most <= 12 || most > 53) return undefined;
  // Weeks from 00 on are counted from the first Sunday or Monday of the year; only their order is known.
  if (least > 0) return periodsOf(parts, 'week');
  const values = parts.map(({ year, number }) => Date.UTC(year, 0, 1) + 7 * number * DAY_MS);
  return { kind: 'periods', period: 'week', values };
}

/** `2025-9` beside `2025-10`; without the latter, the numbers may be those of terms or batches. */
function readShortNumbers(texts: readonly string[]): readonly Part[] | undefined {
  const parts = readYearFirst(texts, YEAR_AND_SHORT_NUMBER);
  return parts?.some(({ number }) => number >= 10) === true ? parts : undefined;
}

function readYearFirst(texts: readonly string[], pattern: RegExp): readonly Part[] | undefined {
  return readAll(texts, (text) => {
    const [, year, number] = pattern.exec(text) ?? [];
    return year === undefined ? undefined : { year: Number(year), number: Number(number) };
  });
}

function readYearLast(texts: readonly string[], pattern: RegExp): readonly Part[] | undefined {
  return readAll(texts, (text) => {
    const [, number, year] = pattern.exec(text) ?? [];
    return year === undefined ? undefined : { year: Number(year), number: Number(number) };
  });
}
