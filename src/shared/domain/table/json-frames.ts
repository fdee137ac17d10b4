/**
 * A table that is one JSON object: what pandas writes with `orient` of `columns`, `index`, `split` and `table`, lists by
 * the name of their column, and a list of rows under a name such as `data`. What may be read in two ways is none.
 * @see https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.to_json.html
 */
import { isRecord } from '../kernel/unknown-value.ts';

/** Numbers that a double rounds, as they are written: by key, of each object and list that holds some. */
export type WrittenNumbers = ReadonlyMap<object, ReadonlyMap<string, string>>;

export interface ParsedObject {
  readonly row: object;
  readonly written: WrittenNumbers;
}

type Fields = Readonly<Record<string, unknown>>;
type List = readonly unknown[];

/** A value, and how it is written where that says more. */
interface Cell {
  readonly name: string;
  readonly value: unknown;
  readonly text: string | undefined;
}

/** Whether an object may be a whole table: one that has a list or an object in it. */
export function mayBeFrame({ row }: ParsedObject): boolean {
  return Object.values(row).some((value) => isList(value) || isRecord(value));
}

/** @returns undefined for what is one row, or no table that can be read in one way only. */
export function rowsOfFrame({ row, written }: ParsedObject): readonly ParsedObject[] | undefined {
  const fields: Fields = { ...row };
  return (
    ofSplit(fields, written) ??
    ofRecords(fields, written) ??
    ofLists(fields, written) ??
    ofColumns(fields, written) ??
    ofIndex(fields, written)
  );
}

/** Names of lists that are as long as each other, or hold objects, beside single values: rows, but of what? */
export function listsBesideValues({ row }: ParsedObject): readonly string[] {
  const lists = Object.entries(row).filter(
    (entry): entry is [string, List] => isList(entry[1]) && entry[1].length > 1,
  );
  const ofObjects = lists.filter(([, list]) => list.every(isRecord));
  const isParallel = lists.length > 1 && lists.every(([, list]) => list.length === lists[0]?.[1].length);
  return (isParallel ? lists : ofObjects).map(([name]) => name);
}

const SPLIT_KEYS: ReadonlySet<string> = new Set(['columns', 'index', 'data', 'index_names', 'column_names']);

function ofSplit(
  { columns, data, index, ...others }: Fields,
  written: WrittenNumbers,
): readonly ParsedObject[] | undefined {
  const isSplit = isList(columns) && isList(data) && columns.every((name) => typeof name === 'string');
  if (!isSplit || !Object.keys(others).every((key) => SPLIT_KEYS.has(key))) return undefined;
  const names = columns.map(String);
  if (!data.every((row): row is List => isList(row) && row.length === names.length)) return undefined;
  const rows = data.map((row) =>
    names.map((name, at): Cell => ({ name, value: row[at], text: written.get(row)?.get(String(at)) })),
  );
  return withIndex(rows, isList(index) ? index : undefined, names);
}

/** Those that only wrap rows; another word may be the name of a column of lists. */
const WRAPPERS = ['data', 'rows', 'records', 'items', 'results', 'predictions', 'instances', 'examples'];

function ofRecords(
  { schema, ...fields }: Fields,
  written: WrittenNumbers,
): readonly ParsedObject[] | undefined {
  const lists = Object.entries(fields).filter(([, value]) => isList(value));
  const [name, rows] = lists[0] ?? [];
  if (lists.length !== 1 || name === undefined || !WRAPPERS.includes(name)) return undefined;
  if (!isList(rows) || rows.length === 0 || !rows.every(isRecord)) return undefined;
  const { primaryKey } = isRecord(schema) ? schema : { primaryKey: [] };
  const isNumbered =
    isList(primaryKey) && primaryKey.join() === 'index' && areNumbers(rows.map((row) => row.index));
  if (!isNumbered) return rows.map((row) => ({ row, written }));
  // `table` writes the index of pandas as a column, also where it only counts the rows.
  return rows.map((row) =>
    rowOf(
      Object.entries(row)
        .filter(([key]) => key !== 'index')
        .map(([key, value]) => ({ name: key, value, text: written.get(row)?.get(key) })),
    ),
  );
}

/** `{"id": ["a", "b"], "label": [1, 0]}`, as `to_dict("list")` gives it. */
function ofLists(fields: Fields, written: WrittenNumbers): readonly ParsedObject[] | undefined {
  const lists = Object.entries(fields);
  const [, first] = lists[0] ?? [];
  const count = isList(first) ? first.length : 0;
  const isTable = (list: unknown): list is List =>
    isList(list) && list.length === count && !list.some(isRecord);
  if (count === 0 || !lists.every((entry): entry is [string, List] => isTable(entry[1]))) return undefined;
  return Array.from({ length: count }, (_, at) =>
    rowOf(lists.map(([name, list]) => ({ name, value: list[at], text: written.get(list)?.get(String(at)) }))),
  );
}

/** `{"id": {"0": "a", "1": "b"}, …}`: the default of pandas. Only an index that counts shows which of two ways it is. */
function ofColumns(fields: Fields, written: WrittenNumbers): readonly ParsedObject[] | undefined {
  const columns = Object.entries(fields);
  const isColumn = (entry: readonly [string, unknown]): entry is [string, Fields] => isRecord(entry[1]);
  if (columns.length === 0 || !columns.every(isColumn)) return undefined;
  const keys = Object.keys(columns[0]?.[1] ?? {});
  if (!areNumbers(keys) || areNumbers(Object.keys(fields))) return undefined;
  const isSame = columns.every(
    ([, column]) =>
      Object.keys(column).length === keys.length && keys.every((key) => Object.hasOwn(column, key)),
  );
  if (!isSame) return undefined;
  return keys.map((key) =>
    rowOf(
      columns.map(([name, column]) => ({ name, value: column[key], text: written.get(column)?.get(key) })),
    ),
  );
}

function ofIndex(fields: Fields, written: WrittenNumbers): readonly ParsedObject[] | undefined {
  const rows = Object.values(fields);
  if (rows.length === 0 || !areNumbers(Object.keys(fields)) || !rows.every(isRecord)) return undefined;
  // Columns that are numbers too may as well be rows.
  return rows.some((row) => areNumbers(Object.keys(row))) ? undefined : rows.map((row) => ({ row, written }));
}

/** An index that says more than the place of the row is a column, as `reset_index` makes it one. */
function withIndex(
  rows: readonly (readonly Cell[])[],
  index: List | undefined,
  names: readonly string[],
): readonly ParsedObject[] | undefined {
  if (index === undefined || areNumbers(index)) return rows.map(rowOf);
  if (index.length !== rows.length || index.some((value) => typeof value === 'object')) return undefined;
  const name = names.includes('index') ? 'level_0' : 'index';
  return rows.map((cells, at) => rowOf([{ name, value: index[at], text: undefined }, ...cells]));
}

function rowOf(cells: readonly Cell[]): ParsedObject {
  const row = Object.fromEntries(cells.map(({ name, value }) => [name, value]));
  const texts = cells.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const]));
  return { row, written: new Map(texts.length === 0 ? [] : [[row, new Map(texts)]]) };
}

/** 0, 1, 2, …: the index of a table that has none. */
function areNumbers(values: List): boolean {
  return values.length > 0 && values.every((value, at) => String(value) === String(at));
}

function isList(value: unknown): value is List {
  return Array.isArray(value);
}
