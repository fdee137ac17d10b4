/** Numbers with the sign of their unit, and columns of numbers in which most cells are a word. */
import { describe, expect, it } from 'vitest';
import { numberColumn, requireColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function csvOf(cells: readonly string[], kind?: ReadKind): Table {
  const kinds = kind === undefined ? undefined : new Map([['x', kind]]);
  return parseCsv(bytes(`x\ty\n${cells.map((cell) => `${cell}\tz`).join('\n')}\n`), 'f', { kinds });
}

function jsonOf(cells: readonly string[]): Table {
  return parseJsonRows(bytes(cells.map((x) => JSON.stringify({ x, y: 'z' })).join('\n')), 'json-lines', {
    where: 'f',
  });
}

function read(table: Table) {
  const column = requireColumn(table, 'x', 'f');
  const texts = Array.from({ length: table.rowCount }, (_, row) => textAt(column, row));
  return { kind: column.kind, unit: column.kind === 'number' ? column.unit : undefined, texts };
}

/** Twelve different numbers; every third is whole. */
const numbers = Array.from({ length: 12 }, (_, row) => (row % 3 === 0 ? `${row + 1}` : `${row + 1}.25`));

describe('a column of numbers with one unit is a column of numbers', () => {
  it.each<readonly [string, (number: string) => string]>([
    ['%', (number) => `${number}%`],
    ['%', (number) => `${number} %`],
    ['‰', (number) => `${number}‰`],
    ['$', (number) => `$${number}`],
    ['US$', (number) => `US$ ${number}`],
    ['€', (number) => `${number} €`],
    ['€', (number) => `${number}\u00a0€`],
    ['EUR', (number) => `EUR ${number}`],
    ['EUR', (number) => `${number} EUR`],
    ['kg', (number) => `${number} kg`],
    ['kg', (number) => `${number}kg`],
    ['km/h', (number) => `${number} km/h`],
    ['mg/dL', (number) => `${number} mg/dL`],
    ['m²', (number) => `${number} m²`],
    ['m3', (number) => `${number} m3`],
    ['°C', (number) => `${number} °C`],
    ['°', (number) => `${number}°`],
    ['µg', (number) => `${number} µg`],
    ['years', (number) => `${number} years`],
    ['x', (number) => `${number}x`],
    ['$k', (number) => `$${number}k`],
    ['€bn', (number) => `€${number} bn`],
  ])('%s', (unit, write) => {
    const cells = numbers.map(write);
    const texts = numbers.map((number) => String(Number(number)));
    expect(read(csvOf(cells))).toEqual({ kind: 'number', unit, texts });
    expect(read(jsonOf(cells))).toEqual({ kind: 'number', unit, texts });
    expect(read(csvOf(cells, 'number'))).toEqual({ kind: 'number', unit, texts });
    expect(describeReading(csvOf(cells), 'f')).toEqual([
      `f: column "x" is read as numbers in ${JSON.stringify(unit)}, without that unit; set \`text\` for it in \`columns\` of the configuration where it is a code`,
    ]);
  });

  it.each<readonly [string, readonly string[], readonly string[]]>([
    [
      'commas between thousands',
      ['1,234.50 EUR', '950.00 EUR', '1,000,000.00 EUR'],
      ['1234.5', '950', '1000000'],
    ],
    ['commas between thousands alone', ['1,234 EUR', '950 EUR', '1,234,567 EUR'], ['1234', '950', '1234567']],
    [
      'commas between thousands, no more than one',
      ['31,234 EUR', '950 EUR', '1,200 EUR'],
      ['31234', '950', '1200'],
    ],
    ['decimal commas', ['1.234,50 €', '950,00 €', '0,5 €'], ['1234.5', '950', '0.5']],
    ['blanks between thousands', ['1 234,50 €', '950,00 €', '0,5 €'], ['1234.5', '950', '0.5']],
    ['apostrophes between thousands', ["CHF 1'234.50", 'CHF 950.00', 'CHF 0.5'], ['1234.5', '950', '0.5']],
    ['signs', ['-$5.00', '$-6.50', '+$7.25', '$8'], ['-5', '-6.5', '7.25', '8']],
    ['losses in parentheses', ['($5.00)', '$6.50', '$7'], ['-5', '6.5', '7']],
    ['losses as Excel writes them', [' $ 1,000.25 ', ' $ (300.50)', ' $ -   '], ['1000.25', '-300.5', '0']],
    ['losses beside a unit', ['(7,25) €', '1.000,50 €', '- €'], ['-7.25', '1000.5', '0']],
    ['losses as SAP writes them', ['5,00- EUR', '7,25 EUR', '1.000,50 EUR'], ['-5', '7.25', '1000.5']],
    ['losses in per cent', ['(5.0%)', '(1.5)%', '3.0-%', '7.25%'], ['-5', '-1.5', '-3', '7.25']],
    ['the minus of typesetters', ['−5.5 %', '6.5 %'], ['-5.5', '6.5']],
    ['zero without the unit', ['0', '12.5%', '13%'], ['0', '12.5', '13']],
    ['missing values', ['12.5%', 'n/a', '13%', '-'], ['12.5', 'none', '13', 'none']],
  ])('with %s', (_case, cells, expected) => {
    const texts = expected.map((text) => (text === 'none' ? undefined : text));
    expect(read(csvOf(cells))).toMatchObject({ kind: 'number', texts });
    expect(read(jsonOf(cells))).toMatchObject({ kind: 'number', texts });
  });

  it.each([
    ['day', 'days'],
    ['year', 'years'],
    ['yr', 'yrs'],
    ['box', 'boxes'],
    ['Tag', 'Tage'],
    ['Stunde', 'Stunden'],
    ['an', 'ans'],
    ['mes', 'meses'],
  ])('1 %s is of the unit %s', (singular, plural) => {
    const cells = [
      `0 ${plural}`,
      `1 ${singular}`,
      ...numbers.slice(1).map((number) => `${number} ${plural}`),
    ];
    const texts = ['0', '1', ...numbers.slice(1)];
    for (const table of [csvOf(cells), jsonOf(cells), csvOf(cells, 'number')])
      expect(read(table)).toEqual({ kind: 'number', unit: plural, texts });
    const mostlyOne = [...Array.from({ length: 40 }, () => `1 ${singular}`), ...cells];
    expect(read(csvOf(mostlyOne)).texts.slice(39, 43)).toEqual(['1', ...texts.slice(0, 3)]);
  });

  it.each([
    ['m', 'ms'],
    ['mi', 'mil'],
    ['mil', 'mile'],
    ['mol', 'molar'],
  ])('but %s is another unit than %s', (one, other) => {
    const cells = [...numbers, ...numbers].map((number) => `${number} ${other}`);
    expect(requireColumn(csvOf([...cells, `3 ${one}`]), 'x', 'f')).toMatchObject({
      ...{ unit: other, unread: { count: 1, examples: [{ text: `3 ${one}` }] } },
    });
  });

  it('one cell of another unit is not read, and named', () => {
    const cells = [...numbers, ...numbers].map((number) => `${number} kg`);
    expect(requireColumn(csvOf([...cells, '3 lb']), 'x', 'f')).toMatchObject({
      ...{ kind: 'number', unit: 'kg', unread: { count: 1, examples: [{ row: 25, text: '3 lb' }] } },
    });
  });

  it('is no column of scores or labels', () => {
    expect(() =>
      numberColumn(
        csvOf(
          numbers.map((number) => `${number}%`),
          'number',
        ),
        'x',
        'f',
      ),
    ).toThrow('f: expected numbers without a unit in column "x", got numbers in "%"');
  });
});

describe('what only looks so stays text', () => {
  it.each<readonly [string, readonly string[]]>([
    ['ordinals', ['1st', '2nd', '3rd', '4th', '5th']],
    ['ordinals of one ending', Array.from({ length: 14 }, (_, row) => `${row + 4}th`)],
    ['few periods', ['30d', '90d', '365d']],
    ['days of a month', Array.from({ length: 14 }, (_, row) => `${row + 1} Jan`)],
    ['hours', Array.from({ length: 12 }, (_, row) => `${row + 1} AM`)],
    ['one value', ['5%', '5%']],
    ['versions', ['1.2.3 beta', '1.2.4 beta']],
  ])('%s', (_case, cells) => {
    expect(read(csvOf(cells))).toEqual({ kind: 'category', unit: undefined, texts: cells });
  });
});

describe('text that looks like numbers says why it is none', () => {
  const many = Array.from({ length: 30 }, (_, row) => row + 1);

  it.each<readonly [string, readonly string[], string]>([
    [
      'several units',
      many.map((number) => (number % 2 === 0 ? `${number}.5 kg` : `${number}00 g`)),
      'they have no unit in common, such as "100 g"',
    ],
    [
      'commas that may be decimal',
      many.map((number) => `1,${600 + number} EUR`),
      'the comma in "1,601 EUR" may be a decimal one, or stand between thousands',
    ],
    [
      'the same without a unit',
      many.map((number) => `${number},250`),
      'the comma in "1,250" may be a decimal one, or stand between thousands',
    ],
    [
      'many other texts',
      many.flatMap((number) => [`${number}.5`, `batch ${number} of May`]),
      'other values, such as "batch 1 of May", are not',
    ],
  ])('%s', (_case, cells, reason) => {
    const table = csvOf(cells);
    expect(read(table).kind).toBe('category');
    expect(describeReading(table, 'f')).toEqual([
      expect.stringContaining(
        `f: column "x" is read as text, although many of its values are numbers: ${reason}`,
      ),
    ]);
    expect(describeReading(csvOf(cells, 'text'), 'f')).toEqual([]);
  });

  it('numbers that a typed file has as texts', () => {
    const [note] = describeReading(jsonOf(many.map((number) => `${number}.5`)), 'f');
    expect(note).toContain('the file has texts, such as "1.5". Write numbers, or set `number`');
  });
});

describe('a word in most cells does not make text of numbers', () => {
  const measured = Array.from({ length: 40 }, (_, row) => (row * 1.37).toFixed(2));
  const years = Array.from({ length: 60 }, (_, row) => String(18 + row));

  it.each<readonly [string, readonly string[], string]>([
    ['measured', measured, 'unknown'],
    ['measured', measured, 'below the limit of detection'],
    ['whole', years, 'unknown'],
    ['whole', years, 'Not available'],
    ['whole', years, 'NOT_REPORTED'],
  ])('%s numbers beside %j', (_kind, values, word) => {
    const cells = values.flatMap((value) => [word, value, word]);
    const table = csvOf(cells);
    expect(requireColumn(table, 'x', 'f')).toMatchObject({
      ...{ kind: 'number', unread: { count: 2 * values.length, examples: [{ row: 1, text: word }] } },
    });
    expect(describeReading(table, 'f')[0]).toContain(
      `${2 * values.length} cells count as missing: "${word}"`,
    );
  });

  it('nor of numbers with a unit', () => {
    const table = csvOf(measured.flatMap((value) => ['unknown', `${value} kg`, 'unknown']));
    expect(requireColumn(table, 'x', 'f')).toMatchObject({ unit: 'kg', unread: { count: 80 } });
  });

  it.each(['n/a', '?', 'NaN', '-'])('%s is a missing value, however often', (word) => {
    const table = csvOf(measured.flatMap((value) => [word, value, word]));
    expect(requireColumn(table, 'x', 'f')).not.toHaveProperty('unread');
    expect(read(table).kind).toBe('number');
  });

  it.each<readonly [string, readonly string[]]>([
    [
      'a word that is one more code',
      Array.from({ length: 90 }, (_, row) => (row % 3 === 0 ? '12' : 'other')),
    ],
    ['few numbers among words', ['1.5', 'a', 'b', 'a', '2.5', 'b', 'a']],
  ])('but %s does', (_case, cells) => {
    expect(read(csvOf(cells)).kind).toBe('category');
  });
});
