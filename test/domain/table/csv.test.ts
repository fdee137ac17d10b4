import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberColumn, textColumn, timeColumn } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

function parse(text: string, columns?: readonly string[]): Table {
  return parseCsv(new TextEncoder().encode(text), 'rows.csv', columns === undefined ? {} : { columns });
}

function kinds(table: Table): Record<string, string> {
  return Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind]));
}

describe('kinds of columns', () => {
  test('numbers, times, booleans and text are distinguished by their values', () => {
    const table = parse(
      'n,day,at,flag,word\n1,2026-11-22,2026-11-22T09:30:00+02:00,True,a\n-2.5e3,2026-11-23,,false,b\n',
    );
    expect(kinds(table)).toEqual({ n: 'number', day: 'time', at: 'time', flag: 'number', word: 'category' });
    expect([...numberColumn(table, 'n', 'f')]).toEqual([1, -2500]);
    expect([...timeColumn(table, 'day', 'f')]).toEqual([Date.UTC(2026, 10, 22), Date.UTC(2026, 10, 23)]);
    expect([...timeColumn(table, 'at', 'f')]).toEqual([Date.UTC(2026, 10, 22, 7, 30), NaN]);
    expect([...numberColumn(table, 'flag', 'f')]).toEqual([1, 0]);
  });

  test.each([
    ['hexadecimal digits that look like an exponent', ['00012e45', '00013e46']],
    ['leading zeros', ['007', '008']],
    ['one word among numbers, however late', ['1', '2', 'x3']],
    ['a hexadecimal literal', ['0x10', '0x11']],
    ['a grouped number', ['1_000', '2_000']],
    ['a day written in a local order', ['03/04/2026', '13/04/2026']],
    ['a day that no calendar has', ['2026-02-29', '2026-02-28']],
  ])('%s stay text, digit by digit', (_case, values) => {
    expect(textColumn(parse(`id\n${values.join('\n')}\n`), 'id', 'f')).toEqual(values);
    expect(kinds(parse(`id\n${values.join('\n')}\n`))).toEqual({ id: 'category' });
  });

  test('numbers that turn into text after thousands of rows are read again as text, from the first row', () => {
    const numbers = Array.from({ length: 5000 }, (_, i) => String(i));
    const values = [...numbers, ...numbers.map((number) => `A${number}`)];
    expect(textColumn(parse(`id\n${values.join('\n')}`), 'id', 'f')).toEqual(values);
  });

  test('words for missing are missing among numbers and times, and words in a column of text', () => {
    const table = parse('n,t,w\nNA,NaT,NA\n1,2026-01-01,Windhoek\n,,\nnull,None,null\n');
    expect([...numberColumn(table, 'n', 'f')]).toEqual([NaN, 1, NaN, NaN]);
    expect([...timeColumn(table, 't', 'f')]).toEqual([NaN, Date.UTC(2026, 0, 1), NaN, NaN]);
    expect(table.columns[2]).toEqual({
      kind: 'category',
      name: 'w',
      codes: Int32Array.of(0, 1, -1, 2),
      categories: ['NA', 'Windhoek', 'null'],
    });
  });

  test('infinity is a value, so that who cannot use it can refuse it', () => {
    expect([...numberColumn(parse('n\ninf\n-Infinity\n1\n'), 'n', 'f')]).toEqual([Infinity, -Infinity, 1]);
  });

  test('a column without any value is numeric and missing throughout', () => {
    expect([...numberColumn(parse('a,b\n1,\n2,\n'), 'b', 'f')]).toEqual([NaN, NaN]);
  });
});

describe('numbers', () => {
  test('are the doubles that Number gives, bit for bit', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const decimals = fc.oneof(
      // Integers from 2^53 on stay text: they are more likely identifiers than measurements.
      double.filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)).map(String),
      double.map((value) => value.toPrecision(17)).filter((text) => /[.e]/.test(text)),
      fc.stringMatching(/^-?(0|[1-9][0-9]{0,12})\.[0-9]{1,25}$/),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(fc.array(decimals, { minLength: 1 }), (texts) => {
        const values = numberColumn(parse(`n\n${texts.join('\n')}\n`), 'n', 'f');
        expect([...values]).toEqual(texts.map(Number));
      }),
    );
  });
});

