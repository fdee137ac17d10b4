/**
 * What the kernel reads is what `Number` and Python read, to the bit, wherever a piece of the file ends and however much
 * of it a call takes.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvFault } from '../../../src/shared/domain/table/csv-fault.ts';
import { detectLayout, type CsvReaderOptions } from '../../../src/shared/domain/table/csv-layout.ts';
import { CsvReader } from '../../../src/shared/domain/table/csv-reader.ts';
import type { CsvResult } from '../../../src/shared/domain/table/csv-result.ts';

/** What stands in a table, so that views of larger memory are equal to those of smaller. */
type Read = Pick<CsvResult, 'rowCount' | 'fileSign'> & { readonly columns: readonly unknown[] };

function readPieces(
  bytes: Uint8Array,
  pieces: readonly Uint8Array[],
  options: CsvReaderOptions,
): Read | string {
  try {
    const layout = detectLayout(bytes, options);
    const reader = new CsvReader(options, { layout, start: layout.bodyStart, isFirst: true });
    for (const piece of pieces) reader.push(piece);
    const { rowCount, fileSign, columns } = reader.finish();
    return {
      ...{ rowCount, fileSign },
      columns: columns.map(([name, column]) =>
        column.kind === 'identity'
          ? [name, Array.from({ length: rowCount }, (_, row) => column.identity.texts.at(row))]
          : [name, column],
      ),
    };
  } catch (error) {
    if (!(error instanceof CsvFault)) throw error;
    return error.message;
  }
}

const options: CsvReaderOptions = { where: 'rows.csv', kinds: new Map([['id', 'identity']]) };

/** @param ends where pieces end. */
function readCut(
  text: string,
  ends: readonly number[] = [],
  more: Partial<CsvReaderOptions> = {},
): Read | string {
  const bytes = new TextEncoder().encode(text);
  const { bodyStart } = detectLayout(bytes, { ...options, ...more });
  const places = [bodyStart, ...ends.filter((end) => end > bodyStart && end < bytes.length), bytes.length];
  const pieces = places.slice(1).map((end, index) => bytes.slice(places[index], end));
  return readPieces(bytes, pieces, { ...options, ...more });
}

function readColumn(texts: readonly string[], kind?: 'number'): Float64Array {
  const text = ['x,y', ...texts.map((cell) => `${cell},1`), ''].join('\n');
  const read = readCut(text, [], kind === undefined ? {} : { kinds: new Map([['x', kind]]) });
  if (typeof read === 'string') throw new Error(read);
  const [[, { column }]] = read.columns as [[string, { column: { values: Float64Array } }]];
  return column.values;
}

const hexOf = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};

describe('a number is the double that is nearest', () => {
  it('by Python, also halfway between two doubles and beside that', async () => {
    const fixture = await readFile(join(import.meta.dirname, 'fixtures', 'numbers', 'numbers.csv'), 'utf8');
    const cases = fixture
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',') as [string, string]);
    expect(cases.length).toBeGreaterThan(4000);
    const values = readColumn(cases.map(([text]) => text));
    expect(Array.from(values, hexOf)).toEqual(cases.map(([, bits]) => bits));
  });

  it('by Number, in 20,000 spellings', () => {
    const digits = (least: number, most: number): fc.Arbitrary<string> =>
      fc.string({ unit: fc.nat(9).map(String), minLength: least, maxLength: most });
    const whole = digits(1, 22).filter((text) => !/^0\d/.test(text));
    const plain = fc.oneof(
      whole,
      fc.tuple(whole, digits(0, 22)).map(([before, behind]) => `${before}.${behind}`),
      digits(1, 24).map((text) => `.${text}`),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.integer({ min: -1e6, max: 1e6 }).map((value) => (value / 1000).toFixed(3)),
    );
    const exponent = fc
      .tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), digits(1, 3))
      .map((parts) => parts.join(''));
    const spelling = fc
      .tuple(fc.constantFrom('', '', '-', '+'), plain, fc.oneof(fc.constant(''), exponent))
      .map(([sign, text, power]) => `${sign}${text}${power}`)
      .filter((text) => /^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)));
    const texts = fc.sample(spelling, { numRuns: 20_000, seed: 1 });
    const values = readColumn(texts, 'number');
    const wrong = texts.filter((text, row) => !Object.is(values[row], Number(text)));
    expect(wrong).toEqual([]);
  });
});

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const long = 'a text of more than sixteen bytes';
const mixed = [
  'id,value,word,at,note',
  'u1,1.5,a,2026-01-01,"x, ""y"""',
  'u2,-0.12345678901234567,b c,2026-01-02,',
  `"u,3",n/a,"${long}",2026-01-03," "`,
  'u"4,1e-5, b c,2026-01-04,"line\nend"',
  ' u5,,"b c" ,, "z"',
  `"u""6",12345678901234567890,${long},2026-01-06,"""` + '"',
  `u7,"7","${long}",2026-01-07,é`,
  '"",007,,2026-01-08,"é"',
  '',
].join('\n');

