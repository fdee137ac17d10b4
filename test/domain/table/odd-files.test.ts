/** Files that are written in unusual ways: read as pandas and openpyxl read them, or refused by what is unusual. */
import { describe, expect, it } from 'vitest';
import { refuseForeignFile } from '../../../src/shared/domain/table/foreign-format.ts';
import { findCountedTime } from '../../../src/shared/domain/table/counted-times.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import { textAt } from '../../../src/shared/domain/table/access.ts';
import { findColumn, type Column, type Table } from '../../../src/shared/domain/table/table.ts';
import odd from './fixtures/odd-files.json' with { type: 'json' };

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, kind?: ReadKind): Table =>
  parseCsv(bytes(text), 'f', { kinds: kind === undefined ? undefined : new Map([['x', kind]]) });
const parseJson = (cells: readonly unknown[], kind?: ReadKind): Table =>
  parseJsonRows(bytes(cells.map((x) => JSON.stringify({ x })).join('\n')), 'json-lines', {
    where: 'f',
    kinds: kind === undefined ? undefined : new Map([['x', kind]]),
  });
const valuesOf = (column: Column | undefined): readonly unknown[] => {
  if (column === undefined) return [];
  if (column.kind !== 'category')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (_, row) => textAt(column, row) ?? null);
};
const notesOf = (table: Table): string => describeReading(table, 'f').join('\n');

describe('a doubled delimiter', () => {
  it.each(Object.entries(odd.doubled))(
    '%s: the columns of pandas, and none between them',
    (_name, { text, columns }) => {
      const table = parse(text);
      expect(Object.fromEntries(table.columns.map((column) => [column.name, valuesOf(column)]))).toEqual(
        columns,
      );
      expect(notesOf(table)).toBe('');
    },
  );

  it('a column without a name that has values somewhere stays', () => {
    const rows = Array.from({ length: 50 }, (_, row) => `${row},${row === 40 ? 'note' : ''},${row}.5\n`).join(
      '',
    );
    const table = parse(`id,,x\n${rows}`);
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'column-2', 'x']);
  });
});

describe('other separators are refused by their name', () => {
  const rows = (separator: string): string =>
    ['id', 'x', 'y'].join(separator) +
    '\n' +
    [1, 2, 3].map((row) => [row, `${row}.5`, 0].join(separator)).join('\n');
  it.each([
    ...['::', '@@', '~|~', '|^|', '|~|', '#|#', '*,*', ':', '#', '/', '&', '=', '!', '**'].map((sign) => [
      sign,
      sign,
    ]),
    ['\u001e', 'the control character U+001E'],
    ['\u0002', 'the control character U+0002'],
    ['\u001f\u001e', 'the control character U+001F U+001E'],
    ['\u0001', 'the control character U+0001 (the default of Hive)'],
    ['¦', 'the character ¦'],
    ['þ', 'the character þ'],
    ['^', 'the character ^'],
    ['，', 'the full-width comma ，'],
    [' ', 'blanks between the fields'],
  ])('%s', (separator = '', name = '') => {
    const expected = name.length < 6 ? JSON.stringify(name) : name;
    expect(() => parse(rows(separator))).toThrow(
      expect.objectContaining({
        message: `f, line 1: expected one of , ; tab | as delimiter, got ${separator === '^' ? name : expected}`,
      }),
    );
  });

  it.each([
    ['sep=||\nid||x\n1||2\n', '"||"'],
    ['sep=^\nid^x\n1^2\n', 'the character ^'],
    ['"sep=::"\nid::x\n1::2\n', '"::"'],
  ])('also where the line of Excel names them: %j', (text, name) => {
    expect(() => parse(text)).toThrow(`got ${name}`);
  });

  it.each([
    ['date/time\n2026/01\n2026/02\n', ['date/time']],
    ['hh:mm\n10:30\n11:45\n', ['hh:mm']],
    ['"a::b"\n1::2\n3::4\n', ['a::b']],
    ['e-mail\nann@x.org\nbob@x.org\n', ['e-mail']],
    ['r&d\nyes&no\nno&no\n', ['r&d']],
    ['a#,b\n1#,2\n3,4\n', ['a#', 'b']],
    ['--,late\n--,1\n', ['--', 'late']],
    ['sep=\t\nid\tx\n1\t2\n', ['id', 'x']],
    ['"sep=;"\nid;x\n1;2\n', ['id', 'x']],
  ])('%j has none', (text, names) => {
    expect(parse(text).columns.map(({ name }) => name)).toEqual(names);
  });
});

