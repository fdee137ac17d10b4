/** What two tables have in common is one array in memory; what differs by one bit is not. */
import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/shared/domain/table/csv.ts';
import { shareColumns } from '../../../src/shared/domain/table/share-columns.ts';
import type { Table } from '../../../src/shared/domain/table/table.ts';

const kinds = new Map([['id', 'identity']] as const);
const read = (text: string): Table => parseCsv(new TextEncoder().encode(text), 'rows', { kinds });
const arraysOf = ({ columns, identities = [] }: Table) =>
  new Map<string, unknown>([
    ...columns.map(
      (column) => [column.name, column.kind === 'category' ? column.codes : column.values] as const,
    ),
    ...identities.map(({ name, texts }) => [name, texts] as const),
  ]);

const challenger = read('id,day,y,p,user\na,2026-01-01,1,0.25,ann\nbc,2026-01-02,,0.5,bob\n');

describe('two tables of the same rows', () => {
  it('share the columns that are equal, missing values included, and keep their own of the others', () => {
    const own = read('id,day,y,p,user\na,2026-01-01,1,0.25,ann\nbc,2026-01-02,,0.75,bob\n');
    const shared = shareColumns(own, challenger);
    expect(shared).toEqual(own);
    const [arrays, known] = [arraysOf(shared), arraysOf(challenger)];
    const names = ['id', 'day', 'y', 'p', 'user'];
    expect(names.filter((name) => arrays.get(name) === known.get(name))).toEqual(['id', 'day', 'y', 'user']);
  });

  it.each([
    ['ids with the same bytes that end elsewhere', 'id,day\nab,2026-01-01\nc,2026-01-02\n', 'id'],
    ['fewer rows', 'id,day\na,2026-01-01\n', 'day'],
    ['categories with the same codes and another text', 'id,user\na,ann\nbc,bot\n', 'user'],
    ['categories of which the rows are others', 'id,user\na,ann\nbc,ann\n', 'user'],
    ['a name that holds another kind', 'id,day\na,1\nbc,2\n', 'day'],
  ])('%s: nothing is shared', (_case, text, name) => {
    const own = read(text);
    const shared = shareColumns(own, challenger);
    expect(shared).toEqual(own);
    expect(arraysOf(shared).get(name)).toBe(arraysOf(own).get(name));
  });
});
