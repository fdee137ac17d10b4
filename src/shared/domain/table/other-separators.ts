/**
 * Separators between fields that this reader does not read: several characters, control characters, and signs that stand
 * in names and texts as well. Such a file has one column, or columns with the rest of the separator around their names
 * and values, and is refused by the name of what separates its fields.
 */
import { DataError } from '../kernel/errors.ts';
import type { CsvRow } from './csv-rows.ts';
import { parseDeclaredNumber } from './parse-number.ts';

/** What systems write by default, however few fields there are. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['\u0001', 'the control character U+0001 (the default of Hive)'],
  ['^', 'the character ^'],
  ['~', 'the character ~'],
  ['¦', 'the character ¦'],
  ['þ', 'the character þ'],
  ['§', 'the character §'],
  ['¶', 'the character ¶'],
  ['，', 'the full-width comma ，'],
  ['；', 'the full-width semicolon ；'],
]);
/* oxlint-disable no-control-regex -- what separates fields may be a control character */
/** Signs and control characters between letters and digits; no blanks, and none of the signs that names have inside. */
const SIGNS = /[^\p{L}\p{N}\p{M}\s_.'"()[\]{}%$€£°-]+/gu;
const CONTROL = /^[\u0000-\u001f]+$/;
/* oxlint-enable no-control-regex */
/** Of so many fields one sign between letters is no part of a name. */
const SEVERAL = 3;
/** They stand in times, dates, fractions and paths. */
const IN_VALUES = new Set([':', '/']);

/**
 * A file of one column: the signs that divide all of its lines into as many fields.
 * @param rows of one cell each, the header first. @throws DataError that names what separates the fields.
 */
export function refuseOtherSeparators(rows: readonly CsvRow[], where: string): void {
  const [header, ...lines] = rows.map(({ cells }) => cells[0]);
  // Who quotes a name means one name.
  if (header === undefined || header.isQuoted) return;
  const texts = lines.map((cell) => cell?.text ?? '');
  const candidates = new Set([
    ...[...KNOWN.keys()].filter((known) => header.text.includes(known)),
    ...(header.text.match(SIGNS) ?? []),
  ]);
  const separator = [...candidates].find((sign) => separatesAll(sign, header.text, texts));
  if (separator !== undefined) refuseSeparator(separator, where);
  if (areBlanksSeparators(header.text, texts)) refuse('blanks between the fields', where);
}

function separatesAll(sign: string, header: string, lines: readonly string[]): boolean {
  const names = header.split(sign);
  const rows = lines.map((line) => line.split(sign));
  if (names.length < 2 || rows.some((row) => row.length !== names.length)) return false;
  if (KNOWN.has(sign)) return true;
  if (names.some((name) => name.trim() === '') || rows.length === 0) return false;
  if (names.length >= SEVERAL || sign.length > 1 || CONTROL.test(sign)) return true;
  return !IN_VALUES.has(sign) && names.some((name, column) => isNumericBelow(name, column, rows));
}

function isNumericBelow(name: string, column: number, rows: readonly (readonly string[])[]): boolean {
  const areNumbers = rows.every((row) => !Number.isNaN(parseDeclaredNumber(row[column] ?? '')));
  return areNumbers && Number.isNaN(parseDeclaredNumber(name));
}

function areBlanksSeparators(header: string, lines: readonly string[]): boolean {
  const names = header.trim().split(/\s+/);
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter((row) => row[0] !== '');
  if (names.length < 2 || rows.length === 0) return false;
  // R writes one field more in each row than in the header: the name of the row.
  const extra = (rows[0]?.length ?? 0) - names.length;
  if (extra !== 0 && extra !== 1) return false;
  if (rows.some((row) => row.length !== names.length + extra)) return false;
  return names.some((name, column) => isNumericBelow(name, column + extra, rows));
}

/** Such a sign beside the delimiter belongs to it where every name and every value has it. */
const BESIDE = /^[~^|#:;*!&§¦@]$/;

/**
 * A file whose delimiter is a part of its separator: `~|~` and `|^|` leave signs around the names, or between them.
 * @param rows the header and some rows, in fields by the delimiter. @throws DataError that names the separator.
 */
export function refuseWideSeparators(rows: readonly CsvRow[], delimiter: number, where: string): void {
  const sign = String.fromCharCode(delimiter);
  const fields = rows.map(({ cells }) => cells.map(({ text }) => text.trim()));
  const [names = []] = fields;
  if (names.length < 2 || fields.some((row) => row.length !== names.length)) return;
  const between = names[1] ?? '';
  const isBetween = (text: string, column: number): boolean => column % 2 === 0 || text === between;
  if (names.length >= SEVERAL && BESIDE.test(between) && fields.every((row) => row.every(isBetween)))
    refuseSeparator(`${sign}${between}${sign}`, where);
  const behind = commonSign(fields.map((row) => row.slice(1).map((text) => text.slice(0, 1))));
  const before = commonSign(fields.map((row) => row.slice(0, -1).map((text) => text.slice(-1))));
  if (behind !== '' || before !== '') refuseSeparator(`${before}${sign}${behind}`, where);
}

/** The sign that all texts are; empty where they are none, or differ. */
function commonSign(rows: readonly (readonly string[])[]): string {
  const first = rows[0]?.[0] ?? '';
  const isCommon = BESIDE.test(first) && rows.every((row) => row.every((text) => text === first));
  return isCommon && rows.length > 1 ? first : '';
}

/** @throws DataError that names the separator, of one character or several. */
export function refuseSeparator(separator: string, where: string): never {
  refuse(describe(separator), where);
}

function describe(separator: string): string {
  const known = KNOWN.get(separator);
  if (known !== undefined) return known;
  if (!CONTROL.test(separator)) return JSON.stringify(separator);
  const codes = Array.from(
    separator,
    (sign) => `U+${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `the control character ${codes.join(' ')}`;
}

function refuse(got: string, where: string): never {
  throw new DataError(
    'DATA_INVALID',
    `${where}, line 1: expected one of , ; tab | as delimiter, got ${got}`,
    {
      hint: 'write the file with commas, such as pandas `to_csv(path, index=False)` does; quote the name of the column where it is one',
    },
  );
}
