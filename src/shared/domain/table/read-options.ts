/**
 * What every reader can be asked for. What a column is for is known before its file is read: from the configuration
 * (its `columns`, the roles of `predictions`) or from the profile of the reference. Any other column
 * is read as what its values are in this file.
 */

import type { ColumnKind } from '../config/column-kinds.ts';
import type { DecimalSign } from '../config/decimal-signs.ts';
import type { KnownDayOrder } from './day-order.ts';
import type { FileSign, SignContext } from './decimal-sign.ts';

/**
 * `category`: text, and `1`, `1.0` and `1.00` are one category. `text`: exactly as it is written. `identity`: one
 * text a row, kept apart in `Table.identities`. `class`: 0 and 1, or `true` and `false`, as numbers; any other labels
 * as text.
 */
export type ReadKind = ColumnKind | 'identity' | 'class';

export interface ReadOptions {
  /** Columns to keep; a name that the file does not have is left to the accessor that needs it. */
  readonly columns?: readonly string[] | undefined;
  /** Names of fields inside of lists and objects, such as `probs.0`; one may have a `*`. They are read as columns. */
  readonly nested?: readonly string[] | undefined;
  /** By the name of the column; the others are read as what their values are. */
  readonly kinds?: ReadonlyMap<string, ReadKind> | undefined;
  /** What stands before the decimals of numbers in text, where the cells leave it open: by the configuration. */
  readonly decimal?: DecimalSign | undefined;
  /** The same by the name of the column, as the reference had it. */
  readonly decimalOf?: ReadonlyMap<string, DecimalSign> | undefined;
  /** Which of day and month comes first, by the name of a column of times. */
  readonly dayOrderOf?: ReadonlyMap<string, KnownDayOrder> | undefined;
  /** The place whose days count, of the IANA time zone database; undefined for those of UTC. */
  readonly timeZone?: string | undefined;
}

/** What is known of a column before its cells are. */
export interface CellsContext extends SignContext {
  readonly dayOrder?: KnownDayOrder | undefined;
}

/** @param file what its columns say together of points and commas. */
export function contextOfColumn(
  name: string,
  { decimal, decimalOf, dayOrderOf }: ReadOptions,
  file?: FileSign,
): CellsContext {
  return { configured: decimal, kept: decimalOf?.get(name), file, dayOrder: dayOrderOf?.get(name) };
}
