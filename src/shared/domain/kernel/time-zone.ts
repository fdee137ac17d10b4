/**
 * The time of a place. What its clocks show is a number as well: the milliseconds from 1970-01-01T00:00 on these clocks
 * ("local milliseconds"), so that a day begins at a multiple of DAY_MS, whether it has 23, 24 or 25 hours. Which offset
 * a place has at an instant stands in a table that an adapter makes of the time zone database of the runtime.
 */
import { MINUTE_MS, parseInstant } from './time.ts';

/** The name of the time that counts where no place is named. */
export const UTC = 'UTC';

export interface TimeZone {
  /** Of the IANA time zone database, such as Europe/Berlin. */
  readonly name: string;
  /** Instants from which on the offset of the same place in `offsetsMs` is that of the place; ascending, from -Infinity on. */
  readonly startsMs: Float64Array;
  /** Milliseconds ahead of UTC. */
  readonly offsetsMs: Float64Array;
}

/** What the clocks of a place show at an instant; without a place, those of UTC. O(log transitions). */
export function localMsAt(zone: TimeZone | undefined, instantMs: number): number {
  return zone === undefined ? instantMs : instantMs + offsetIn(zone, periodAt(zone, instantMs));
}

/** The same for epoch milliseconds of many rows; NaN stays NaN. O(N), for rows come mostly in order of time. */
export function localTimesOf(zone: TimeZone, instants: Float64Array): Float64Array {
  const local = new Float64Array(instants.length);
  let startMs = NaN;
  let endMs = NaN;
  let offsetMs = NaN;
  for (let row = 0; row < instants.length; row++) {
    const instantMs = instants[row] ?? NaN;
    if (!(instantMs >= startMs && instantMs < endMs) && !Number.isNaN(instantMs)) {
      const period = periodAt(zone, instantMs);
      startMs = zone.startsMs[period] ?? NaN;
      endMs = zone.startsMs[period + 1] ?? Infinity;
      offsetMs = offsetIn(zone, period);
    }
    local[row] = instantMs + offsetMs;
  }
  return local;
}

/**
 * RFC 3339 with the offset of the place, such as `2026-03-29T03:00:00.000+02:00`: the first ten letters are the local
 * day, and without a place the text ends with Z. Of a time that clocks showed twice, the first; of one that they left
 * out, with the offset behind the change.
 */
export function formatLocal(zone: TimeZone | undefined, localMs: number): string {
  const text = new Date(localMs).toISOString();
  if (zone === undefined) return text;
  let period = 0;
  while (localMs >= endOf(zone, period)) period++;
  return `${text.slice(0, -1)}${formatOffset(offsetIn(zone, period))}`;
}

/** The local milliseconds of what `formatLocal` wrote; NaN when the text is no time. */
export function parseLocal(text: string): number {
  return parseInstant(text.replace(/[+-]\d\d:\d\d$/, 'Z'));
}

/** In local milliseconds of its own offset. */
function endOf(zone: TimeZone, period: number): number {
  return (zone.startsMs[period + 1] ?? Infinity) + offsetIn(zone, period);
}

function offsetIn(zone: TimeZone, period: number): number {
  return zone.offsetsMs[period] ?? NaN;
}

/** The last one that begins at the instant or before it. */
function periodAt({ startsMs }: TimeZone, instantMs: number): number {
  let first = 0;
  let behind = startsMs.length;
  while (behind - first > 1) {
    const middle = (first + behind) >> 1;
    if ((startsMs[middle] ?? NaN) <= instantMs) first = middle;
    else behind = middle;
  }
  return first;
}

/** Seconds, which offsets had before 1972, are left out. */
function formatOffset(offsetMs: number): string {
  const minutes = Math.trunc(Math.abs(offsetMs) / MINUTE_MS);
  const twoDigits = (number: number): string => String(number).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}
