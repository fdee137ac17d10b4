/**
 * Plain text with a value a line, as people print it: `Accuracy: 0.93`, `F1 = 0.91`, `auc 0.88`. A value that is no
 * number stays text, as it does in every other format, and so does a line of another kind, under its number.
 */
import { DataError } from '../kernel/errors.ts';

const NAMED = /^(?<name>[^:=\t]*[^:=\s])\s*[:=]\s*(?<value>\S.*)$/;
const SPACED = /^(?<name>\S(?:.*\S)?)\s+(?<value>[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?%?)$/i;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
const RULER = /^[-=*#_\s]*$/;

/**
 * @returns names and values in the order of the file; undefined where no line has a name and a number.
 * @throws DataError for a name in two lines: neither is the right one.
 */
export function parseMetricLines(
  text: string,
  where: string,
): ReadonlyMap<string, number | string> | undefined {
  const values = new Map<string, number | string>();
  const lineOf = new Map<string, number>();
  let hasNumber = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const number = index + 1;
    const entry = readLine(line.trim());
    if (entry === undefined) continue;
    const name = entry.name ?? `line ${number}`;
    const earlier = lineOf.get(name);
    if (earlier !== undefined) throw twice(where, name, [earlier, number]);
    lineOf.set(name, number);
    values.set(name, entry.value);
    hasNumber ||= typeof entry.value === 'number';
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
