/** What a warehouse answered to `counts-query.ts`, as the same document that `count-table.ts` makes of the rows. */
import { DataError } from '../../kernel/errors.ts';
import { at, countAt, indexAt } from '../../statistics/vectors.ts';
import type { ReadKind } from '../../table/read-options.ts';
import { findColumn, type Table } from '../../table/table.ts';
import { DAY_MS } from '../../kernel/time.ts';
import { formatDay } from '../profile/days.ts';
import type { Profile } from '../profile/profile.ts';
import { countedColumns, requireTime, type CountedColumn } from './counted-columns.ts';
import { ALL_ROWS, INFINITE, MISSING } from './counts-query.ts';
import type { ColumnCounts, Counts } from './counts.ts';
import { sideOf } from './count-table.ts';
import {
  addNumberDays,
  categoryCountsOf,
  emptyNumberDay,
  numberCountsOf,
  type CategoryDay,
  type NumberDay,
} from './day-records.ts';
import { zoneCount, type NumberZones } from './number-zones.ts';

/** As what the columns of the result are read: sums have more digits than a float. */
export const RESULT_KINDS: ReadonlyMap<string, ReadKind> = new Map<string, ReadKind>([
  ['column_name', 'text'],
  ['day', 'time'],
  ['bucket', 'number'],
  ['category', 'text'],
  ['row_count', 'number'],
  ['steps', 'text'],
  ['squares', 'text'],
  ['lowest', 'number'],
  ['highest', 'number'],
]);

export interface ResultRequest {
  /** Read with RESULT_KINDS. */
  readonly table: Table;
  readonly where: string;
  readonly profile: Profile;
  /** SHA-256 of the profile. */
  readonly reference: string;
}

/** One row of the result. */
interface ResultRow {
  readonly day: string;
  readonly bucket: number;
  readonly category: string;
  readonly rows: number;
  /** Absent where the row has no sum. */
  readonly steps: bigint | undefined;
  readonly squares: bigint | undefined;
  /** NaN where the row has no values. */
  readonly lowest: number;
  readonly highest: number;
}

/** @throws DataError for a result of another query, or one that is cut off. */
export function readQueryResult({ table, where, profile, reference }: ResultRequest): Counts {
  const columns = countedColumns(profile);
  const { rowsOf, undatedRows } = groupRows(table, { where, names: columns.map(({ name }) => name) });
  const ofDays = new Map((rowsOf.get(ALL_ROWS) ?? []).map(({ day, rows }) => [day, rows]));
  const days = [...ofDays.keys()].sort();
  const rows = days.map((day) => ofDays.get(day) ?? 0);
  return {
    schema: 'model-steward/counts/1',
    reference,
    ...(profile.timeZone !== undefined && { timeZone: profile.timeZone }),
    time: requireTime(profile),
    ...{ days, rows, undatedRows },
    columns: columns.map((counted) => {
      const byDay = Map.groupBy(rowsOf.get(counted.name) ?? [], ({ day }) => day);
      const unknown = [...byDay.keys()].find((day) => !ofDays.has(day));
      if (unknown !== undefined)
        requireAllRows(byDay.get(unknown) ?? [], { where, day: unknown, counted, rows: 0 });
      days.forEach((day, place) =>
        requireAllRows(byDay.get(day) ?? [], { where, day, counted, rows: countAt(rows, place) }),
      );
      return toColumn(
        counted,
        days.map((day) => byDay.get(day) ?? []),
        where,
      );
    }),
  };
}

function groupRows(
  table: Table,
  { where, names }: { readonly where: string; readonly names: readonly string[] },
): { readonly rowsOf: ReadonlyMap<string, readonly ResultRow[]>; readonly undatedRows: number } {
  const cells = cellsOf(table, where);
  const rowsOf = new Map<string, ResultRow[]>([ALL_ROWS, ...names].map((name) => [name, []]));
  let undatedRows = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const name = cells.text('column_name', row);
    const list = rowsOf.get(name);
    if (list === undefined)
      throw otherQuery(where, row, `a column of the reference, got ${JSON.stringify(name)}`);
    const time = cells.time('day', row);
    const read = cells.row(row, Number.isNaN(time) ? '' : formatDay(Math.floor(time / DAY_MS)));
    if (read.day !== '') list.push(read);
    else if (name === ALL_ROWS) undatedRows += read.rows;
  }
  return { rowsOf, undatedRows };
}

function otherQuery(where: string, row: number, problem: string): DataError {
  return new DataError('DATA_INVALID', `${where}: row ${row + 1}: expected ${problem}`, {
    hint: 'run the query that `operation: count-sql` writes for the version in the stage, and save its whole result as CSV with a header',
  });
}

interface Cells {
  readonly text: (name: string, row: number) => string;
  readonly time: (name: string, row: number) => number;
  readonly row: (row: number, day: string) => ResultRow;
}