describe('booleans in two spellings', () => {
  const repeated = (cells: readonly string[]) => Array.from({ length: 12 }, () => cells).flat();
  it.each(odd.booleans.map(({ cells, values }) => [cells.join(' '), cells, values] as const))(
    '%s are 1 and 0',
    (_name, cells, values) => {
      const text = `y,x\n${repeated(cells)
        .map((cell, row) => `${row}.5,${cell}`)
        .join('\n')}\n`;
      const expected = Array.from({ length: 12 }, () => values).flat();
      for (const kind of [undefined, 'class', 'number', 'boolean'] as const) {
        expect(valuesOf(findColumn(parse(text, kind), 'x'))).toEqual(expected);
      }
    },
  );

  it.each([[['T', 'F', '1', '0']], [['Y', 'N', '1', '0']], [['yes', 'no', 'Yes']], [['on', 'off', '0']]])(
    '%j are categories, and the note says so',
    (cells) => {
      const table = parse(
        `y,x\n${repeated(cells)
          .map((cell, row) => `${row},${cell}`)
          .join('\n')}\n`,
      );
      expect(findColumn(table, 'x')).toMatchObject({ kind: 'category', categories: cells });
      expect(notesOf(table)).toContain('one of them has several spellings');
      expect(notesOf(parseJson(repeated(cells)))).toContain('one of them has several spellings');
    },
  );

  it('two spellings of two values are those of the column', () => {
    for (const cells of [
      ['yes', 'no'],
      ['Y', 'N'],
      ['t', 'f'],
      ['ja', 'nein'],
    ])
      expect(
        notesOf(
          parse(
            `y,x\n${repeated(cells)
              .map((cell, row) => `${row},${cell}`)
              .join('\n')}\n`,
          ),
        ),
      ).toBe('');
  });

  it('true of JSON is 1 beside 0 and 1, and no number beside others', () => {
    expect(valuesOf(findColumn(parseJson([true, 0, 1, false, null]), 'x'))).toEqual([1, 0, 1, 0, null]);
    for (const [cells, unread] of [
      [[12.5, true, 3, 4.5], 1],
      [[2, 3, false, 9], 1],
      [[true, true, 0.5, 0.25, 0.75, 1, 7, 8.5], 2],
    ] as const) {
      const table = parseJson(cells, 'number');
      expect(valuesOf(findColumn(table, 'x'))).toEqual(
        cells.map((cell) => (typeof cell === 'boolean' ? null : cell)),
      );
      expect(findColumn(table, 'x')).toMatchObject({ unread: { count: unread } });
    }
  });
});

describe('missing values among numbers', () => {
  it.each([[' '], ['   '], ['.a'], ['.z'], ['._'], ['.B']])('%j', (cell) => {
    const table = parse(`y,x\n1,2.5\n2,${cell}\n3,4\n`);
    expect(findColumn(table, 'x')).toMatchObject({ kind: 'number' });
    expect(valuesOf(findColumn(table, 'x'))).toEqual([2.5, null, 4]);
    expect(notesOf(table)).toBe('');
  });

  it('text keeps them', () => {
    expect(valuesOf(findColumn(parse('y,x\n1,.a\n2,k\n3,.b\n'), 'x'))).toEqual(['.a', 'k', '.b']);
  });
});

describe('a line above the names', () => {
  it.each([
    ['a title', 'Sales 2026,,\nid,x,y\n1,2,3\n2,3,4\n', '"Sales 2026"'],
    ['a title over two columns', 'Report,\nid,x\n1,2\n', '"Report"'],
    ['headings over several columns', 'before,,after,\na,b,c,d\n1,2,3,4\n5,6,7,8\n', '"before", "after"'],
    ['a title behind an empty field', ';Umsatz;\nid;x;y\n1;2,5;3\n2;3,5;4\n', '"Umsatz"'],
  ])('%s', (_name, text, shown) => {
    expect(() => parse(text)).toThrow(
      `f, line 1: expected the names of the columns, got a line above them (${shown})`,
    );
  });

  it.each([
    ['an index', ',id,x\na,b,1\nc,d,2\n'],
    ['rows of words', 'name,,city\nann,x,oslo\nbob,y,rome\n'],
    ['rows that end in the delimiter', 'id,x,\na,1,\nb,2,\n'],
    ['a column between', 'id,,x\na,,1\nb,,2\n'],
  ])('%s has none', (_name, text) => {
    expect(parse(text).rowCount).toBe(2);
  });
});

