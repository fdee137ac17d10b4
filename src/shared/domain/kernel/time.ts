/** Lengths of time in milliseconds, and times that machines write. Those that people write are read by `table/parse-time.ts`. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** @param text of the configuration, such as "2 hours" or "7 days". @returns milliseconds. */
export function parseDurationMs(text: string): number {
  return Number.parseInt(text, 10) * (text.includes('hour') ? HOUR_MS : DAY_MS);
}

/** RFC 3339 in UTC, to the second: what is below a second is left out. @throws RangeError beyond the range of dates. */
export function formatInstant(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Of a command, in minutes. About three weeks: longer than any job may run, and within the range of timers. */
export const MAX_TIMEOUT_MINUTES = 30_000;

/** RFC 3339 with its zone: without one, it would be a time of the zone of the machine. */
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/;

/**
 * Epoch milliseconds of a time such as 2026-11-22T09:30:00Z; NaN when the text is none, which a day that the calendar lacks
 * is too: `Date.parse` takes the 31st of February for the 3rd of March. A leap second is none, as for GitHub and Git.
 */
export function parseInstant(text: string): number {
  const match = INSTANT.exec(text);
  return match !== null && isDayOf(match) ? Date.parse(text) : NaN;
}

/** Whether a text such as 2026-11-22 is a day of the calendar. */
export function isCalendarDay(text: string): boolean {
  const match = DAY.exec(text);
  return match !== null && isDayOf(match);
}

/** Epoch milliseconds of an instant; of a day or of a time without a zone as if its zone were UTC. NaN when it is none. */
export function parseWithoutZone(text: string): number {
  if (DAY.test(text)) return parseInstant(`${text}T00:00:00Z`);
  return parseInstant(LOCAL_TIME.test(text) ? `${text}Z` : text);
}

function isDayOf([, year, month, day]: RegExpExecArray): boolean {
  const [yearNumber, monthNumber, dayNumber] = [Number(year), Number(month), Number(day)];
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1) return false;
  return dayNumber <= daysInMonth(yearNumber, monthNumber);
}

/** Gregorian, also before 1582, as ISO 8601 has it. @param month from 1. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
