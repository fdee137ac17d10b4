/**
 * Values of another table for the rows of the current data, joined by id. The number of joined rows is part of the
 * result: ids that are spelled differently on the two sides (1000 and 00001000) join nothing, without any error, and
 * "no labels have arrived" would be the wrong reason.
 */
import { DataError } from '../../kernel/errors.ts';
import { requireColumn, textAt } from '../../table/access.ts';
import type { Table } from '../../table/table.ts';
import { maskId } from '../../text/masked-id.ts';
import { lettersAndDigits } from '../../kernel/nearest-name.ts';

/** A table and the name of its file. */
export interface NamedTable {
  readonly table: Table;
  readonly where: string;
}

export interface IdJoin {
  /** Row of the other table for each row of the current data; -1 = none. */
  readonly rowOf: Int32Array;
  /** Of the current data, one a row; undefined = none. */
  readonly currentIds: readonly (string | undefined)[];
  readonly otherIds: readonly string[];
}

/** O(N + M). @throws DataError when a table has no such column, or when the other one repeats an id. */
export function joinById(current: NamedTable, other: NamedTable, idColumns: readonly string[]): IdJoin {
  const ids = readIds(other, idColumns);
  const place = new Map<string, number>();
  let repeated = 0;
  for (let row = 0; row < other.table.rowCount; row++) {
    const id = ids[row];
    if (id === undefined) continue;
    if (place.has(id)) repeated++;
    place.set(id, row);
  }
  if (repeated > 0) {
    throw new DataError('DATA_MISMATCH', `${other.where}: expected each id once, got ${repeated} repeated`, {
      hint: 'leave each id in one row only, or name a column as `id` that is different in each row',
    });
  }
  const currentIds = readIds(current, idColumns);
  const rowOf = Int32Array.from(currentIds, (id) => (id === undefined ? -1 : (place.get(id) ?? -1)));
  return { rowOf, currentIds, otherIds: [...place.keys()] };
}

/** What the ids of both sides look like, where few of them are equal. */
export interface Spellings {
  /** As `maskId` shows them. */
  readonly currentForms: readonly string[];
  readonly otherForms: readonly string[];
  /** Rows that would join without letter case, leading zeros, ".0" and punctuation. */
  readonly looselyJoinedRows: number;
  /** Both sides have ids that are made alike, such as letters, a dash and digits. */
  readonly hasCommonForm: boolean;
}

const EXAMPLES = 2;

/** `wanted`: which rows of the current data should have a partner. O(N + M). */
export function compareSpellings(join: IdJoin, wanted: (row: number) => boolean): Spellings {
  const currentIds = join.currentIds.filter((_, row) => wanted(row));
  const loose = new Set(join.otherIds.map(looseForm));
  const forms = new Set(join.otherIds.map(formOf));
  const known = currentIds.flatMap((id) => id ?? []);
  return {
    currentForms: known.slice(0, EXAMPLES).map(maskId),
    otherForms: join.otherIds.slice(0, EXAMPLES).map(maskId),
    looselyJoinedRows: known.filter((id) => loose.has(looseForm(id))).length,
    hasCommonForm: known.some((id) => forms.has(formOf(id))),
  };
}

/** One a row; undefined where a column has no value. */
function readIds(
  { table, where }: NamedTable,
  idColumns: readonly string[],
): readonly (string | undefined)[] {
  const columns = idColumns.map((name) => requireColumn(table, name, where));
  return Array.from({ length: table.rowCount }, (_, row) => {
    const parts = columns.map((column) => textAt(column, row));
    return parts.includes(undefined) ? undefined : parts.join('|');
  });
}

/** `A-0017.0` → `a17`. */
function looseForm(id: string): string {
  return lettersAndDigits(id.trim().toLowerCase().replace(/\.0+$/, '')).replaceAll(/(?<!\d)0+(?=\d)/g, '');
}

/** `A-0017` → `a-9`: runs of letters and of digits, whatever their length. */
function formOf(id: string): string {
  return id.replaceAll(/\p{L}+/gu, 'a').replaceAll(/\d+/g, '9');
}
