/** Ids of two files, each read in its own format: what joins, and what must not. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../src/shared/adapters/data/tables.ts';
import { matchRows } from '../../../src/shared/domain/evaluation/match-rows.ts';
import { identityColumn } from '../../../src/shared/domain/table/access.ts';
import type { Texts } from '../../../src/shared/domain/table/texts.ts';
import { contentOf } from '../../ground/memory-files.ts';
import { errorOf } from './tables.ts';

const names = { where: 'here', reference: 'there' };

async function idsOf(content: string | Buffer, column = 'id'): Promise<Texts> {
  const kinds = new Map([[column, 'identity']] as const);
  return identityColumn(await readTable(contentOf(content), 'rows', { kinds }), column, 'rows');
}

const csv = (ids: readonly string[]) => `id,x\n${ids.map((id) => `${id},1`).join('\n')}\n`;
const json = (ids: readonly string[]) => ids.map((id) => `{"id":${id}}`).join('\n');

describe('ids that are spelled alike are one id, whatever the format', () => {
  it.each([
    ['integers', csv(['1', '2', '3']), json(['1', '2', '3'])],
    ['integers and texts', csv(['1', '2', '3']), json(['"1"', '"2"', '"3"'])],
    [
      'integers that a writer of floating-point numbers spelled',
      csv(['1.0', '2.0', '3.0']),
      json(['1', '2', '3']),
    ],
    [
      'integers beyond 2^53',
      csv(['9007199254740993', '9007199254740995']),
      json(['9007199254740993', '9007199254740995']),
    ],
    ['days', csv(['2024-01-01', '2024-01-02']), json(['"2024-01-01"', '"2024-01-02"'])],
    ['codes', csv(['007', '1E1']), json(['"007"', '"1E1"'])],
    [
      'times in two spellings',
      csv(['2026-01-01 00:00:00.000001', '2026-01-01 00:00:00.000002']),
      json(['"2026-01-01T00:00:00.000001Z"', '"2026-01-01T00:00:00.000002000+00:00"']),
    ],
    [
      'days and times',
      csv(['2024-01-01', '2024-01-02']),
      json(['"2024-01-01T00:00:00Z"', '"2024-01-02T00:00:00Z"']),
    ],
  ])('%s', async (_case, one, other) => {
    const [left, right] = [await idsOf(one), await idsOf(other)];
    expect([...matchRows(left, right, names)]).toEqual([...Array(left.count).keys()]);
    expect([...matchRows(right, left, names)]).toEqual([...Array(left.count).keys()]);
  });

  it('times of Parquet are those of CSV, to the nanosecond', async () => {
    const parquet = await readFile(
      new URL('../../adapters/data/fixtures/writer-polars.parquet', import.meta.url),
    );
    const fixture = new URL('../../adapters/data/fixtures/parquet-texts.json', import.meta.url);
    const texts = JSON.parse(await readFile(fixture, 'utf8')) as Readonly<Record<string, readonly string[]>>;
    const spelled = texts.nanos!.map((text) => text.replace('T', ' ').replace('Z', '+00:00'));
    const rows = matchRows(await idsOf(csv(spelled)), await idsOf(parquet, 'nanos'), names);
    expect([...rows]).toEqual([...Array(12).keys()]);
  });
});

describe('ids that differ are never one id', () => {
  it.each([
    ['beyond 2^53', ['9007199254740992'], ['9007199254740993']],
    ['by a nanosecond', ['2026-01-01T00:00:00.000000001Z'], ['2026-01-01T00:00:00.000000002Z']],
    ['by a leading zero', ['1000'], ['00001000']],
    ['by an exponent', ['1E1'], ['10']],
    ['by the case of a letter', ['A1'], ['a1']],
    ['by a fraction', ['1.10', '2'], ['1.1', '2.0']],
    ['by an accent of its own', ['caf\u00e9'], ['cafe\u0301']],
  ])('%s', async (_case, here, there) => {
    const [left, right] = [await idsOf(csv(here)), await idsOf(csv(there))];
    const error = errorOf(() => matchRows(left, right, names));
    expect(error).toMatchObject({ examples: expect.stringContaining(`here "${there[0]}"`) });
    expect(error.message).toMatch(/^here: expected the ids of there, got no id in common/);
    const alike = ', which only looks alike: U+0065 U+0301 in place of U+00E9 here';
    const doLookAlike = here[0]?.normalize() === there[0]?.normalize();
    expect(error).toMatchObject({
      examples: doLookAlike ? expect.stringContaining(alike) : expect.not.stringContaining('looks alike'),
    });
  });

  it('in one file: nothing that differs by spelling is repeated', async () => {
    const ids = await idsOf(csv(['1', '1.0', '01', '1e0', ' 1', '2026-01-01', '2026-01-01T00:00:00Z']));
    expect([...matchRows(ids, ids, names)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
