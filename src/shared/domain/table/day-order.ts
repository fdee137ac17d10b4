/** Which of day and month comes first in a column: who says it, and what is wrong where the texts do not fit. */
import type { DayOrder, foundDayOrders } from '../documents/day-orders.ts';
import { describeOpenDay } from './open-days.ts';

/** An order that is known before the texts are, and who says it. */
export interface KnownDayOrder {
  readonly order: DayOrder;
  /** `columns` of the configuration, the profile of the reference, or another table of the same comparison. */
  readonly saidBy: 'configuration' | 'reference' | 'other-table';
}

export interface DayOrderFault {
  readonly found: (typeof foundDayOrders)[number];
  /** Undefined where nothing says it. */
  readonly known?: KnownDayOrder | undefined;
  /** A text that shows it. */
  readonly example: string;
}

const ORDER_IN_WORDS: Readonly<Record<DayOrder, string>> = {
  'day-first': 'the day first',
  'month-first': 'the month first',
};

const SAID_BY: Readonly<Record<KnownDayOrder['saidBy'], string>> = {
  configuration: 'as `columns` of the configuration says',
  reference: 'as in the reference',
  'other-table': 'as in the other tables of the comparison',
};

export function dayOrderInWords(order: DayOrder): string {
  return ORDER_IN_WORDS[order];
}

/** As parts of a sentence. */
export function describeDayOrderFault({ found, known, example }: DayOrderFault): {
  readonly expected: string;
  readonly got: string;
} {
  const shown = JSON.stringify(example.slice(0, 80));
  const expected =
    known === undefined
      ? found === 'open'
        ? 'days of which the month is clear'
        : 'days in one spelling'
      : `days with ${ORDER_IN_WORDS[known.order]}, ${SAID_BY[known.saidBy]}`;
  switch (found) {
    case 'open':
      return { expected, got: describeOpenDay([example]) ?? shown };
    case 'both':
      return { expected, got: `${shown} among days in the other order` };
    case 'day-first':
    case 'month-first':
      return { expected, got: `${shown}, which has ${ORDER_IN_WORDS[found]}` };
  }
}

/** @param name of the column. */
export function hintOfDayOrder(name: string, { known }: Pick<DayOrderFault, 'known'>): string {
  const iso = 'write days with the year first, such as 2026-01-31';
  return known?.saidBy === 'configuration'
    ? `${iso}, or correct \`columns: { ${name}: ${known.order} }\` in the configuration`
    : `${iso}, or say which comes first: \`columns: { ${name}: day-first }\` or \`columns: { ${name}: month-first }\` in the configuration`;
}
