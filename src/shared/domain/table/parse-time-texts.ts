/** Times of a column that is declared to hold times: each text by the spelling of all of them. */
import { isMissingWord } from './infer-kind.ts';
import { parseTimeText } from './parse-time.ts';
import { readTimes } from './time-spelling.ts';

/** Seconds, milliseconds, microseconds and nanoseconds since 1970, by their number of digits, from 2001 to 2286. */
const MS_PER_UNIT: ReadonlyMap<number, number> = new Map([
  [10, 1000],
  [13, 1],
  [16, 1e-3],
  [19, 1e-6],
]);
const DIGITS = /^\d{10}(?:\d{3}){0,3}(?:\.\d+)?$/;

/** Epoch milliseconds of each text; NaN for one that is missing or no time. */
export function parseTimes(texts: readonly string[]): readonly number[] {
  const present = texts.filter((text) => !isMissingWord(text));
  const reading = readTimes(present);
  if (reading.kind === 'times') {
    const valueOf = new Map(present.map((text, index) => [text, reading.values[index]]));
    return texts.map((text) => valueOf.get(text) ?? NaN);
  }
  const isCounted = present.length > 0 && present.every((text) => DIGITS.test(text));
  return texts.map(isCounted ? countedTime : parseTimeText);
}

/** The unit follows from the digits before a point. */
function countedTime(text: string): number {
  const [whole = ''] = text.split('.');
  return Number(text) * (MS_PER_UNIT.get(whole.length) ?? NaN);
}
