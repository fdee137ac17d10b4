/** Which dates of tags count. A tag may be dated at will, and GitHub takes none after the year 9999 (422). */
import { parseInstant } from '../kernel/time.ts';

/** Unix time in seconds: from here on a tag is ignored, for GTO orders by date and nothing could come after it. */
export const END_OF_DATES = parseInstant('9000-01-01T00:00:00Z') / 1000;

/** Unix time in seconds of a tagger date. */
export function secondsOf(taggedAt: string): number {
  return Math.floor(parseInstant(taggedAt) / 1000);
}

/** Not: a date that is far in the future, or none at all. */
export function isReadableDate(taggedAt: string): boolean {
  return secondsOf(taggedAt) < END_OF_DATES;
}
