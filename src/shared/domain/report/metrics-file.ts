/** What a metrics file has besides the numbers that count: which row they are of, what is no number, what was left out. */
import type { Run } from '../documents/run.ts';
import { countOf } from '../text/number-text.ts';
import { fold } from '../text/sections.ts';
import { renderTable } from '../text/markdown-table.ts';
import { codeSpan } from '../text/untrusted-text.ts';

/** Empty for a file of numbers alone. */
export function renderMetricsFile({
  lastOf,
  leftOut,
  notes = {},
}: NonNullable<Run['metricsFile']> = {}): string {
  const remarks = [
    ...(lastOf === undefined
      ? []
      : [`The metrics are those of the last of ${countOf(lastOf, 'row')} or epochs.`]),
    ...(leftOut === undefined
      ? []
      : [`${countOf(leftOut, 'more value')} of the metrics file were left out.`]),
  ];
  const rows = Object.entries(notes).map(([name, text]) => [codeSpan(name), codeSpan(text)]);
  const table = rows.length === 0 ? '' : renderTable([{ title: 'name' }, { title: 'value' }], rows);
  const title = `Entries of the metrics file that are not numbers (${rows.length})`;
  return [remarks.join(' '), fold(title, table)].filter((part) => part !== '').join('\n\n');
}
