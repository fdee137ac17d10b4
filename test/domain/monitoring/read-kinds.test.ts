/** A delivery is read as what the reference was, whatever its own cells look like. */
import { describe, expect, it } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { tableOptions } from '../../../src/shared/domain/evaluation/predictions.ts';
import { computeProfile } from '../../../src/shared/domain/monitoring/profile/compute-profile.ts';
import { checkColumns } from '../../../src/shared/domain/monitoring/quality/columns-present.ts';
import { currentOptions } from '../../../src/shared/domain/monitoring/read-kinds.ts';
import { requireColumn, textAt } from '../../../src/shared/domain/table/access.ts';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import type { ReadOptions } from '../../../src/shared/domain/table/read-options.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const config = modelConfigSchema.parse({ columns: { store: 'category', zip: 'text', flag: 'boolean' } });

function parse(name: string, cells: readonly string[], options: ReadOptions): Table {
  const text = `${name};y\n${cells.map((cell) => `${cell};z`).join('\n')}\n`;
  return parseCsv(new TextEncoder().encode(text), 'f', options);
}

/** What the check says of the column, and its distinct texts as they are read. */
function readAgain(name: string, reference: readonly string[], current: readonly string[]) {
  const profile = computeProfile(parse(name, reference, tableOptions(config)), { where: 'f' });
  const table = parse(name, current, currentOptions(profile, config));
  const column = requireColumn(table, name, 'f');
  const texts = current.map((_, row) => textAt(column, row));
  return {
    findings: checkColumns(profile, table, new Set()).map(({ detail }) => detail.code),
    kind: column.kind,
    texts: [...new Set(texts)],
  };
}

const repeat = (cells: readonly string[], times = 30) => Array.from({ length: times }, () => cells).flat();
const measured = Array.from({ length: 90 }, (_, row) => (row * 1.37).toFixed(2));

describe('the kind of the reference is kept', () => {
  it.each([
    ['codes without the one that has a letter', repeat(['80', '81', 'K1A']), ['80', '81'], 'category'],
    ['a label that is a missing value elsewhere', repeat(['none', 'crack']), ['none', 'none'], 'category'],
    ['booleans in the spelling of another system', repeat(['True', 'False']), ['t', 'f'], 'number'],
    ['numbers of which all are missing', measured, ['\\N', 'NULL'], 'number'],
    ['numbers with decimal commas', measured, ['1,5', '2'], 'number'],
    ['a store, by `columns`', repeat(['1', '2', '3']), ['1.0', '2.0', ''], 'category'],
    ['a code with leading zeros, by `columns`', repeat(['01234', '56789']), ['56789'], 'category'],
  ])('%s', (title, reference, current, kind) => {
    const name = title.startsWith('a store') ? 'store' : title.startsWith('a code') ? 'zip' : 'x';
    expect(readAgain(name, reference, current)).toMatchObject({ findings: [], kind });
  });

  it('whole numbers of a category are one category however they are spelled', () => {
    expect(readAgain('store', repeat(['1', '2']), ['1.0', '2', '']).texts).toEqual(['1', '2', undefined]);
  });
});

describe('numbers with a unit', () => {
  const inDays = measured.map((number) => `${number} days`);
  const inKilograms = measured.map((value) => `${value} kg`);

  it.each<readonly [string, readonly string[], readonly string[], readonly string[]]>([
    ['the same unit', inKilograms, ['1.5 kg', '2 kg'], []],
    ['its singular, where all are 1', inDays, ['1 day', '1 day'], []],
    ['its singular, where more than 1 are meant', inDays, ['1 day', '3 day'], ['other-unit']],
    ['another unit', inKilograms, ['1.5 lb', '2 lb'], ['other-unit']],
    ['no unit any more', inKilograms, ['1.5', '2'], ['other-unit']],
    ['a unit where there was none', measured, ['1.5%', '2%'], ['other-unit']],
    ['no values', inKilograms, ['', 'NA'], []],
    ['one odd cell', inKilograms, ['1.5 kg', '2 kg', '3 lb'], []],
  ])('%s', (_case, reference, current, findings) => {
    expect(readAgain('x', reference, current)).toMatchObject({ findings, kind: 'number' });
  });
});

it('a column that is unknown in most rows of the reference may be so today', () => {
  const reference = measured.flatMap((value) => ['unknown', value, 'unknown']);
  expect(readAgain('x', reference, ['unknown', '1.5', 'unknown'])).toMatchObject({
    ...{ findings: [], kind: 'number', texts: [undefined, '1.5'] },
  });
});

describe('points and commas are what they were in the reference, whatever the cells of a batch leave open', () => {
  const commas = measured.map((value) => value.replace('.', ','));

  it.each<readonly [string, readonly string[], readonly string[], readonly (string | undefined)[]]>([
    ['thousands', commas, ['1.234', '2.345'], ['1234', '2345']],
    ['decimals', measured, ['1.234', '2.345'], ['1.234', '2.345']],
    ['decimals beside whole numbers', measured, ['1.234', '899'], ['1.234', '899']],
    ['decimals of the other sign alone', commas, ['1.5', '2.25'], ['1.5', '2.25']],
    [
      'one slip among decimal commas',
      commas,
      ['1,5', '1,25', '0.5', '1.234'],
      ['1.5', '1.25', undefined, '1234'],
    ],
  ])('%s', (_name, reference, current, texts) => {
    expect(readAgain('x', reference, current)).toEqual({ findings: [], kind: 'number', texts });
  });

  it.each([
    ['a point among thousands', commas, ['1.5', '1.234', '2.345']],
    ['three decimals among thousands', commas, ['0.123', '1.234', '2.345']],
    ['a comma among decimals', measured, ['1,5', '1,234', '2,345']],
    ['a whole batch of another writer', measured, ['1.234,50', '2.345', '3.456']],
  ])('%s makes no other numbers of the others, and is an alert', (_name, reference, current) => {
    expect(readAgain('x', reference, current)).toEqual({
      ...{ findings: ['changed-type'], kind: 'category', texts: current },
    });
  });
});

it('a column of which most cells are no numbers any more has changed its type', () => {
  expect(readAgain('x', measured, ['a', 'b', 'c', '1'])).toMatchObject({ findings: ['changed-type'] });
  expect(readAgain('x', measured, ['1', '2', '3', 'a'])).toMatchObject({ findings: [] });
});
