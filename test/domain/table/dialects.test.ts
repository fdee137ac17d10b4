/** CSV as people and programs write it: what is read, and what is refused because a guess would be wrong. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberColumn, requireColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import { parseCsv, parseCsvPieces } from '../../../src/shared/domain/table/csv.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

function parse(text: string, kinds: Readonly<Record<string, ReadKind>> = {}): Table {
  return parseCsv(new TextEncoder().encode(text), 'rows.csv', { kinds: new Map(Object.entries(kinds)) });
}

function cells(table: Table, name: string): readonly (string | undefined)[] {
  const column = requireColumn(table, name, 'f');
  return Array.from({ length: table.rowCount }, (_, row) => textAt(column, row));
}

describe('blanks behind the delimiter belong to no field', () => {
  test.each([
    ['beside quotes', 'id, name, x\n1, "a, b", 2\n2, "c", 3\n'],
    ['beside quotes only', 'id,name,x\n1, "a, b",2\n2,"c" ,3\n'],
    ['with semicolons', 'id; name; x\n1; "a, b"; 2\n2; c; 3\n'],
    ['more than one', 'id,  name,  x\r\n1,  "a, b",  2\r\n2,  c,  3\r\n'],
  ])('%s', (_case, text) => {
    const table = parse(text);
    expect(cells(table, 'name')).toEqual(['a, b', 'c']);
    expect([...numberColumn(table, 'x', 'f')]).toEqual([2, 3]);
  });

  test('and belong to the text where only some fields have them', () => {
    expect(cells(parse('id,name\n1, a\n2,b\n'), 'name')).toEqual([' a', 'b']);
  });
});

describe('where there is one column, a line without anything is a row without a value', () => {
  test.each([
    ['numbers', 'x\n1\n\n3\n\n5', ['1', undefined, '3', undefined, '5']],
    ['text', 'x\r\na\r\n\r\nb\r\n', ['a', undefined, 'b']],
    ['at the end', 'x\n1\n\n', ['1', undefined]],
    ['with CR', 'x\r1\r\r3\r', ['1', undefined, '3']],
  ])('%s', (_case, text, expected) => {
    expect(cells(parse(text), 'x')).toEqual(expected);
  });

  test('identities too', () => {
    const { identities, rowCount } = parse('id\na\n\nb\n', { id: 'identity' });
    expect(Array.from({ length: rowCount }, (_, row) => identities?.[0]?.texts.at(row))).toEqual([
      'a',
      undefined,
      'b',
    ]);
  });
});

describe('decimal commas are read by the spelling of the whole column', () => {
  test.each([
    ['beside whole numbers', 'x;y\n67,5;a\n57;b\n-0,25;c\n', [67.5, 57, -0.25]],
    ['with points between thousands', 'x;y\n1.234,5;a\n1.234.567;b\n2,5;c\n', [1234.5, 1234567, 2.5]],
    ['after tabs', 'x\ty\n67,5\ta\n57\tb\n', [67.5, 57]],
    ['in quotes', 'x,y\n"67,5",a\n57,b\n', [67.5, 57]],
    ['with missing values', 'x;y\n67,5;a\nNA;b\n;c\n', [67.5, NaN, NaN]],
    [
      'after a thousand whole numbers',
      `x;y\n${'57;a\n'.repeat(1000)}67,5;b\n`,
      [...Array<number>(1000).fill(57), 67.5],
    ],
    [
      'with points between thousands in cells that would be numbers alone',
      'x;y\n1.250,75;a\n2.000;b\n980,5;c\n5.000;d\n12.000;e\n',
      [1250.75, 2000, 980.5, 5000, 12000],
    ],
    ['points between thousands alone', 'x;y\n1.250;a\n2.000;b\n1.234.567;c\n', [1250, 2000, 1234567]],
    ['with three decimals behind a zero', 'x;y\n0,580;a\n1,250;b\n-0,125;c\n', [0.58, 1.25, -0.125]],
    ['beside losses in parentheses', 'x;y\n(0,50);a\n1.000,25;b\n(3,50);c\n', [-0.5, 1000.25, -3.5]],
    ['beside a minus behind the number', 'x;y\n0,50-;a\n1.000,25;b\n', [-0.5, 1000.25]],
    ['thousands beside losses', 'x;y\n(0.50);a\n1,000.25;b\n2,000.25;c\n', [-0.5, 1000.25, 2000.25]],
    ['commas between thousands', 'x;y\n1,234.5;a\n1,234,567;b\n0.25;c\n', [1234.5, 1234567, 0.25]],
  ])('%s', (_case, text, expected) => {
    expect([...numberColumn(parse(text), 'x', 'f')]).toEqual(expected);
  });

  test('one among decimal points is a cell that is not read, and is named', () => {
    const rows = Array.from({ length: 50 }, (_, row) => `${row}.5;a`);
    const column = requireColumn(parse(`x;y\n${rows.join('\n')}\n1,5;b\n`), 'x', 'f');
    expect(column).toMatchObject({
      kind: 'number',
      unread: { count: 1, examples: [{ row: 51, text: '1,5' }] },
    });
  });

  test('three decimals behind points stay decimals where a comma between the cells says so', () => {
    expect([...numberColumn(parse('x,y\n1.250,a\n2.000,b\n3.125,c\n'), 'x', 'f')]).toEqual([1.25, 2, 3.125]);
  });

  test('1,234 may be either, so that nothing is read', () => {
    expect(requireColumn(parse('x;y\n1,234;a\n5,678;b\n'), 'x', 'f')).toMatchObject({ kind: 'category' });
  });
});

describe('the delimiter splits header and rows alike', () => {
  test.each([
    ['semicolons, with commas in names', 'x (m, s, h);y\n1;2\n3;4\n', ['x (m, s, h)', 'y']],
    ['commas, with bars in names', 'a|b|c,y\n1,2\n3,4\n', ['a|b|c', 'y']],
    ['the one that Excel names', 'sep=;\na;b,c\n1;2\n', ['a', 'b,c']],
    ['tabs', 'a, b\tc\n1\t2\n', ['a, b', 'c']],
  ])('%s', (_case, text, names) => {
    expect(parse(text).columns.map(({ name }) => name)).toEqual(names);
  });
});

describe('what would be read wrongly is refused', () => {
  test.each([
    ['id late\n1 0\n2 1\n', 'blanks between the fields'],
    ['a   b\n1   x\n2   y\n', 'blanks between the fields'],
    [
      '"mpg" "cyl"\n"Mazda RX4" 21 6\n"Datsun" 22 4\n'.replaceAll('"', '').replace('Mazda RX4', 'Mazda'),
      'blanks between the fields',
    ],
    ['id\u0001late\n1\u00010\n', 'the control character U+0001 (the default of Hive)'],
    ['id^late\n1^0\n2^1\n', 'the character ^'],
  ])('%j: another separator', (text, got) => {
    expect(() => parse(text)).toThrow(`rows.csv, line 1: expected one of , ; tab | as delimiter, got ${got}`);
  });

  test.each([
    ['17,0,0.53\n18,1,0.61\n', '"17", "0", "0.53"'],
    ['2026-01-01,1.5\n2026-01-02,2.5\n', '"2026-01-01", "1.5"'],
    ['u17,0,0.53\nu18,1,0.61\n', '"u17", "0", "0.53"'],
    ['true;3\nfalse;4\n', '"true", "3"'],
  ])('%j: a file without a header', (text, values) => {
    expect(() => parse(text)).toThrow(
      `rows.csv, line 1: expected a header with the names of the columns, got the values ${values}`,
    );
  });

  test.each([
    ['counted columns', '0,1,2\n5,6,7\n'],
    ['years', 'country,2024,2025\nFR,1,2\n'],
    ['quantiles', 'id,0.1,0.5,0.9\na,1,2,3\n'],
    ['one counted column', '0\n0.53\n'],
    ['names with blanks', 'first name\nAnn Lee\nBo Li\n'],
  ])('%s are a header', (_case, text) => {
    expect(parse(text).rowCount).toBeGreaterThan(0);
  });

  test('a quote that a backslash escapes is an error that names the setting', () => {
    expect(() => parse('a,b\n"he said \\"no\\"",1\n')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('double quotes within quotes') }),
    );
  });
});

test('however a file is cut into pieces, the table is the same', async () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'NA', '1', '2.5', '-3', '12345678901234567890', 'Zürich', '2026-01-31', 'true'),
    fc.constantFrom('"a,b"', '"line\r\nend"', '"q""q"', '"1,5"', '""'),
  );
  const file = fc
    .tuple(
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 }),
    )
    .map(([end, rows]) => `a,b,id${end}${rows.map((row) => row.join(',')).join(end)}${end}`);
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const kinds = new Map([['id', 'identity']] as const);
      const bytes = new TextEncoder().encode(text);
      async function* pieces() {
        for (let at = 0; at < bytes.length; at += size)
          yield await Promise.resolve(bytes.subarray(at, at + size));
      }
      // Kinds are guessed from the first rows that have arrived: here they are all read as text.
      const asText = new Map([...kinds, ['a', 'text'], ['b', 'number']] as const);
      const cut = await parseCsvPieces(pieces, { where: 'f', kinds: asText, startBytes: 8 });
      const expected = parseCsv(bytes, 'f', { kinds: asText });
      expect(cut).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

describe('what stands above the header, beside it and behind the rows', () => {
  const columnsOf = (text: string) => parse(text).columns.map(({ name }) => name);

  test.each([
    ['one', '# exported on 2026-01-31\nid,y\n1,2\n3,4\n'],
    ['several', '# exported\n#\n# by me, with commas\n\nid,y\n1,2\n3,4\n'],
    ['with as many fields as the rows', '# made by me, for you\nid,y\n1,2\n3,4\n'],
    ['of other systems', '% exported\nid,y\n1,2\n3,4\n'],
    ['of programs', '// exported\r\nid;y\r\n1;2\r\n3;4\r\n'],
    ['of SQL', '-- select id, y from t where x\nid\ty\n1\t2\n3\t4\n'],
    ['behind a byte order mark', '\ufeff# exported\nid,y\n1,2\n3,4\n'],
  ])('comments above the header are left out: %s', (_case, text) => {
    expect(columnsOf(text)).toEqual(['id', 'y']);
    expect([...numberColumn(parse(text), 'y', 'f')]).toEqual([2, 4]);
  });

  test.each([
    ['of positions', '##version=1\n#chrom\tstart\nchr1\t10\nchr2\t20\n', ['#chrom', 'start']],
    ['of names', '#name,city\nanna,rome\nbea,oslo\n', ['#name', 'city']],
    ['with a blank', '# id,y\n1,2\n3,4\n', ['# id', 'y']],
    ['of one column', '#x\n1\n2\n', ['#x']],
  ])('a header that begins like a comment is one: %s', (_case, text, names) => {
    expect(columnsOf(text)).toEqual(names);
    expect(parse(text).rowCount).toBe(2);
  });

  test.each([
    ['the rows end in the delimiter', 'id,y\n1,2,\n3,4,\n', ['id', 'y']],
    ['the header and the rows end in it', 'id,y,\n1,2,\n3,4,\n', ['id', 'y']],
    ['the header ends in it', 'id;y;\n1;2\n3;4\n', ['id', 'y']],
    ['R wrote names of rows', '"id","y"\n"a",1,2\n"b",3,4\n', ['column-1', 'id', 'y']],
    ['R wrote numbers of rows', '"id"\t"y"\n"1"\t1\t2\n"2"\t3\t4\n', ['column-1', 'id', 'y']],
    ['R wrote them into a column without a name', '"","id","y"\n"1",1,2\n"2",3,4\n', ['column-1', 'id', 'y']],
    ['a mark stands before a quote', 'sep=;\n\ufeff"id";"y"\n1;2\n3;4\n', ['id', 'y']],
    ['a mark stands before a name', 'sep=;\n\ufeffid;y\n1;2\n3;4\n', ['id', 'y']],
  ])('%s', (_case, text, names) => {
    expect(columnsOf(text)).toEqual(names);
    expect([...numberColumn(parse(text), 'id', 'f')]).toEqual([1, 3]);
    expect([...numberColumn(parse(text), 'y', 'f')]).toEqual([2, 4]);
  });

  test.each([
    ['a name is missing in the header', 'id,y\n1,2,3\n3,4,5\n', 'row.names = FALSE'],
    ['a line is a title', 'Report of January\nid,y\n1,2\n3,4\n', 'above the header'],
    ['a line is a comment', 'id,y\n1,2\n# the end\n', 'leave comments out'],
    ['a line is a mark of git', `id,y\n${'1,2\n'.repeat(300)}<<<<<<< HEAD\n3,4\n`, 'conflict of git'],
  ])('the message says what to do where %s', (_case, text, hint) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'DATA_INVALID', hint: expect.stringContaining(hint) }),
    );
  });
});
