/** Rows without a time, as a sentence: how many, and why their days are not read. */
import type { FindingDetail } from '../documents/finding-detail.ts';
import { dayOrders } from '../documents/day-orders.ts';
import { isKnown } from '../documents/open-values.ts';
import { dayOrderInWords } from '../table/day-order.ts';
import { countOf, formatCount, formatShare } from '../text/number-text.ts';

type UndatedRows = Extract<FindingDetail, { code: 'undated-rows' }>;

export function describeUndatedRows(detail: UndatedRows): string {
  const { rows, missingRows, unreadableRows, examples, referenceFraction, dayOrder } = detail;
  const undated = missingRows + unreadableRows;
  const shown = examples.map((example) => JSON.stringify(example)).join(', ');
  const parts = [
    missingRows === 0 ? [] : `${formatCount(missingRows)} without a value`,
    unreadableRows === 0 ? [] : `${formatCount(unreadableRows)} with a text such as ${shown}`,
  ].flat();
  const order = dayOrder === undefined ? '' : `. ${describeOrder(dayOrder)}`;
  return `${formatCount(undated)} of ${countOf(rows, 'row')} (${formatShare(undated / rows)}) have no time: ${parts.join(', ')}; ${formatShare(referenceFraction)} in the reference${order}`;
}

function describeOrder({ expected, found }: NonNullable<UndatedRows['dayOrder']>): string {
  const pin = 'or say it with `day-first` or `month-first` in `columns` of the configuration';
  if (!isKnown(dayOrders, expected))
    return `Which of day and month comes first is open: write days with the year first, such as 2026-01-31, ${pin}`;
  const seen = found === 'day-first' || found === 'month-first' ? dayOrderInWords(found) : 'both orders';
  return `Days with ${dayOrderInWords(expected)} are expected, and these have ${seen}, so that none is read: write days as before, or with the year first, such as 2026-01-31, ${pin}`;
}
