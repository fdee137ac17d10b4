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
const INSTANT = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** Epoch milliseconds of a time such as 2026-11-22T09:30:00Z; NaN when the text is none. */
export function parseInstant(text: string): number {
  return INSTANT.test(text) ? Date.parse(text) : NaN;
}
