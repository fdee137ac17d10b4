/** Rows that are no observations: never counted, whatever the table is for. */
import { describe, expect, test } from 'vitest';
import { createTables } from '../../../src/shared/adapters/data/tables.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';
import { createMemoryFiles } from '../../ground/memory-files.ts';

const asPredictions: ReadOptions = {
  columns: ['id', 'y', 'p'],
  kinds: new Map([
    ['id', 'identity'],
    ['y', 'number'],
    ['p', 'number'],
  ]),
};

async function read(text: string, options?: ReadOptions): Promise<Table> {
  return await createTables().read(createMemoryFiles({ 'rows.csv': text }), 'rows.csv', options);
}

/** Sales of 40 days, and what was predicted: whole numbers, so that sums are exact. */
const days = Array.from({ length: 40 }, (_, day) => ({
  id: String(day + 1),
  y: 100 + ((day * 37) % 61),
  p: 105 + ((day * 29) % 53),
}));
const sumOf = (name: 'y' | 'p'): number => days.reduce((sum, day) => sum + day[name], 0);
const lines = days.map(({ id, y, p }) => `${id};${y};${p}`);
const sales = (...more: readonly string[]): string => ['id;y;p', ...lines, ...more, ''].join('\n');
const total = `${sumOf('y')};${sumOf('p')}`;

describe('a row of totals is an error', () => {
  test.each(['Gesamt', 'Total', 'grand total:', 'SUMME', 'Sum', 'Total général', '合计', 'Durchschnitt'])(
    'by the id %s',
    async (id) => {
      await expect(read(sales(`${id};${total}`), asPredictions)).rejects.toMatchObject({
        code: 'DATA_INVALID',
        message:
          'rows.csv: expected an observation in every row, got a total in data row 41: its value of "id" says so',
      });
    },
  );

  test('by its numbers, below the others and above them, with a number for an id and with none', async () => {
    const message = 'in "y" and "p" it is the sum of all other rows';
    await expect(read(sales(`41;${total}`), asPredictions)).rejects.toThrow(`data row 41: ${message}`);
    await expect(read(sales(`;${total}`))).rejects.toThrow(`data row 41: ${message}`);
    const above = ['id;y;p', `0;${total}`, ...lines].join('\n');
    await expect(read(above, asPredictions)).rejects.toThrow(`data row 1: ${message}`);
  });

  test('in data that are monitored: by a word of one row among texts', async () => {
    const text = [
      'day,store,units',
      ...days.map(({ id, y }) => `${id},store ${y % 3},${y}`),
      '41,Total,9999',
    ];
    await expect(read(text.join('\n'))).rejects.toThrow(
      'got a total in data row 41: its value of "store" says so',
    );
  });

  test('and a series, a group or a number that only looks like one is none', async () => {
    const series = days.flatMap(({ id, y, p }) => [`North,${id},${y},${p}`, `Total,${id},${y * 2},${p * 2}`]);
    const kinds = new Map([['series', 'identity'] as const]);
    await expect(read(['series,day,y,p', ...series].join('\n'), { kinds })).resolves.toBeDefined();
    await expect(read(['series,day,y,p', ...series].join('\n'))).resolves.toBeDefined();
    await expect(read(sales('totals-2031;5;6'), asPredictions)).resolves.toBeDefined();
    const words = [...days.map(({ y }, row) => `word ${row},${y}`), 'mean,4'];
    await expect(read(['word,frequency', ...words].join('\n'))).resolves.toBeDefined();
    // Only one column is a sum, and of two amounts the third often is.
    await expect(read(sales(`41;${sumOf('y')};120`), asPredictions)).resolves.toBeDefined();
    await expect(read('id;y;p\na;1;2\nb;2;3\nc;3;5\n', asPredictions)).resolves.toBeDefined();
  });
});

