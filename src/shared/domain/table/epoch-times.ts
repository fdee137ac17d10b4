/**
 * Times as numbers since 1970: seconds, milliseconds, microseconds or nanoseconds, by their number of digits. Where
 * no configuration says that a column holds times, numbers of ten digits may be customers as well: whole hours are times.
 */
import { HOUR_MS } from '../kernel/time.ts';

/** From 2001 to 2286. */
const MS_PER_UNIT: ReadonlyMap<number, number> = new Map([
  [10, 1000],
  [13, 1],
  [16, 1e-3],
  [19, 1e-6],
]);
const DIGITS = /^\d{10}(?:\d{3}){0,3}(?:\.\d+)?$/;

/** Epoch milliseconds; NaN for other texts. The unit follows from the digits before a point. */
export function parseEpoch(text: string): number {
  if (!DIGITS.test(text)) return NaN;
  const [whole = ''] = text.split('.');
  return Number(text) * (MS_PER_UNIT.get(whole.length) ?? NaN);
}

/** Data of other years are no numbers since 1970 here. */
const FIRST_TIME = Date.UTC(2000, 0, 1);
const LAST_TIME = Date.UTC(2060, 0, 1);

export type EpochReading =
  | { readonly kind: 'times'; readonly values: readonly number[] }
  | { readonly kind: 'unclear'; readonly expected: string }
  | { readonly kind: 'other' };

/** @param texts distinct, trimmed ones of a column that no configuration declares. */
export function readEpochs(texts: readonly string[]): EpochReading {
  const length = wholeDigits(texts[0] ?? '');
  const values: number[] = [];
  for (const text of texts) {
    const value = parseEpoch(text);
    const isPlausible = value >= FIRST_TIME && value < LAST_TIME && wholeDigits(text) === length;
    if (!isPlausible) return { kind: 'other' };
    values.push(value);
  }
  if (values.every((value) => value % HOUR_MS === 0)) return { kind: 'times', values };
  if (isGapless(values, MS_PER_UNIT.get(length) ?? 1)) return { kind: 'other' };
  return {
    kind: 'unclear',
    expected: 'times such as 2026-01-16T09:30:00Z, or names that are no times since 1970',
  };
}

function wholeDigits(text: string): number {
  return text.split('.')[0]?.length ?? 0;
}

/** Whether numbers nearly follow each other one by one, as those of customers do. */
function isGapless(values: readonly number[], unitMs: number): boolean {
  let first = Infinity;
  let last = -Infinity;
  for (const value of values) {
    first = Math.min(first, value);
    last = Math.max(last, value);
  }
  return (last - first) / unitMs < 2 * values.length;
}
