/** The columns of rows that lie there, by the first line of their file. */
import type { Survey } from './survey.ts';

const DELIMITERS = [';', '\t', '|', ','] as const;
/** What is written in one word: `paid` and `valid` are none. */
const GLUED =
  '(?:account|case|client|customer|employee|flight|house|item|loan|order|passenger|patient|product|record|row|sample|session|store|student|ticket|transaction|user)id';
const ID = new RegExp(
  `(^|[_ -])id$|^id([_ -]|$)|^${GLUED}$|^(key|index|uuid)$|nummer$|number$|(^|_)(nr|no)$|schl[üu]ssel$|(?-i:[a-z]I[dD]$)`,
  'i',
);
const LABEL = /^(label|target|truth|actual|y|y_true|outcome|churn|default|ausfall|ziel)$/i;

export function isDelimitedFile(path: string): boolean {
  return /\.(csv|tsv)$/i.test(path);
}

/** Empty for a file that does not lie there, is large, or has no text. */
export function headerOf(survey: Survey, path: string): readonly string[] {
  const [first = ''] = isDelimitedFile(path) ? linesOf(survey, path) : [];
  const delimiter = delimiterOf(first);
  if (delimiter === undefined || first.includes('\ufffd')) return [];
  return cellsOf(first, delimiter);
}

/** @returns undefined for one column, and for text that is no table. */
export function delimiterOf(line: string): string | undefined {
  return DELIMITERS.find((one) => line.includes(one));
}

/** Cells of one line, each without its quotes. */
export function cellsOf(line: string, delimiter: string): readonly string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}

/** Without a byte order mark; one empty line for a file that cannot be read. */
export function linesOf({ read }: Survey, path: string): readonly string[] {
  return (read(path) ?? '').replace(/^\ufeff/, '').split(/\r?\n/);
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