/** Three regions of twelve rows each, with a row behind each of them. */
const regions = ['North', 'South', 'West'];
const grouped = (
  nameOf: (region: string) => string,
  valueOf: (values: readonly number[]) => number = (values) => values.reduce((sum, value) => sum + value, 0),
): string =>
  [
    'region,units,returns',
    ...regions.flatMap((region, group) => {
      const part = days.slice(group * 12, group * 12 + 12);
      const [units, returns] = [valueOf(part.map(({ y }) => y)), valueOf(part.map(({ p }) => p))];
      return [...part.map(({ y, p }) => `${region},${y},${p}`), `${nameOf(region)},${units},${returns}`];
    }),
  ].join('\n');
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a row that sums up those above it is an error', () => {
  test.each<[string, (region: string) => string]>([
    ['a name before the part', (region) => `Total ${region}`],
    ['a name behind it', (region) => `${region} Gesamt`],
    ['a name that each part has again', () => 'Zwischensumme'],
    ['a name with a colon', (region) => `Sum: ${region}`],
  ])('by %s', async (_, nameOf) => {
    await expect(read(grouped(nameOf))).rejects.toMatchObject({
      code: 'DATA_INVALID',
      message:
        'rows.csv: expected an observation in every row, got a total in data row 13: its value of "region" says so, and in "units" it is the sum of the rows above it',
    });
  });

  test('by a mean', async () => {
    await expect(read(grouped((region) => `Average ${region}`, meanOf))).rejects.toThrow(
      'data row 13: its value of "region" says so, and in "units" it is the mean of the rows above it',
    );
  });

  test('without a name, where all rows are in such parts', async () => {
    await expect(read(grouped(() => ''))).rejects.toThrow(
      'got a total in data row 13: it has no "region", and is the sum of the rows above it',
    );
  });

  test('among the ids of predictions', async () => {
    const part = days.slice(0, 12);
    const sums = ['y', 'p'].map((name) => part.reduce((sum, day) => sum + day[name as 'y' | 'p'], 0));
    const text = ['id;y;p', ...lines.slice(0, 12), `Total A;${sums.join(';')}`, ...lines.slice(12)].join(
      '\n',
    );
    await expect(read(text, asPredictions)).rejects.toThrow(
      'got a total in data row 13: its value of "id" says so',
    );
  });

  test('and what has such a name and other numbers, or the sums of a series of its own, is none', async () => {
    await expect(
      read(
        grouped(
          (region) => `Total ${region}`,
          (values) => Math.max(...values),
        ),
      ),
    ).resolves.toBeDefined();
    await expect(read(grouped((region) => `${region} 13`))).resolves.toBeDefined();
    // A few missing names between rows that are no parts.
    const gaps = days.map(({ y, p }, row) => `${row % 11 === 5 ? '' : 'North'},${y},${p}`);
    await expect(read(['region,units,returns', ...gaps].join('\n'))).resolves.toBeDefined();
    const series = days.flatMap(({ y, p }) => [`A,${y}`, `B,${p}`, `Total,${y + p}`]);
    await expect(read(['series,units', ...series].join('\n'))).resolves.toBeDefined();
  });
});

