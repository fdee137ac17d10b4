/**
 * Points and commas of numbers mean what the column, then the file says; what stays open is no number. Expected values are
 * those of pandas with explicit arguments: fixtures/decimal-signs.py.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { numberColumn, requireColumn } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { parseJsonRows } from '../../../src/shared/domain/table/json-rows.ts';
import { describeReading } from '../../../src/shared/domain/table/reading-notes.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import fixture from './fixtures/decimal-signs.json' with { type: 'json' };

const { cases } = z
  .object({ cases: z.record(z.string(), z.object({ text: z.string(), values: z.array(z.number()) })) })
  .parse(fixture);

const bytes = (text: string) => new TextEncoder().encode(text);
const csv = (text: string, options: ReadOptions = {}) => parseCsv(bytes(text), 'f', options);
const declared: ReadOptions = { kinds: new Map([['x', 'number'] as const]) };
const open = (cells: readonly string[], delimiter = ';') =>
  `x${delimiter}y\n${cells.map((cell) => `${cell}${delimiter}7`).join('\n')}\n`;
const json = (cells: readonly string[], options: ReadOptions = {}) =>
  parseJsonRows(bytes(cells.map((x) => JSON.stringify({ x, y: 0.5 })).join('\n')), 'json-lines', {
    where: 'f',
    ...options,
  });

describe('points and commas are what the file says', () => {
  it.each(Object.entries(cases))('%s', (_name, { text, values }) => {
    for (const options of [{}, declared]) {
      expect([...numberColumn(csv(text, options), 'x', 'f')]).toEqual(values);
    }
  });

  it.each([
    ['losses as accounts write them', ['(12.50)', '3.25', '(1,234.50)'], [-12.5, 3.25, -1234.5]],
    ['a minus behind', ['12.50-', '3.25', '7.125'], [-12.5, 3.25, 7.125]],
    ['the minus of typesetters', ['−5', '3.25', '−0.5'], [-5, 3.25, -0.5]],
    ['a blank that does not break before', ['\u00a01.2', '3.25', '4'], [1.2, 3.25, 4]],
    ['a dash for no decimals', ['1324.-', '3.25', '4.–'], [1324, 3.25, 4]],
  ])('%s are numbers', (_name, cells, expected) => {
    for (const options of [{}, declared]) {
      expect([...numberColumn(csv(open(cells), options), 'x', 'f')]).toEqual(expected);
    }
    expect([...numberColumn(json(cells, declared), 'x', 'f')]).toEqual(expected);
  });
});

describe('what stays open is no number', () => {
  it.each([
    ['points beside whole numbers', ';', ['1.552', '899', '2.310']],
    ['points beside whole numbers, commas between cells', ',', ['1.552', '899', '2.310']],
    [
      'points before three digits alone, where no comma stands between cells',
      ';',
      ['1.552', '2.899', '2.310'],
    ],
    ['commas', ';', ['1,552', '899', '2,310']],
    ['points and commas', ';', ['1,552', '1.899', '2,310']],
  ])('%s', (_name, delimiter, cells) => {
    for (const options of [{}, declared]) {
      const table = csv(open(cells, delimiter), options);
      expect(requireColumn(table, 'x', 'f').kind).toBe('category');
      expect(() => numberColumn(table, 'x', 'f')).toThrow(
        /^f: expected numbers in column "x", got "[12][.,][58][59][29]", whose (?:point|comma) may be a decimal one or stand between thousands$/,
      );
      expect(describeReading(table, 'f').join()).toContain('Set `decimal: point` or `decimal: comma`');
    }
  });

  it('so are texts of JSON, whatever numbers stand beside them', () => {
    expect(() => numberColumn(json(['1.552', '899', '2.310'], declared), 'x', 'f')).toThrow(
      'whose point may be a decimal one',
    );
  });

  it('although decimals of another column are points', () => {
    const table = csv('x,y\n1.552,0.5\n899,0.25\n', declared);
    expect(() => numberColumn(table, 'x', 'f')).toThrow('whose point may be a decimal one');
  });

  it.each([
    ['comma', [1552, 899, 2310]],
    ['point', [1.552, 899, 2.31]],
  ] as const)('unless the configuration says %s, or the reference had it', (decimal, expected) => {
    const text = open(['1.552', '899', '2.310']);
    const decimalOf = new Map([['x', decimal]]);
    for (const options of [
      { decimal },
      { ...declared, decimal },
      { decimalOf },
      { ...declared, decimalOf },
    ]) {
      expect([...numberColumn(csv(text, options), 'x', 'f')]).toEqual(expected);
    }
    const cells = ['1.552', '899', '2.310'];
    expect([...numberColumn(json(cells, { ...declared, decimal }), 'x', 'f')]).toEqual(expected);
  });

  it('and a decimal point that only the delimiter speaks for is noted', () => {
    const table = csv(open(['36.552', '36.899'], ','));
    expect(describeReading(table, 'f')).toEqual([
      'f: column "x" is read with decimal points, such as 36.552: each has three digits behind it. Set `decimal: comma` for the model in the configuration where they stand between thousands, else `decimal: point`',
    ]);
    expect(describeReading(csv('x,y\n36.552,0.125\n36.899,0.250\n'), 'f')).toEqual([]);
  });
});

describe('numbers with a unit', () => {
  const unit = (cells: readonly string[]) => {
    const column = requireColumn(json(cells), 'x', 'f');
    return column.kind === 'number' ? { unit: column.unit, values: [...column.values] } : column.kind;
  };

  it.each([
    ['€', ['€2.500', '€899', '€12.000'], [2500, 899, 12000]],
    ['EUR', ['1.324,50 EUR', '2.500 EUR'], [1324.5, 2500]],
    ['%', ['12.345%', '13.500%', '14.125%'], [12.345, 13.5, 14.125]],
  ])('in %s: %s', (name, cells, values) => {
    expect(unit(cells)).toEqual({ unit: name, values });
  });

  it.each([[['1.324 EUR', '2.500 EUR', '1.999 EUR']], [['€2.500', '€1.324', '€1.999']]])(
    'are text where the point is open: %s',
    (cells) => {
      expect(unit(cells)).toBe('category');
      expect(describeReading(json(cells), 'f').join()).toContain(
        'may be a decimal one, or stand between thousands',
      );
    },
  );
});
