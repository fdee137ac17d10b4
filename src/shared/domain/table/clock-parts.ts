/** The parts of a time as texts, with the clock behind the day in every spelling, to one instant. */
import { isYear, monthOf } from './calendar-names.ts';
import { parseTimeText } from './parse-time.ts';

/** A clock, its half of the day and its zone, or nothing: three groups. */
export const CLOCK = String.raw`(?:(?:T|:|,? (?:at )?)(\d{1,2}(?::?\d{2}){0,2}(?:[.,]\d+)?) ?(?:([ap])\.?m\.?)? ?(Z|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|UTC|GMT)?)?`;

/** The parts in the one notation that is parsed elsewhere. */
export function instantOf(
  [year = '', month = '', day = '']: readonly (string | undefined)[],
  [clock, half, zone]: readonly (string | undefined)[],
): number {
  if (!isYear(Number(year))) return NaN;
  const number = String(monthOf(month) ?? month);
  const date = `${year}-${number.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (clock === undefined) return parseTimeText(date);
  return parseTimeText(`${date}T${withColons(clock, half)}${offsetOf(zone)}`);
}

/** `9` → `09:00`, `093015` → `09:30:15`, `14.30` → `14:30`, `9:30` in the half `P` of the day → `21:30`. */
function withColons(clock: string, half: string | undefined): string {
  const minutes = /^(\d{1,2})\.([0-5]\d)$/.exec(clock);
  if (minutes !== null) return withColons(`${minutes[1] ?? ''}:${minutes[2] ?? ''}`, half);
  const [time = '', fraction] = clock.split(/[.,]/);
  // Minutes behind a point are no part of an hour, and no other number is a clock.
  if (fraction !== undefined && /^\d{1,2}$/.test(time)) return 'none';
  const digits = time.length % 2 === 1 ? `0${time}` : time;
  const [hour = '', ...rest] = time.includes(':') ? time.split(':') : (digits.match(/\d\d/g) ?? []);
  const [minute = '00', second = '00'] = rest;
  return `${hourOf(hour, half)}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** 12 AM is midnight, and 12 PM noon. No hour above 12 is before or after noon. */
function hourOf(hour: string, half: string | undefined): string {
  if (half === undefined) return hour.padStart(2, '0');
  const number = Number(hour);
  if (number < 1 || number > 12) return 'none';
  return String((number % 12) + (/p/i.test(half) ? 12 : 0)).padStart(2, '0');
}

function offsetOf(zone: string | undefined): string {
  const offset = zone?.replace(/^[a-z]+/i, '') ?? '';
  return offset === '' ? 'Z' : offset;
}
