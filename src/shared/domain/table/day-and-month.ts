/**
 * Days with day and month as digits, and the year behind them: `04/01/2026` is the 4th of January or the 1st of April.
 * Which comes first is a habit of whoever writes the file, and not of one day's rows: where the configuration or the
 * reference says it, the texts may contradict it and never decide it. Else it is the order that all texts allow.
 */
import type { DayOrder } from '../documents/day-orders.ts';
import { CLOCK, instantOf } from './clock-parts.ts';
import { describeDayOrderFault, type DayOrderFault, type KnownDayOrder } from './day-order.ts';
import { bothReadingsOf } from './open-days.ts';

export type DayReading =
  /** Epoch milliseconds of each text. `dayOrder` is absent where both orders give the same days. */
  | { readonly kind: 'times'; readonly values: readonly number[]; readonly dayOrder?: DayOrder }
  | {
      readonly kind: 'unclear';
      readonly expected: string;
      readonly got: string;
      readonly odd?: string;
      readonly dayOrder?: DayOrderFault;
    };

const DAY_AND_MONTH = new RegExp(String.raw`^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})${CLOCK}$`, 'i');

export function isDayAndMonth(text: string): boolean {
  return DAY_AND_MONTH.test(text);
}

/** @param texts distinct ones. @returns undefined where some text has another form. O(texts). */
export function readDaysAndMonths(
  texts: readonly string[],
  known: KnownDayOrder | undefined,
): DayReading | undefined {
  const parts = texts.map((text) => DAY_AND_MONTH.exec(text));
  if (texts.length === 0 || parts.includes(null)) return undefined;
  const short = texts.find((_, index) => parts[index]?.[4]?.length === 2);
  if (short !== undefined)
    return { kind: 'unclear', expected: 'years of four digits', got: JSON.stringify(short) };
  const hasPoints = parts.every((match) => match?.[2] === '.');
  return decide(
    {
      texts,
      'day-first': texts.map((text) => parseDay(text, 'day-first')),
      'month-first': texts.map((text) => parseDay(text, 'month-first')),
      hasPoints,
    },
    known,
  );
}

interface BothReadings extends Readonly<Record<DayOrder, readonly number[]>> {
  readonly texts: readonly string[];
  /** Points are written between the parts where the day comes first. */
  readonly hasPoints: boolean;
}

function decide(both: BothReadings, known: KnownDayOrder | undefined): DayReading {
  const { texts, hasPoints } = both;
  const nowhere = texts.find(
    (_, index) => Number.isNaN(both['day-first'][index]) && Number.isNaN(both['month-first'][index]),
  );
  const expected = 'days in one spelling';
  if (nowhere !== undefined) return { kind: 'unclear', expected, got: JSON.stringify(nowhere), odd: nowhere };
  const [onlyDay, onlyMonth] = [onlyIn(both, 'day-first'), onlyIn(both, 'month-first')];
  const [dayExample, monthExample] = [onlyDay[0], onlyMonth[0]];
  const found =
    dayExample !== undefined ? 'day-first' : monthExample !== undefined ? 'month-first' : undefined;
  if (dayExample !== undefined && monthExample !== undefined) return bothOrders(both, known);
  if (known !== undefined) {
    // Somebody else's habit says little of who writes points.
    const isDoubtful =
      hasPoints && known.order === 'month-first' && known.saidBy !== 'configuration' && found === undefined;
    if ((found === undefined || found === known.order) && !isDoubtful) return read(both, known.order);
    const example = dayExample ?? monthExample ?? texts[0] ?? '';
    return unclear({ found: found ?? 'day-first', known, example });
  }
  if (found !== undefined) return read(both, found);
  if (hasPoints) return read(both, 'day-first');
  const isSame = both['day-first'].every((value, index) => value === both['month-first'][index]);
  if (isSame) return { kind: 'times', values: both['day-first'] };
  return unclear({
    found: 'open',
    known: undefined,
    example: texts.find((text) => bothReadingsOf(text) !== undefined) ?? '',
  });
}

function read(both: BothReadings, order: DayOrder): DayReading {
  return { kind: 'times', values: both[order], dayOrder: order };
}

/** The texts that are a day in this order alone. */
function onlyIn(both: BothReadings, order: DayOrder): readonly string[] {
  const other = order === 'day-first' ? 'month-first' : 'day-first';
  return both.texts.filter((_, index) => Number.isNaN(both[other][index]));
}

/** Of the texts that can be read in one order alone, so few may be slips. */
const MOST_SLIPS = 0.2;

/** Where the order is known, few days in the other one are left out; many show that the others may be in it too. */
function bothOrders(both: BothReadings, known: KnownDayOrder | undefined): DayReading {
  const { texts } = both;
  if (known === undefined) {
    const [example = ''] = texts;
    return unclear({ found: 'both', known, example });
  }
  const right = onlyIn(both, known.order);
  const slips = onlyIn(both, known.order === 'day-first' ? 'month-first' : 'day-first');
  const [example = ''] = slips;
  const reading = unclear({ found: 'both', known, example });
  return slips.length <= MOST_SLIPS * (right.length + slips.length) ? { ...reading, odd: example } : reading;
}

function unclear(fault: DayOrderFault): Extract<DayReading, { kind: 'unclear' }> {
  return { kind: 'unclear', ...describeDayOrderFault(fault), dayOrder: fault };
}

function parseDay(text: string, order: DayOrder): number {
  const [, first = '', , second = '', year = '', ...clock] = DAY_AND_MONTH.exec(text) ?? [];
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return instantOf([year, month, day], clock);
}
