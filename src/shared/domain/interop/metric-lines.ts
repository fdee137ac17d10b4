/**
 * Plain text with a value a line, as people print it: `Accuracy: 0.93`, `F1 = 0.91`, `auc 0.88`, and the table that
 * `classification_report` of scikit-learn prints. A value that is no number stays text, as it does in every other
 * format, and so does a line of another kind, under its number.
 */
import { DataError } from '../kernel/errors.ts';
import { isReportHeader, readReportRow, type ReportRow } from './printed-report.ts';

const NAMED = /^(?<name>[^:=\t]*[^:=\s])\s*[:=]\s*(?<value>\S.*)$/;
/** Of two numbers, the last one is no more the value than the first: such a line is of a table. */
const SPACED =
  /^(?<name>(?!.*(?:^|\s)[-+]?[\d.]+%?\s+[-+]?[\d.]+%?$)\S(?:.*\S)?)\s+(?<value>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?)$/i;
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
    const entry = row ?? readLine(line.trim());
    isReport = isReportHeader(line) || (isReport && (row !== undefined || line.trim() === ''));
    if (entry === undefined || isReportHeader(line)) continue;
    const name = entry.name ?? `line ${number}`;
    const earlier = lineOf.get(name);
    if (earlier !== undefined) throw twice(where, name, [earlier, number]);
    lineOf.set(name, number);
    values.set(name, entry.value);
    hasNumber ||= typeof entry.value !== 'string';
  }
  return hasNumber ? values : undefined;
}

function readLine(
  line: string,
): { readonly name: string | undefined; readonly value: number | string } | undefined {
  if (RULER.test(line)) return undefined;
  const { name, value } = (NAMED.exec(line) ?? SPACED.exec(line))?.groups ?? {};
  if (name === undefined || value === undefined) return { name: undefined, value: line };
  const number = Number(value);
  return { name, value: NUMBER.test(value) && Number.isFinite(number) ? number : value };
}

function twice(where: string, name: string, lines: readonly [number, number]): DataError {
  return new DataError(
    'DATA_INVALID',
    `${where}: expected each name once, got ${JSON.stringify(name)} in lines ${lines.join(' and ')}`,
    { hint: 'write the values that count only, such as those of the last epoch, or one file in JSON' },
  );
}
