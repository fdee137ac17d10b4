/**
 * Plain text as people print it: `Accuracy: 0.93`, `F1 = 0.91`, `auc 0.88`, several in one line
 * (`Accuracy = 0.93, F1 Score = 0.87.`), and the table that `classification_report` of scikit-learn prints. A value
 * that is no number stays text, as it does in every other format, and so does a line of another kind, under its number.
 */
import { DataError } from '../kernel/errors.ts';
import { isReportHeader, readReportRow, type ReportRow } from './printed-report.ts';

const NAMED = /^(?<name>[^:=\t]*[^:=\s])\s*[:=]\s*(?<value>\S.*)$/;
/** Of two numbers, the last one is no more the value than the first: such a line is of a table. */
const SPACED =
  /^(?<name>(?!.*(?:^|\s)[-+]?[\d.]+%?\s+[-+]?[\d.]+%?$)\S(?:.*\S)?)\s+(?<value>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?)$/i;
/** One of several in a line, at its beginning; a full stop may end the sentence. */
const LISTED =
  /^(?<name>[^:=,;|\t]*[^:=,;|\s])\s*[:=]\s*(?<value>[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?%?)(?:\s*[,;|]\s*|\s+-\s+|\s+|\.?$)/i;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const RULER = /^[-=*#_\s]*$/;

type LineValue = number | string | ReadonlyMap<string, number>;
/** In the order of the file; the columns of a printed table are a map for each of its rows. */
type MetricLines = ReadonlyMap<string, LineValue>;

/**
 * @returns names and values in the order of the file; undefined where no line has a name and a number.
 * @throws DataError for a name in two lines: neither is the right one.
 */
export function parseMetricLines(text: string, where: string): MetricLines | undefined {
  const values = new Map<string, LineValue>();
  const lineOf = new Map<string, number>();
  let hasNumber = false;
  let isReport = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const number = index + 1;
    const row: ReportRow | undefined = isReport ? readReportRow(line.trim()) : undefined;
    // The same accuracy may stand in a line of its own, with more digits.
    if (row !== undefined && typeof row.value === 'number' && values.has(row.name)) continue;
    const entries = row === undefined ? readLine(line.trim(), number) : [row];
    isReport = isReportHeader(line) || (isReport && (row !== undefined || line.trim() === ''));
    if (isReportHeader(line)) continue;
    for (const { name, value } of entries) {
      const earlier = lineOf.get(name);
      if (earlier !== undefined) throw twice(where, name, [earlier, number]);
      lineOf.set(name, number);
      values.set(name, value);
      hasNumber ||= typeof value !== 'string';
    }
  }
  return hasNumber ? values : undefined;
}

interface LineEntry {
  readonly name: string;
  readonly value: LineValue;
}

/** @param number of the line, from 1. @returns more than one entry only where the whole line is a list of them. */
function readLine(line: string, number: number): readonly LineEntry[] {
  if (RULER.test(line)) return [];
  const listed = readListed(line);
  if (listed.length > 0) return listed;
  const { name, value } = (NAMED.exec(line) ?? SPACED.exec(line))?.groups ?? {};
  if (name === undefined || value === undefined) return [{ name: `line ${number}`, value: line }];
  return [{ name, value: asNumber(value) }];
}

/** @returns none where a part of the line is no name with a number: which of the others count is not known then. */
function readListed(line: string): readonly LineEntry[] {
  const entries: LineEntry[] = [];
  let rest = line;
  while (rest !== '') {
    const match = LISTED.exec(rest);
    const { name, value } = match?.groups ?? {};
    if (match === null || name === undefined || value === undefined) return [];
    entries.push({ name, value: asNumber(value) });
    rest = rest.slice(match[0].length);
  }
  return entries;
}

function asNumber(value: string): number | string {
  const number = Number(value);
  return NUMBER.test(value) && Number.isFinite(number) ? number : value;
}

function twice(where: string, name: string, lines: readonly [number, number]): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected each name once, got ${JSON.stringify(name)} ${lines[0] === lines[1] ? `twice in line ${lines[0]}` : `in lines ${lines.join(' and ')}`}`,
    { hint: 'write the values that count only, such as those of the last epoch, or one file in JSON' },
  );
}
