/** Times of a column that is declared to hold times: each text by the spelling of all of them. */
import type { DayOrder } from '../documents/day-orders.ts';
import type { Period } from '../kernel/period.ts';
import type { DayOrderFault, KnownDayOrder } from './day-order.ts';
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
  /** Which of day and month comes first, where the texts have both as digits. */
  readonly dayOrder?: DayOrder;
  /** Why no text is read, where that is the order of day and month. */
  readonly dayOrderFault?: DayOrderFault;
}

/** @param known which of day and month comes first, as somebody else says. */
export function parseTimes(texts: readonly string[], known?: KnownDayOrder): ReadTimes {
  let present = texts.filter((text) => !isMissingWord(text));
  if (present.length > 0 && present.every((text) => !Number.isNaN(parseEpoch(text)))) {
    return { values: texts.map(parseEpoch) };
  }
  let reading = readTimes(present, known);
  for (let odd = 0; odd < MOST_ODD && reading.kind === 'unclear' && reading.odd !== undefined; odd++) {
    const { odd: text } = reading;
    present = present.filter((other) => other !== text);
    reading = readTimes(present, known);
  }
  if (reading.kind !== 'times') {
    const fault = reading.kind === 'unclear' ? reading.dayOrder : undefined;
    return { values: texts.map(parseTimeText), ...(fault !== undefined && { dayOrderFault: fault }) };
  }
  const { values } = reading;
  const valueOf = new Map(present.map((text, index) => [text, values[index]]));
  return {
    values: texts.map((text) => valueOf.get(text) ?? NaN),
    ...periodOf(reading),
    ...(reading.dayOrder !== undefined && { dayOrder: reading.dayOrder }),
  };
}

/** Times and days are grouped as `group` says. */
function periodOf({ unit }: Extract<TimeReading, { kind: 'times' }>): Pick<ReadTimes, 'period'> {
  return unit === 'time' || unit === 'hour' || unit === 'day' ? {} : { period: unit };
}
