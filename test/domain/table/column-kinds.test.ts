/** What a column is: what somebody said, else what its values are, all of them together. */
import { describe, expect, test } from 'vitest';
import { requireColumn, requireDeclaredKinds, textAt } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import type { ReadKind } from '../../../src/shared/domain/table/read-options.ts';
import type { Column } from '../../../src/shared/domain/table/table.ts';

/** The column `x` of a CSV file with these cells, each in a row of its own beside another column. */
function columnOf(cells: readonly string[], kind?: ReadKind): Column {
  const text = `x\ty\n${cells.map((cell) => `${cell}\tz`).join('\n')}\n`;
  const kinds = kind === undefined ? undefined : new Map([['x', kind]]);
  return requireColumn(parseCsv(new TextEncoder().encode(text), 'f', { kinds }), 'x', 'f');
}

function textsOf(column: Column, rows: number): readonly (string | undefined)[] {
  return Array.from({ length: rows }, (_, row) => textAt(column, row));
}

const measured = Array.from({ length: 84 }, (_, row) => (row * 1.37).toFixed(2));

describe('one odd spelling does not make text of numbers', () => {
  test.each([
    ['1.#INF', 'Infinity'],
    ['-1.#INF00', '-Infinity'],
    ['-inf', '-Infinity'],
  ])('%s is infinite, in as many cells as it may be', (word, expected) => {
    const column = columnOf([...measured, ...Array.from({ length: 60 }, () => word)]);
    expect(column).toMatchObject({ kind: 'number' });
    expect(textsOf(column, 86).slice(-2)).toEqual([expected, expected]);
  });

  test.each([
    '\\N',
    'NaN',
    'None',
    'NULL',
    'n/a',
    '#DIV/0!',
    '.',
    '-',
    '<NA>',
    '1.#IND',
    '-1.#IND00',
    '1.#QNAN0',
  ])('%s is a missing value', (word) => {
    const column = columnOf([...measured, word, word]);
    expect(column).toMatchObject({ kind: 'number' });
    expect(column).not.toHaveProperty('unread');
    expect(textsOf(column, 86).slice(-2)).toEqual([undefined, undefined]);
  });

  test.each(['1,5', 'unknown', '12 kg', '<0.5', '1e5x'])('%s is not read, and named with its row', (text) => {
    expect(columnOf([...measured, text])).toMatchObject({
      kind: 'number',
      unread: { count: 1, examples: [{ row: 85, text }] },
    });
  });

  test.each([
    ['2^53 + 1', '9007199254740993', 9007199254740992],
    ['nanoseconds since 1970', '1769903999123456789', 1769903999123456800],
    ['twenty digits', '12345678901234567890', 12345678901234567000],
  ])('%s is the nearest double', (_case, text, expected) => {
    const column = columnOf([...measured, text]);
    expect(column).toMatchObject({ kind: 'number' });
    expect(column).toHaveProperty(['values', 84], expected);
  });

  test('the first row may be the odd one', () => {
    expect(columnOf(['?', 'unknown', ...measured])).toMatchObject({ kind: 'number', unread: { count: 1 } });
  });

  test('many odd cells of few spellings are still no labels of measured numbers', () => {
    const cells = measured.flatMap((value, row) => (row % 3 === 0 ? [value, 'below limit'] : [value]));
    expect(columnOf(cells)).toMatchObject({ kind: 'number', unread: { count: 28 } });
  });
});

describe('text stays text', () => {
  const codes = Array.from({ length: 400 }, (_, row) => (row % 13 === 0 ? 'K1A' : String(80 + (row % 15))));
  test.each([
    ['codes of which some have letters', codes],
    ['codes with leading zeros', ['007', '8', '9', '12']],
    ['words', ['a', 'b', 'NA']],
    ['hexadecimal codes', ['00012e45', '12345678', 'ab12cd34', '9f000001']],
    ['versions', ['1.2.3', '1.2.4']],
  ])('%s', (_case, cells) => {
    const column = columnOf(cells);
    expect(column).toMatchObject({ kind: 'category' });
    expect(textsOf(column, cells.length)).toEqual(cells);
  });
});

