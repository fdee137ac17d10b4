/**
 * Words that every time of a column shares: zones, eras, halves of the day. Abbreviations that name one offset
 * (RFC 2822, IANA time zone database) are applied; `America/New_York` and the `nachm.` of an afternoon are not.
 */
import { HOUR_MS, MINUTE_MS } from '../kernel/time.ts';
import type { Period } from '../kernel/period.ts';

/** Hours ahead of UTC. Each names one offset, all year round; `CST`, `IST` and `BST` name several. */
// oxfmt-ignore
const ZONE_HOURS: ReadonlyMap<string, number> = new Map([
  ['UTC', 0], ['GMT', 0], ['Z', 0], ['UT', 0], ['WET', 0], ['WEST', 1], ['CET', 1], ['MEZ', 1], ['CEST', 2], ['MESZ', 2],
  ['EET', 2], ['EEST', 3], ['MSK', 3], ['EST', -5], ['EDT', -4], ['CDT', -5], ['MDT', -6], ['MST', -7], ['PST', -8],
  ['PDT', -7], ['AKST', -9], ['AKDT', -8], ['HST', -10], ['JST', 9], ['KST', 9], ['AEST', 10], ['AEDT', 11], ['AWST', 8],
  ['NZST', 12], ['NZDT', 13], ['SAST', 2], ['ACST', 9.5], ['ACDT', 10.5],
]);
/** Behind a clock these say nothing, and so do parts of a name: `-backup.csv`. */
const HARMLESS_WORDS = String.raw`[\s)\].,;]*(?:(?:uhr|hrs?|h|hours?|o['’]clock|uur|heures|horas|ore)\.?)?[\s)\].,;]*$`;
const HARMLESS = new RegExp(`^${HARMLESS_WORDS}`, 'i');
const HARMLESS_END = new RegExp(String.raw`(?<=\d)${HARMLESS_WORDS}`, 'i');
const PART_OF_NAME = /^[-_.][\p{Ll}\d._-]*$/u;
const PART_OF_NAME_END = /(?<=\d)[-_.][\p{Ll}._-]*$/u;
/** Of a day: before the year 1. */
const ERA = /(?:^|[^\p{L}])(?:BCE?|[vV]\. ?Chr|av\. ?J)/u;
/** `TZ=`, and a name of the time zone database. */
const ZONE_BEFORE = /(?:^|[^\p{L}])TZ(?:$|[^\p{L}])|\p{L}\/\p{L}/u;
const ZONE_BEHIND = /^\s*\(?([A-Z]{1,5})\)?$/;

/** Whether letters behind a clock are the name of one offset, such as `CET`. */
export function namesZone(letters: string): boolean {
  return ZONE_HOURS.has(letters);
}

/** Ends with the last digit, where what stands behind it says nothing of the time. */
export function withoutHarmlessEnd(text: string): string {
  return text.replace(HARMLESS_END, '').replace(PART_OF_NAME_END, '');
}

/** Milliseconds ahead of UTC of an abbreviation or an offset such as `+0200`; NaN for another text. */
export function offsetOfZone(zone: string): number {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return (ZONE_HOURS.get(zone) ?? NaN) * HOUR_MS;
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS);
}

/**
 * Milliseconds ahead of UTC; 0 for words that say nothing of the time, such as `week of` and `Uhr`.
 * @returns undefined for words that may move it by an amount that is not clear.
 */
export function offsetOfWords(before: string, behind: string, unit: 'time' | Period): number | undefined {
  if (ERA.test(before) || ERA.test(behind)) return undefined;
  const isClock = unit === 'time' || unit === 'hour';
  if (!isClock) return 0;
  if (ZONE_BEFORE.test(before)) return undefined;
  const hours = ZONE_HOURS.get(ZONE_BEHIND.exec(behind)?.[1] ?? '');
  if (hours !== undefined) return hours * HOUR_MS;
  return HARMLESS.test(behind) || PART_OF_NAME.test(behind) ? 0 : undefined;
}