describe('wherever a piece ends, the file is the same', () => {
  it.each<[string, string, Partial<CsvReaderOptions>?]>([
    ['cells of each kind', mixed],
    ['line ends of Windows', crlf(mixed)],
    ['line ends of old systems', mixed.replaceAll('\n', '\r')],
    ['no line end behind the last row', mixed.trimEnd()],
    ['blank lines', `${mixed.replaceAll('\nu', '\n\nu')}\n\n`],
    ['one column, with rows that are blank', 'x\n1\n\n2.5\r\n\r\n"3"\n'],
    ['blanks behind delimiters', 'id, x, y\nu1, 1, a\nu2,  2.5,"b"\nu3, ,\n'],
    ['columns that are not asked for', mixed, { columns: ['value', 'note'] }],
    ['texts of all columns', mixed, { asText: new Set(['value', 'word', 'at', 'note']) }],
    ['too many fields', `${mixed}u9,1,a,2026-01-09,n,more,and more\nu10,1,a,2026-01-09,n\n`],
    ['too few fields', `${mixed}u9,1,a\nu10,1,a,2026-01-09,n\n`],
    ['too many fields at the end', `${mixed}u9,1,a,2026-01-09,n,more,and more`],
    ['text behind a quote', `${mixed}u9,"1"2,a,2026-01-09,n\n`],
    ['a backslash before a quote', `${mixed}u9,"1\\"2",a,2026-01-09,n\n`],
    ['an open quote', `${mixed}u9,1,a,2026-01-09,"n\n`],
    ['a mark before a row', `${mixed}\ufeffu9,1,a,2026-01-09,n\n`],
  ])('%s', (_case, text, more) => {
    const whole = readCut(text, [], more);
    const size = new TextEncoder().encode(text).length;
    // Thousands of them: an assertion takes as long as the reading.
    for (let end = 1; end < size; end++) {
      const cut = readCut(text, [end], more);
      if (!isDeepStrictEqual(cut, whole)) expect(cut, `cut at ${end}`).toEqual(whole);
    }
    const everywhere = Array.from({ length: size }, (_, end) => end);
    expect(readCut(text, everywhere, more)).toEqual(whole);
  });

  it('what a number shows is not read from a part of it', () => {
    // A whole number beside `1.234` makes the point one between thousands, and 5e3 shows none.
    const text = ['id,x', 'u1,1.234', 'u2,2.345', 'u3,5e3', 'u4,1.500', ''].join('\n');
    const whole = readCut(text);
    expect(whole).toMatchObject({ columns: [{}, ['x', { column: { kind: 'number', decimal: 'point' } }]] });
    expect(readCut(text, [text.indexOf('e3')])).toEqual(whole);
  });
});

/** Of a column, by row, in the first reading of a table. */
function textsOf(read: Read | string, name: string): readonly (string | undefined)[] {
  if (typeof read === 'string') throw new Error(read);
  const [, found] = read.columns.find((column) => (column as [string])[0] === name) as [string, unknown];
  if (Array.isArray(found)) return found as readonly (string | undefined)[];
  const { column } = found as { column: { codes: Int32Array; categories: readonly string[] } };
  return Array.from(column.codes, (code) => column.categories[code]);
}

describe('what is more than a call takes is taken by the next one', () => {
  const piece = 10_000;

  function expectTexts(texts: readonly string[], cellOf: (text: string) => string = (text) => text): void {
    const text = ['id,word', ...texts.map((word) => `${cellOf(word)},${cellOf(word)}`), ''].join('\n');
    const ends = Array.from({ length: Math.floor(text.length / piece) }, (_, index) => (index + 1) * piece);
    const read = readCut(text, ends, { asText: new Set(['word']) });
    expect(textsOf(read, 'id')).toEqual(texts);
    expect(textsOf(read, 'word')).toEqual(texts);
  }

  it('rows', () => expectTexts(Array.from({ length: 30_000 }, (_, row) => `w${row % 7}`)));

  it('texts that are known, and bytes of them', () => {
    expectTexts(Array.from({ length: 9000 }, (_, row) => `w${(row * 7919) % 4001}`));
    expectTexts(Array.from({ length: 3000 }, (_, row) => `${'long '.repeat(20)}${(row * 7919) % 1001}`));
  });

  it('texts that begin alike, and have zeros at their end', () => {
    const alike = ['a', 'a\0', 'a\0\0', 'a'.repeat(16), 'a'.repeat(17), 'a'.repeat(32), `${'a'.repeat(31)}b`];
    expectTexts(Array.from({ length: 100 }, (_, row) => alike[row % alike.length] ?? ''));
  });

  it('cells for the rules of the columns', () => {
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    expectTexts(
      Array.from({ length: 20_000 }, (_, row) => `"${row % 5000}"`),
      quoted,
    );
  });

  it('a cell that is larger than a piece', () => {
    const huge = 'x'.repeat(3 * piece);
    expectTexts(['a', huge, 'b', huge, `${huge}y`]);
  });

  it('columns of texts', () => {
    const columns = Array.from({ length: 600 }, (_, column) => `c${column}`);
    const rows = Array.from({ length: 40 }, (_, row) => columns.map((name) => `${name} ${row % 3}`));
    const text = [columns, ...rows, []].map((cells) => cells.join(',')).join('\n');
    const read = readCut(text);
    for (const name of ['c0', 'c255', 'c256', 'c599']) {
      expect(textsOf(read, name)).toEqual(rows.map((_, row) => `${name} ${row % 3}`));
    }
  });
});