describe('a kind that was asked for does not depend on the cells', () => {
  test.each<[ReadKind, readonly string[], readonly (string | undefined)[]]>([
    ['text', ['80', '1.0', '007', 'NA', '1E1'], ['80', '1.0', '007', 'NA', '1E1']],
    ['category', ['1', '1.0', '1.00', '1.5', '007', 'none'], ['1', '1', '1', '1.5', '007', 'none']],
    ['number', ['1', '007', 'NA', '', '1e3'], ['1', '7', undefined, undefined, '1000']],
    ['number', ['True', 'False', 'NA'], ['1', '0', undefined]],
    ['number', ['t', 'f', 't'], ['1', '0', '1']],
    ['number', ['1,5', '2', ''], ['1.5', '2', undefined]],
    ['boolean', ['yes', 'No', 't', '0', 'true', 'NA'], ['1', '0', '1', '0', '1', undefined]],
    ['class', ['1', '0', '1'], ['1', '0', '1']],
    ['class', ['1.0', '0.0'], ['1', '0']],
    ['class', ['True', 'false'], ['1', '0']],
    ['class', ['1E1', '10', '10'], ['1E1', '10', '10']],
    ['time', ['2026-01-31', 'NaT', ''], ['2026-01-31T00:00:00.000Z', undefined, undefined]],
  ])('%s of %j', (kind, cells, expected) => {
    expect(textsOf(columnOf(cells, kind), cells.length)).toEqual(expected);
  });

  test('what does not fit is counted, and shown in up to three spellings', () => {
    expect(columnOf(['1', 'x', 'x', 'y', 'z', 'w', '2'], 'number')).toMatchObject({
      kind: 'number',
      unread: {
        count: 5,
        examples: [
          { row: 2, text: 'x' },
          { row: 4, text: 'y' },
          { row: 5, text: 'z' },
        ],
      },
    });
    expect(columnOf(['2026-01-31', 'soon'], 'time')).toMatchObject({
      kind: 'time',
      unread: { count: 1, examples: [{ row: 2, text: 'soon' }] },
    });
    expect(columnOf(['yes', 'perhaps'], 'boolean')).toMatchObject({ unread: { count: 1 } });
  });

  test('words alone, where numbers were asked for, are all unread', () => {
    expect(columnOf(['a', 'b', 'NA'], 'number')).toMatchObject({ kind: 'number', unread: { count: 2 } });
  });
});

describe('a column that the configuration declares', () => {
  const table = (cells: readonly string[], kind: ReadKind) =>
    parseCsv(new TextEncoder().encode(`x;y\n${cells.map((cell) => `${cell};z`).join('\n')}\n`), 'f', {
      kinds: new Map([['x', kind]]),
    });
  const fine = Array.from({ length: 19 }, (_, row) => `${row}.5`);

  test('may have one cell of twenty that does not fit, and no more', () => {
    requireDeclaredKinds(table([...fine, '<0.5'], 'number'), ['x'], 'f');
    requireDeclaredKinds(table([...fine, '<0.5', '<0.1'], 'number'), [], 'f');
    expect(() => {
      requireDeclaredKinds(table([...fine, '<0.5', '<0.1'], 'number'), ['x'], 'f');
    }).toThrow(
      'f: expected numbers in column "x", as `columns` of the configuration says, got "<0.5" in data row 20, "<0.1" in data row 21 (2 of such cells)',
    );
  });

  test('of booleans has no words of another language', () => {
    expect(() => {
      requireDeclaredKinds(table(['ja', 'nein', 'ja'], 'boolean'), ['x'], 'f');
    }).toThrow('f: expected numbers in column "x"');
  });
});
