/** Times of a column that is declared to hold times: each text by the spelling of all of them. */
import type { Period } from '../kernel/period.ts';
import { parseEpoch } from './epoch-times.ts';
import { isMissingWord } from './infer-kind.ts';
import { parseTimeText } from './parse-time.ts';
import { readTimes, type TimeReading } from './time-spelling.ts';

/** So many different cells that are no times are left out, and the spelling is that of the others. */
const MOST_ODD = 5;

export interface ReadTimes {
  /** Epoch milliseconds of each text; NaN for one that is missing or no time. */
  readonly values: readonly number[];
  /** What each text names, where that is longer than a day. */
  readonly period?: Period;
}

export function parseTimes(texts: readonly string[]): ReadTimes {
  let present = texts.filter((text) => !isMissingWord(text));
  if (present.length > 0 && present.every((text) => !Number.isNaN(parseEpoch(text)))) {
    return { values: texts.map(parseEpoch) };
  }
  let reading = readTimes(present);
  for (let odd = 0; odd < MOST_ODD && reading.kind === 'unclear' && reading.odd !== undefined; odd++) {
    const { odd: text } = reading;
    present = present.filter((other) => other !== text);
    reading = readTimes(present);
  }
  if (reading.kind !== 'times') return { values: texts.map(parseTimeText) };
  const { values } = reading;
  const valueOf = new Map(present.map((text, index) => [text, values[index]]));
  return {
    values: texts.map((text) => valueOf.get(text) ?? NaN),
    ...periodOf(reading),
  };
}

/** Times and days are grouped as `group` says. */
function periodOf({ unit }: Extract<TimeReading, { kind: 'times' }>): Pick<ReadTimes, 'period'> {
  return unit === 'time' || unit === 'hour' || unit === 'day' ? {} : { period: unit };
}
