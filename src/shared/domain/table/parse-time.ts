/**
 * ISO 8601 timestamps from bytes: `2026-11-22`, `2026-11-22T09:30`, `2026-11-22 09:30:15.123456+02:00`.
 * Without a zone the time is UTC. Fractions beyond milliseconds are cut. No other notation is guessed at:
 * 03/04/2026 is a different day on two sides of an ocean.
 */
import { DAY_MS, daysInMonth, HOUR_MS, MINUTE_MS } from '../kernel/time.ts';

const ZERO = 0x30;
const DASH = 0x2d;
const PLUS = 0x2b;
const COLON = 0x3a;
const POINT = 0x2e;
const COMMA = 0x2c;
const SPACE = 0x20;
const LETTER_T = 0x54;
const LETTER_Z = 0x5a;

/** Epoch milliseconds of the timestamp in `bytes[start, end)`; NaN when it is none. */
export function parseTime(bytes: Uint8Array, start: number, end: number): number {
  const date = parseDate(bytes, start, end);
  if (end - start === 10 || Number.isNaN(date)) return date;
  const separator = bytes[start + 10];
  if (separator !== LETTER_T && separator !== SPACE) return NaN;
  return date + parseClock(bytes, start + 11, end);
}

/** The same for text. */
export function parseTimeText(text: string): number {
  const bytes = Uint8Array.from(text, (letter) => Math.min(letter.charCodeAt(0), 0xff));
  return parseTime(bytes, 0, bytes.length);
}

function parseDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return NaN;
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return NaN;
  return daysFromCivil(year, month, day) * DAY_MS;
}

/** Milliseconds since midnight UTC for `HH:MM[:SS[.fraction]][zone]`. */
function parseClock(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 5 || bytes[start + 2] !== COLON) return NaN;
  const hour = twoDigits(bytes, start);
  const minute = twoDigits(bytes, start + 3);
  if (!(hour <= 23 && minute <= 59)) return NaN;
  let position = start + 5;
  let second = 0;
  if (bytes[position] === COLON && position < end) {
    second = position + 3 <= end ? twoDigits(bytes, position + 1) : NaN;
    if (!(second <= 59)) return NaN;
    position += 3;
  }
  let milliseconds = 0;
  if (position < end && (bytes[position] === POINT || bytes[position] === COMMA)) {
    const fractionStart = position + 1;
    for (position = fractionStart; position < end && isDigit(bytes[position]); position++) {
      const place = position - fractionStart;
      if (place < 3) milliseconds += ((bytes[position] ?? 0) - ZERO) * 10 ** (2 - place);
    }
    if (position === fractionStart) return NaN;
  }
  return hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + milliseconds - parseZone(bytes, position, end);
}

/** Offset from UTC in milliseconds for ``, `Z`, `+02`, `+0200` and `+02:00`. */
function parseZone(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const sign = bytes[start];
  if (length === 0 || (length === 1 && sign === LETTER_Z)) return 0;
  if (sign !== PLUS && sign !== DASH) return NaN;
  const hasColon = bytes[start + 3] === COLON;
  if (length !== 3 && length !== 5 && !(length === 6 && hasColon)) return NaN;
  const hours = twoDigits(bytes, start + 1);
  const minutes = length === 3 ? 0 : twoDigits(bytes, hasColon ? start + 4 : start + 3);
  if (!(hours <= 23 && minutes <= 59)) return NaN;
  return (sign === PLUS ? 1 : -1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO;
  const ones = (bytes[at + 1] ?? 0) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