describe('numbers that may be times', () => {
  const rows = (name: string, write: (row: number) => number): Table =>
    parse(`id,${name}\n${Array.from({ length: 20 }, (_, row) => `k${row},${write(row)}`).join('\n')}\n`);
  const notes = (table: Table, declared: readonly string[] = []): string =>
    describeReading(table, 'f', { declared }).join('\n');

  it.each(odd.serialDays)('$serial is $time, as openpyxl reads it', ({ serial, time }) => {
    const shown = time.replace(/T00:00:00$/, '').replace(/(T.*)$/, '$1Z');
    expect(findCountedTime(String(serial))?.text).toBe(
      `${serial} is ${shown} where days are counted as in a spreadsheet`,
    );
  });

  it.each<readonly [string, (row: number) => number, string]>([
    ['date', (row) => 46_000 + row, '46000 is 2025-12-09 where days are counted as in a spreadsheet'],
    ['order_date', (row) => 46_000.5 + row, '46000.5 is 2025-12-09T12:00:00Z where days'],
    ['Datum', (row) => 20_260_101 + row, '20260101 is 2026-01-01 as a number of eight digits'],
    ['createdAt', (row) => 1_767_225_600 + 7 * row, '1767225600 is 2026-01-01 in seconds since 1970'],
    [
      'event time',
      (row) => 1_767_225_600_000 + row,
      '1767225600000 is 2026-01-01 in milliseconds since 1970',
    ],
    [
      'ts',
      (row) => 1_767_225_600_000_000_000 + 1e9 * row,
      '1767225600000000000 is 2026-01-01 in nanoseconds since 1970',
    ],
  ])('%s: the note says which', (name, write, expected) => {
    expect(notes(rows(name, write))).toContain(
      `column "${name}" is read as numbers, and they may be times: ${expected}`,
    );
    expect(notes(rows(name, write), [name])).toBe('');
  });

  it.each<readonly [string, (row: number) => number]>([
    ['price', (row) => 46_000 + row],
    ['time', (row) => row * 60],
    ['day', (row) => row],
    ['update', (row) => 46_000 + row],
    ['date', (row) => 20_261_301 + row],
    ['date', (row) => (row === 3 ? 5 : 46_000 + row)],
  ])('%s: no note for other numbers', (name, write) => {
    expect(notes(rows(name, write))).toBe('');
  });

  it('a column that is said to hold times, and holds such days, says what they may be', () => {
    const table = parse('y,x\n1,46000\n2,46001\n', 'time');
    expect(notesOf(table)).toContain(
      '46000 is 2025-12-09 where days are counted as in a spreadsheet). Write dates',
    );
  });
});

describe('a row that is cut or none has a hint', () => {
  it.each([
    ['id,x,y\n1,2,3\n2,3\n', 'also an empty one'],
    ['id,x\n1,2\n\u001a', 'U+001A'],
    ['id,x\n1,2,3,4\n', 'quote fields that hold a delimiter'],
    ['id,x\n1,"2\n', 'double quotes within quotes'],
    ['id,x\n"1"2,2\n', 'double quotes within quotes'],
  ])('%j', (text, hint) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) as string }),
    );
  });
});

describe('text that is no table is refused by what it is', () => {
  it.each([
    ['["id","x"]\n[1,2]\n[2,3]\n', 'lists of JSON'],
    ['[1, 2, 3]', 'lists of JSON'],
    ['[true]\n[false]\n', 'lists of JSON'],
    ['[ "a" , null ]\n', 'lists of JSON'],
    ['id,x\n1,a\0b\n2,c\n', 'text with NUL bytes'],
    ['id\0,x\n1,2\n', 'text with NUL bytes'],
    [`id,x\n${'\0'.repeat(100)}`, 'binary data'],
  ])('%j', (text, name) => {
    expect(() => refuseForeignFile(bytes(text), 'f')).toThrow(`f: expected a table, got ${name}`);
  });

  it.each([['[id],[x]\n1,2\n'], ['[1],[2]\n3,4\n'], ['[a b]\n1\n'], ['[{"x":1}]']])('%j is one', (text) => {
    expect(() => refuseForeignFile(bytes(text), 'f')).not.toThrow();
  });
});
