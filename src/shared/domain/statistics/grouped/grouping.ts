/**
 * What counts as one independent observation. Rows of one day, user or session share their weather, their
 * habits, their luck: an interval that counts rows instead is far too narrow. Groups that are days or weeks
 * are in order of time, because neighboring days resemble each other too.
 */
import { DataError } from '../../kernel/errors.ts';
import { formatPeriod, type Period } from '../../kernel/period.ts';
import { DAY_MS } from '../../kernel/time.ts';
import type { GroupUnit } from '../../documents/groups.ts';
import type { GroupOrder } from '../../config/training-section.ts';
import { ascending, at, indexAt } from '../vectors.ts';
import { areNumbered, compareNaturally } from './group-names.ts';

/**
 * What names leave open. `numbered`: numbers without gaps, which may be batches or users. `unknown`: other names.
 * `none`: nothing, because the order is known, or known not to be one.
 */
export type Sequence = 'none' | 'numbered' | 'unknown';

export interface Grouping {
  readonly unit: GroupUnit;
  /** The column whose values are the groups, or name their periods; undefined for rows and where times say it. */
  readonly column: string | undefined;
  /** Of whose clocks the days or weeks are, such as Europe/Berlin; undefined for UTC, and for other groups. */
  readonly timeZone?: string;
  /** Each row is a group of its own. */
  readonly isByRow: boolean;
  readonly count: number;
  /** Whether the groups follow each other in time. */
  readonly ordered: boolean;
  /** Whether groups that are not ordered may follow each other in time all the same. */
  readonly sequence: Sequence;
  /** Index of the group of each row. */
  readonly groupOfRow: Int32Array;
  readonly nameOf: (group: number) => string;
  /** Another grouping of the same rows, which share two things at once. */
  readonly second?: Grouping;
}

/**
 * Whether a document or a report may name one of the groups: they are times, or the configuration says that they follow each
 * other in time. Any other value may be a user, and what is published about a user is permanent.
 */
export function mayNameGroups({ ordered }: Pick<Grouping, 'ordered'>): boolean {
  return ordered;
}

/** Rows that share two things: users and days. The one without order comes first. */
export function crossGroupings(one: Grouping, other: Grouping): Grouping {
  return one.ordered && !other.ordered ? { ...other, second: one } : { ...one, second: other };
}

/** 1 January 1970 was a Thursday; ISO weeks begin on Monday. */
const FIRST_MONDAY_DAY = 4;

/** Each row stands for itself. */
export function groupByRow(rowCount: number): Grouping {
  return {
    unit: 'row',
    column: undefined,
    isByRow: true,
    count: rowCount,
    ordered: false,
    sequence: 'none',
    groupOfRow: ascending(rowCount),
    nameOf: (group) => `row ${group + 1}`,
  };
}

/** Each row is a case. @param isByRow whether each was answered once, so that it is a row like any other. */
export function groupByCase(
  nameOf: (row: number) => string,
  { count, isByRow }: Pick<Grouping, 'count' | 'isByRow'>,
): Grouping {
  return { ...groupByRow(count), unit: 'case', isByRow, nameOf };
}

/**
 * Groups by the day, or by the week from Monday. Days without rows are no groups.
 * @param times local milliseconds (those of UTC without a time zone), one a row. @param column that names them, if one does. @throws DataError when one is missing.
 */
export function groupByTime(times: Float64Array, unit: 'day' | 'week', column?: string): Grouping {
  const { sorted, groupOfRow } = groupByValue(times, (time, row) => {
    if (!Number.isFinite(time)) throw missing(column ?? unit, row);
    const day = Math.floor(time / DAY_MS);
    return unit === 'day' ? day : Math.floor((day - FIRST_MONDAY_DAY) / 7);
  });
  return {
    unit,
    column,
    isByRow: false,
    count: sorted.length,
    ordered: true,
    sequence: 'none',
    groupOfRow,
    nameOf: (group) => {
      const period = at(sorted, group);
      const day = unit === 'day' ? period : period * 7 + FIRST_MONDAY_DAY;
      return formatPeriod(day * DAY_MS, unit);
    },
  };
}

/**
 * Groups by periods that have names, such as months, in order of time.
 * @param starts of the period of each row; equal ones are one group. @throws DataError when one is missing.
 */
export function groupByPeriod(starts: Float64Array, unit: Period, column: string): Grouping {
  const { sorted, groupOfRow } = groupByValue(starts, (start, row) => {
    if (Number.isNaN(start)) throw missing(column, row);
    return start;
  });
  return {
    unit,
    column,
    isByRow: false,
    count: sorted.length,
    ordered: true,
    sequence: 'none',
    groupOfRow,
    nameOf: (group) => formatPeriod(at(sorted, group), unit),
  };
}

/** The distinct values in ascending order, and the place of each row's among them. Loops: rows may be ten million. */
function groupByValue(
  values: Float64Array,
  valueOf: (value: number, row: number) => number,
): { readonly sorted: Float64Array; readonly groupOfRow: Int32Array } {
  const codeOf = new Map<number, number>();
  const groupOfRow = new Int32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = valueOf(at(values, row), row);
    const code = codeOf.get(value) ?? codeOf.size;
    if (code === codeOf.size) codeOf.set(value, code);
    groupOfRow[row] = code;
  }
  const sorted = Float64Array.from(codeOf.keys()).sort();
  const places = new Int32Array(sorted.length);
  sorted.forEach((value, place) => (places[codeOf.get(value) ?? -1] = place));
  renumber(groupOfRow, places);
  return { sorted, groupOfRow };
}

