/**
 * A data set in columns: flat typed arrays, no row objects. Every reader makes one and every
 * computation takes one, so a number is never boxed between the file and the statistic.
 *
 * Booleans are numbers, 0 and 1, because a label column is one as often as not. A missing value is
 * NaN, or code -1. Infinity is a value: who cannot use it has to refuse it.
 */
import type { DayOrder } from '../documents/day-orders.ts';
import type { DecimalSign } from '../config/decimal-signs.ts';
import type { Period } from '../kernel/period.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { DayOrderFault } from './day-order.ts';
import type { Texts } from './texts.ts';
import type { TimeBasis } from './time-basis.ts';

/** Cells that are not what their column holds. They are missing values, and these are their spellings. */
export interface UnreadCells {
  readonly count: number;
  /** The first ones of different spelling; `row` counts from 1, without the header. */
  readonly examples: readonly { readonly row: number; readonly text: string }[];
}

export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  /** One value a row; NaN = missing. */
  readonly values: Float64Array;
  /** The unit that every number is written with: `%`, `kg`, `EUR`. */
  readonly unit?: string | undefined;
  /** What stands before the decimals in the texts of the file; absent where no text has a point or comma. */
  readonly decimal?: DecimalSign | undefined;
  /** Whether the points may stand between thousands: each has three digits behind it, and little speaks against it. */
  readonly isDecimalAssumed?: true | undefined;
  /** Absent where every cell is a number or missing. */
  readonly unread?: UnreadCells | undefined;
}

/** Texts that look like numbers, and are read as text. */
export interface NumbersInText {
  readonly reason:
    | 'several-units'
    | 'open-commas'
    | 'open-points'
    | 'bounds'
    | 'other-texts'
    | 'text-by-type'
    | 'ranges'
    | 'durations'
    | 'times'
    | 'several-numbers'
    | 'other-spelling'
    | 'words'
    /** Booleans of which one has several spellings. */
    | 'two-spellings'
    /** Digits somewhere: codes and names. */
    | 'codes';
  /** One of the texts. */
  readonly example: string;
}

export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  /** One index into `categories` a row; -1 = missing. */
  readonly codes: Int32Array;
  /** Distinct texts, in order of first appearance. */
  readonly categories: readonly string[];
  /** Where most of the texts look like numbers: why they are none. */
  readonly numbersInText?: NumbersInText | undefined;
  /** One of the texts, where they are whole numbers that a floating-point number has rounded: of two, one may be left. */
  readonly rounded?: string | undefined;
}

export interface TimeColumn {
  readonly kind: 'time';
  readonly name: string;
  /** Milliseconds since 1970-01-01T00:00:00Z, one a row; NaN = missing. A time without a zone is as if in UTC. */
  readonly values: Float64Array;
  readonly basis?: TimeBasis | undefined;
  /** Where each value names one that is longer than a day, such as a month, this is what it is. */
  readonly period?: Period | undefined;
  /** Which of day and month comes first, where the texts have both as digits and it changes a day. */
  readonly dayOrder?: DayOrder | undefined;
  /** Why such texts are not read. */
  readonly unreadDays?: UnreadDays | undefined;
  /** Absent where every cell is a time or missing. */
  readonly unread?: UnreadCells | undefined;
}

/** Days that are missing values, because which of day and month comes first is open or another than is known. */
export interface UnreadDays {
  readonly fault: DayOrderFault;
  /** All cells, for whoever knows the order later. */
  readonly cells: CategoryColumn;
}

export type Column = NumberColumn | CategoryColumn | TimeColumn;

/** Identifiers, as their file spells them: never by way of a floating-point number or a date. */
export interface IdentityColumn {
  readonly name: string;
  readonly texts: Texts;
}

/** A column of the file that is no column of the table. */
export interface LeftOutColumn {
  readonly name: string;
  /** Why, as part of a sentence: "a nested column". */
  readonly reason: string;
}

export interface Table {
  readonly rowCount: number;
  readonly columns: readonly Column[];
  /** The place whose days count, see `localTimes`; absent for those of UTC. */
  readonly timeZone?: TimeZone | undefined;
  /** Columns that were asked for as identities; they are not among `columns`. */
  readonly identities?: readonly IdentityColumn[] | undefined;
  readonly leftOut?: readonly LeftOutColumn[] | undefined;
  /** Columns of the file that no one asked for; absent where all were read. */
  readonly unrequested?: readonly string[] | undefined;
  /** Rows of the file that are no rows of the table: the last ones, without a value. */
  readonly emptyRowsAtEnd?: number | undefined;
}

/** Whether a row has no value in the column; a number that could not be read is none either. */
export function isMissingAt(column: Column, row: number): boolean {
  return column.kind === 'category' ? (column.codes[row] ?? -1) < 0 : Number.isNaN(column.values[row] ?? NaN);
}

export function findColumn(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** Also of identities. */
export function hasColumn(table: Table, name: string): boolean {
  return (
    findColumn(table, name) !== undefined ||
    table.identities?.some((identities) => identities.name === name) === true
  );
}

/** Without the other columns; identities stay. */
export function keepColumns(table: Table, names: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ name }) => names.includes(name)) };
}

export function withoutColumns(table: Table, names: readonly string[]): Table {
  return { ...table, columns: table.columns.filter(({ name }) => !names.includes(name)) };
}

/** The rows at the given indices, in that order. Categories are shared with the source, not copied. */
export function takeRows(table: Table, rows: Int32Array): Table {
  return {
    ...table,
    rowCount: rows.length,
    columns: table.columns.map((column) => takeColumnRows(column, rows)),
    identities: table.identities?.map(({ name, texts }) => ({ name, texts: texts.take(rows) })),
  };
}

function takeColumnRows(column: Column, rows: Int32Array): Column {
  if (column.kind === 'category') {
    const codes = new Int32Array(rows.length);
    for (let index = 0; index < rows.length; index++) codes[index] = column.codes[rows[index] ?? -1] ?? -1;
    return { ...column, codes };
  }
  const values = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) values[index] = column.values[rows[index] ?? -1] ?? NaN;
  return { ...column, values };
}
