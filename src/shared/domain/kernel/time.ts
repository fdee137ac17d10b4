/** Lengths of time in milliseconds. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Of a command, in minutes. About three weeks: longer than any job may run, and within the range of timers. */
export const MAX_TIMEOUT_MINUTES = 30_000;