function renumber(groupOfRow: Int32Array, places: Int32Array): void {
  for (let row = 0; row < groupOfRow.length; row += 1) {
    groupOfRow[row] = indexAt(places, indexAt(groupOfRow, row));
  }
}

/** Names as a column of categories has them; -1 = missing. Categories that no row has make no group. */
export interface CodedNames {
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/**
 * Groups by the values of a column, in order of their names.
 * @param order what the configuration says of them; undefined: what their names say. @throws DataError when a row has none.
 */
export function groupByName(
  names: readonly (string | undefined)[] | CodedNames,
  column: string,
  order?: GroupOrder,
): Grouping {
  const { codes, categories } = 'codes' in names ? names : encodeNames(names);
  const isUsed = new Uint8Array(categories.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = indexAt(codes, row);
    if (code < 0 || categories[code] === '') throw missing(column, row);
    isUsed[code] = 1;
  }
  const { sorted, places } = sortNames(categories, isUsed);
  const groupOfRow = codes.slice();
  renumber(groupOfRow, places);
  return {
    unit: 'value',
    column,
    isByRow: false,
    count: sorted.length,
    ordered: order === 'time',
    sequence: order === undefined ? readSequence(sorted) : 'none',
    groupOfRow,
    nameOf: (group) => sorted[group] ?? '',
  };
}

/** The names that rows have, each once, and the place of each category among them. Codes are sorted: a Map of names costs more. */
function sortNames(
  categories: readonly string[],
  isUsed: Uint8Array,
): { readonly sorted: readonly string[]; readonly places: Int32Array } {
  // A list, of which the sort sees that it is in order already; that of typed arrays does not.
  const used = [...ascending(categories.length)].filter((code) => isUsed[code] === 1);
  used.sort((left, right) => compareNaturally(categories[left] ?? '', categories[right] ?? ''));
  const places = new Int32Array(categories.length).fill(-1);
  const sorted: string[] = [];
  for (const code of used) {
    const name = categories[code] ?? '';
    if (name !== sorted.at(-1)) sorted.push(name);
    places[code] = sorted.length - 1;
  }
  return { sorted, places };
}

/** Codes by the first occurrence, −1 for a row without a name. O(N). */
export function encodeNames(names: readonly (string | undefined)[]): CodedNames {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(names.length).fill(-1);
  names.forEach((name, row) => {
    if (name === undefined) return;
    const code = codeOf.get(name) ?? codeOf.size;
    codeOf.set(name, code);
    codes[row] = code;
  });
  return { codes, categories: [...codeOf.keys()] };
}

function readSequence(names: readonly string[]): Sequence {
  return areNumbered(names) ? 'numbered' : 'unknown';
}

/** Adds up one number a row within each group. */
export function sumByGroup(values: Float64Array, grouping: Grouping): Float64Array {
  const { groupOfRow } = grouping;
  const sums = new Float64Array(grouping.count);
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    sums[group] = at(sums, group) + at(values, row);
  }
  return sums;
}

/** One number a row: bytes where each is 0 or 1. */
export type RowCounts = Float64Array | Uint8Array;

/** The same for counts that may be bytes; a loop of its own, since one that reads both kinds of array is slower. */
export function sumCounts(counts: RowCounts, grouping: Grouping): Float64Array {
  if (counts instanceof Float64Array) return sumByGroup(counts, grouping);
  const { groupOfRow } = grouping;
  const sums = new Float64Array(grouping.count);
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    sums[group] = at(sums, group) + (counts[row] ?? Number.NaN);
  }
  return sums;
}

/** How many rows each group has. */
export function countRowsByGroup({ count, groupOfRow }: Grouping): Float64Array {
  const counts = new Float64Array(count);
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    counts[group] = at(counts, group) + 1;
  }
  return counts;
}

/** The rows of each group, in ascending order. O(N). */
export function groupRows({ count, groupOfRow }: Grouping): readonly Int32Array[] {
  const ends = new Int32Array(count);
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    ends[group] = indexAt(ends, group) + 1;
  }
  let sum = 0;
  for (let group = 0; group < count; group += 1) {
    const size = indexAt(ends, group);
    ends[group] = sum;
    sum += size;
  }
  const rows = new Int32Array(groupOfRow.length);
  for (let row = 0; row < groupOfRow.length; row += 1) {
    const group = indexAt(groupOfRow, row);
    const place = indexAt(ends, group);
    rows[place] = row;
    ends[group] = place + 1;
  }
  return Array.from({ length: count }, (_, group) =>
    rows.subarray(group === 0 ? 0 : indexAt(ends, group - 1), indexAt(ends, group)),
  );
}

function missing(name: string, row: number): DataError {
  return new DataError(
    'DATA_INVALID',
    `group "${name}": expected a value in every row, got none in row ${row + 1}`,
    { hint: 'give each row its group, or leave the row out for both models' },
  );
}