describe('notation', () => {
  test('quotes hold delimiters, line ends and doubled quotes', () => {
    const table = parse('a,b\n"x, y","line 1\nline 2"\r\n"he said ""no""",plain\r\n');
    expect(textColumn(table, 'a', 'f')).toEqual(['x, y', 'he said "no"']);
    expect(textColumn(table, 'b', 'f')).toEqual(['line 1\nline 2', 'plain']);
  });

  test('a label with doubled quotes is the same label wherever it occurs', () => {
    expect(parse('a\n"q""q"\n"q""q"\nz\n').columns[0]).toMatchObject({ categories: ['q"q', 'z'] });
  });

  test.each([
    ['CRLF', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['CR', 'a,b\r1,x\r2,y'],
    ['a byte order mark', '\ufeffa,b\n1,x\n2,y\n'],
    ['semicolons', 'a;b\n1;x\n2;y\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty\n'],
    ['bars', 'a|b\n1|x\n2|y\n'],
    ['blank lines', '\na,b\n\n1,x\n\n\n2,y\n\n'],
    ['quoted numbers', '"a","b"\n"1","x"\n"2","y"'],
  ])('%s make the same table', (_case, text) => {
    const table = parse(text);
    expect(table.rowCount).toBe(2);
    expect([...numberColumn(table, 'a', 'f')]).toEqual([1, 2]);
    expect(textColumn(table, 'b', 'f')).toEqual(['x', 'y']);
  });

  test('a column without a name, as pandas writes its index, is called by its place', () => {
    expect(parse(',a\n0,5\n').columns.map(({ name }) => name)).toEqual(['column-1', 'a']);
  });

  test('only the wanted columns are kept, and a wanted column that is not there is no error yet', () => {
    expect(kinds(parse('a,b,c\n1,x,2\n', ['c', 'missing']))).toEqual({ c: 'number' });
  });

  test('what was written is what is read, for any text', () => {
    const cell = fc.string({ unit: 'grapheme' }).map((text) => `#${text}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const table = parse(`a,b\n${rows.map((row) => row.map(quote).join(',')).join('\n')}\n`);
        expect(textColumn(table, 'a', 'f')).toEqual(rows.map(([first]) => first));
        expect(textColumn(table, 'b', 'f')).toEqual(rows.map(([, second]) => second));
      }),
    );
  });

  test('blocks and hash tables grow without losing a row', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i},user ${i % 7000}`);
    const table = parse(`n,user\n${rows.join('\n')}`);
    expect(numberColumn(table, 'n', 'f').reduce((sum, value) => sum + value)).toBe((20_000 * 19_999) / 2);
    expect(textColumn(table, 'user', 'f').at(-1)).toBe('user 5999');
    expect(table.columns[1]).toHaveProperty('categories.length', 7000);
  });
});

describe('what cannot be read is refused with its place', () => {
  test.each([
    ['', 'DATA_EMPTY', 'rows.csv: expected a header and rows, got an empty file'],
    [' \n\r\n', 'DATA_EMPTY', 'rows.csv: expected a header and rows, got an empty file'],
    ['a,b\n', 'DATA_EMPTY', 'rows.csv: expected rows, got only the header'],
    ['a,b\n1,2\n3\n', 'DATA_INVALID', 'rows.csv, line 3: expected 2 fields as in the header, got 1'],
    ['a,b\n"x\ny",2\n1,2,3\n', 'DATA_INVALID', 'rows.csv, line 4: expected 2 fields as in the header, got 3'],
    ['a,b\n1,"open\n', 'DATA_INVALID', 'rows.csv, line 2: expected a closing quote, got the end of the file'],
    [
      'a,b\n1,"x"y\n',
      'DATA_INVALID',
      'rows.csv, line 2: expected a delimiter or a line end after a closing quote, got more text',
    ],
    ['a,a\n1,2\n', 'DATA_INVALID', 'rows.csv, line 1: expected each column once, got "a" more than once'],
    [
      'a,b, a,b,c\n1,2,3,4,5\n',
      'DATA_INVALID',
      'rows.csv, line 1: expected each column once, got "a", "b" more than once',
    ],
    ['a,b;c\n1,2;3\n', 'DATA_INVALID', 'rows.csv, line 1: expected one of , ; tab | as delimiter, got a tie'],
  ])('%j', (text, code, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code, message }));
  });

  test('encodings other than UTF-8 are named', () => {
    const latin1 = Buffer.from('name\nZ\u00fcrich\n', 'latin1');
    expect(() => parseCsv(latin1, 'rows.csv')).toThrow('expected UTF-8 text in column "name"');
  });
});