/** Some engines write the names of columns in capitals. */
function cellsOf(table: Table, where: string): Cells {
  const named = new Map(table.columns.map((column) => [column.name.toLowerCase(), column]));
  const find = (name: string) => {
    const column = findColumn(table, name) ?? named.get(name);
    if (column !== undefined) return column;
    const found = table.columns.map((other) => other.name).join(', ');
    throw new DataError('DATA_INVALID', `${where}: expected a column "${name}", got ${found}`, {
      hint: 'give the counts that `operation: count` wrote, or the result of the query of `operation: count-sql` as CSV with a header',
    });
  };
  const text = (name: string, row: number): string => {
    const column = find(name);
    if (column.kind !== 'category') return '';
    return column.categories[indexAt(column.codes, row)] ?? '';
  };
  const number = (name: string, row: number): number => {
    const column = find(name);
    return column.kind === 'category' ? NaN : at(column.values, row);
  };
  const whole = (name: string, row: number): bigint | undefined => {
    const digits = text(name, row).replace(/\.0+$/, '');
    if (digits === '') return undefined;
    if (/^-?\d+$/.test(digits)) return BigInt(digits);
    throw otherQuery(where, row, `a whole number in "${name}", got ${JSON.stringify(digits)}`);
  };
  return {
    ...{ text, time: number },
    row: (row, day) => {
      const [bucket, rows] = [number('bucket', row), number('row_count', row)];
      if (!Number.isInteger(bucket) || !Number.isSafeInteger(rows) || rows < 0)
        throw otherQuery(where, row, `whole numbers in "bucket" and "row_count", got ${bucket} and ${rows}`);
      return {
        ...{ day, bucket, rows, category: text('category', row) },
        ...{ steps: whole('steps', row), squares: whole('squares', row) },
        ...{ lowest: number('lowest', row), highest: number('highest', row) },
      };
    },
  };
}

interface ExpectedRows {
  readonly where: string;
  readonly day: string;
  readonly counted: CountedColumn;
  readonly rows: number;
}

/** Every row of a day is in one bucket of each column: less is a result that was cut off. */
function requireAllRows(found: readonly ResultRow[], { where, day, counted, rows }: ExpectedRows): void {
  const counts = found.reduce((total, row) => total + row.rows, 0);
  if (counts === rows) return;
  throw new DataError(
    'DATA_INVALID',
    `${where}: column "${counted.name}": expected ${rows} rows on ${day}, as the day has, got ${counts}`,
    { hint: 'save the whole result of the query: some clients show only its first rows' },
  );
}

function toColumn(
  counted: CountedColumn,
  byDay: readonly (readonly ResultRow[])[],
  where: string,
): ColumnCounts {
  const { name } = counted;
  switch (counted.kind) {
    case 'number':
      return numberCountsOf(
        { name, stepsPerUnit: counted.zones.stepsPerUnit },
        byDay.map((rows) =>
          rows
            .map((row) => toNumberDay(row, { name, zones: counted.zones, where }))
            .reduce(addNumberDays, emptyNumberDay(0, zoneCount(counted.zones))),
        ),
      );
    case 'category':
      return categoryCountsOf(name, byDay.map(toCategoryDay));
    case 'presence':
      return { name, kind: 'presence', missing: byDay.map(missingOf) };
  }
}

interface NumberColumnOfResult {
  readonly name: string;
  readonly zones: NumberZones;
  readonly where: string;
}

function toNumberDay(row: ResultRow, { name, zones, where }: NumberColumnOfResult): NumberDay {
  const { bucket, rows, steps, squares, lowest, highest } = row;
  const size = zoneCount(zones);
  const empty = emptyNumberDay(0, size);
  if (bucket === MISSING) return { ...empty, missing: rows };
  if (bucket === INFINITE) return { ...empty, infinite: rows };
  if (bucket < 0 || bucket >= size) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected buckets from ${INFINITE} to ${size - 1}, got ${bucket}`,
      {
        hint: 'the result is of another reference: run the query that `operation: count-sql` writes for the version in the stage',
      },
    );
  }
  if (steps === undefined || squares === undefined || !Number.isFinite(lowest) || !Number.isFinite(highest)) {
    throw new DataError(
      'DATA_INVALID',
      `${where}: expected "steps", "squares", "lowest" and "highest" of the ${rows} rows of "${name}" on ${row.day} in bucket ${bucket}, got an empty field`,
      { hint: 'save the whole result of the query: a sum that is not there is not zero' },
    );
  }
  const side = sideOf(bucket, zones);
  return {
    ...{ missing: 0, infinite: 0, sum: steps, squares, min: lowest, max: highest },
    counts: empty.counts.map((_, zone) => (zone === bucket ? rows : 0)),
    outsideSums: empty.outsideSums.map((_, place) => (place === side ? steps : 0n)),
  };
}

function toCategoryDay(rows: readonly ResultRow[]): CategoryDay {
  const present = rows.filter(({ bucket }) => bucket !== MISSING);
  return {
    missing: missingOf(rows),
    rows: new Map(present.map(({ category, rows: count }) => [category, count])),
  };
}

function missingOf(rows: readonly ResultRow[]): number {
  return rows.reduce((total, { bucket, rows: count }) => total + (bucket === MISSING ? count : 0), 0);
}
