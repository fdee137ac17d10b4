/** The columns of rows that lie there, by the first line of their file. */
import type { Survey } from './survey.ts';

const DELIMITERS = [';', '\t', '|', ','] as const;
const ID =
  /(^|[_ -])id$|^id([_ -]|$)|^(key|index|uuid)$|nummer$|number$|(^|_)(nr|no)$|schl[üu]ssel$|(?-i:[a-z]I[dD]$)/i;
const LABEL = /^(label|target|truth|actual|y|y_true|outcome|churn|default|ausfall|ziel)$/i;

/** Empty for a file that does not lie there, is large, or has no text. */
export function headerOf({ read }: Survey, path: string): readonly string[] {
  const [first = ''] = (/\.(csv|tsv)$/i.test(path) ? (read(path) ?? '') : '').split(/\r?\n/);
  const delimiter = DELIMITERS.find((one) => first.includes(one));
  if (delimiter === undefined || first.includes('\ufffd')) return [];
  return first
    .replace(/^\ufeff/, '')
    .split(delimiter)
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

/** The same columns; an id or label that the header lacks is the one of the header that looks like it. */
export function columnsInHeader<Columns extends { readonly id: string; readonly label: string }>(
  columns: Columns,
  header: readonly string[],
): Columns {
  const nameOf = (name: string, pattern: RegExp): string =>
    header.length === 0 || header.includes(name) ? name : (header.find((one) => pattern.test(one)) ?? name);
  return { ...columns, id: nameOf(columns.id, ID), label: nameOf(columns.label, LABEL) };
}