describe('a note below the rows is an error', () => {
  test.each([
    'Source: ERP',
    'Quelle: Statistisches Amt',
    'Generated on 2026-03-01',
    'Exported by the warehouse',
    '* preliminary',
    '(40 rows)',
    '40 rows affected',
    'Total rows: 40',
  ])('%s', async (note) => {
    const refused = {
      message: 'rows.csv: expected an observation in every row, got a note in data row 41',
      examples: JSON.stringify(note),
    };
    await expect(read(sales(`${note};;`))).rejects.toMatchObject(refused);
    await expect(read(sales(`${note};;`), asPredictions)).rejects.toMatchObject(refused);
    await expect(read(sales(`${note};;`, ';;'))).rejects.toMatchObject(refused);
    await expect(read(sales(`;;${note}`))).rejects.toMatchObject(refused);
  });

  test('also of a column that stands alone, where it counts the rows', async () => {
    const column = ['y', ...days.map(({ y }) => y)].join('\n');
    await expect(read(`${column}\n(40 rows)\n`)).rejects.toThrow('got a note in data row 41');
  });

  test('and an id without values, a text, and a category are none', async () => {
    await expect(read(sales('41;;'), asPredictions)).resolves.toBeDefined();
    await expect(read(sales('source-41;;'), asPredictions)).resolves.toBeDefined();
    await expect(read(sales('Note 41;5;6'), asPredictions)).resolves.toBeDefined();
    await expect(read('text\nGood\nNote: it is late\n')).resolves.toBeDefined();
    await expect(read('kind,x\nnote,1\nsource,\nnote,2\n')).resolves.toBeDefined();
  });
});

describe('the mark with which a file begins, once more, is an error', () => {
  test.each(['', 'id;y;p\n'])('before the second file, with %j behind it', async (header) => {
    const text = `\ufeff${sales()}\ufeff${header}50;1;2\n`;
    await expect(read(text, asPredictions)).rejects.toThrow(
      'rows.csv, line 42: expected a row, got the byte-order mark with which a file begins',
    );
  });

  test('and within a text it is a character', async () => {
    await expect(read('id,x\na\ufeffb,1\nc,2\n')).resolves.toMatchObject({ rowCount: 2 });
  });
});

describe('a row of words for numbers is an error', () => {
  test('the header once more', async () => {
    const message = 'expected an observation in every row, got the names of the columns in data row 41';
    await expect(read(sales('id;y;p', '42;1;2'), asPredictions)).rejects.toThrow(message);
    await expect(read(sales('id;y;p', '42;1;2'))).rejects.toThrow(message);
    const classes = [
      'id,label,class',
      ...days.map(({ id, y }) => `${id},c${y % 3},c${y % 2}`),
      'id,label,class',
    ];
    await expect(read(classes.join('\n'))).rejects.toThrow(message);
  });

  test('the header once more, where the columns have other odd cells, and in another case', async () => {
    const odd = ['n/k', '?', 'tbd', 'later', 'bad'].map((text, row) => `${row + 50};${text};1`);
    await expect(read(sales(...odd, 'id;y;p', '60;1;2'), asPredictions)).rejects.toThrow(
      'got the names of the columns in data row 46',
    );
    await expect(read(sales('ID;Y;P', '42;1;2'))).rejects.toThrow(
      'got the names of the columns in data row 41',
    );
  });

  test('units below the header', async () => {
    const text = ['id;weight;price', ';kg;EUR', ...lines].join('\n');
    await expect(read(text)).rejects.toThrow(
      'expected an observation in every row, got units or other words for numbers in data row 1',
    );
  });

  test('but one cell that is no number, and a class that has the name of its column, are not', async () => {
    await expect(read(sales('41;n.v.;120'))).resolves.toBeDefined();
    await expect(read('id,label\n1,label\n2,other\n')).resolves.toBeDefined();
  });
});

describe('lines of delimiters', () => {
  test('below the last row are left out, and said', async () => {
    const table = await read(sales(';;', ';;', ';;'), { kinds: asPredictions.kinds });
    expect(table.rowCount).toBe(40);
    expect(table.columns.map((column) => (column.kind === 'number' ? column.values.length : 0))).toEqual([
      40, 40,
    ]);
    expect(table.identities?.[0]?.texts.count).toBe(40);
    expect(describeReading(table, 'rows.csv')).toEqual([
      'rows.csv: left out 3 rows at the end, without a value in any column',
    ]);
  });

  test('between rows are missing values, and so is the end of a column that stands alone', async () => {
    expect((await read(sales(';;', '42;1;2'))).rowCount).toBe(42);
    expect((await read('y\n1\n2\nNA\n')).rowCount).toBe(3);
  });
});
