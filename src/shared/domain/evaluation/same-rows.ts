/**
 * What belongs to a row and not to a model has to be the same in the predictions of both: otherwise whoever writes the
 * challenger's predictions decides which rows weigh most, and how many of them are independent.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import { usableScale } from '../metrics/forecast-series.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import { numberColumn } from '../table/access.ts';
import { isSameNumber } from '../table/same-number.ts';
import { findColumn, type Column } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import { groupingColumns, hasGrouping, isGroupedByRow } from './read-groups.ts';
import { groupRowsOf, type OrderedTable } from './row-columns.ts';

/** Of the evaluated rows, in the order of their ids. */
export interface ValuesOfRows {
  readonly ids: Texts;
  readonly weights: Float64Array | undefined;
  /** What errors are divided by; absent where the labels say it. */
  readonly scales?: Float64Array | undefined;
  /** Undefined where the labels say the groups, and predictions are not asked. */
  readonly grouping: Grouping | undefined;
  /** Where the grouping was read. */
  readonly groupedTable: OrderedTable;
}

/**
 * @param source the table of the other model. Columns that it does not have are not compared.
 * @throws DataError DATA_MISMATCH, with the first row that differs as example.
 */
export function requireSameValues(
  source: OrderedTable,
  { ids, weights, scales, grouping, groupedTable }: ValuesOfRows,
  columns: PredictionsConfig,
): void {
  const { table, where, rows } = source;
  const { weight, scale } = columns;
  const numbers = [
    { role: 'weight', name: weight, values: weights, read: (value: number) => value },
    { role: 'scale', name: scale, values: scales, read: usableScale },
  ];
  for (const { role, name, values, read } of numbers) {
    if (values === undefined || name === undefined || findColumn(table, name) === undefined) continue;
    const others = numberColumn(table, name, where);
    const otherAt = (index: number): number => read(at(others, indexAt(rows, index)));
    const row = values.findIndex((value, index) => !isSameNumber(value, otherAt(index)));
    if (row < 0) continue;
    throw differs(where, {
      id: ids.at(row),
      what: role,
      expected: String(at(values, row)),
      got: String(otherAt(row)),
    });
  }
  if (grouping === undefined || isGroupedByRow(columns) || !hasGrouping(table, columns)) return;
  if (haveOneGrouping(source, groupedTable, columns)) return;
  requireSameGroups([grouping, groupRowsOf(source, columns)], ids, where);
}

/** Whether both are grouped by the same arrays, as `shareColumns` leaves them: of ten million rows no second grouping is made then. */
function haveOneGrouping(one: OrderedTable, other: OrderedTable, columns: PredictionsConfig): boolean {
  return (
    one.rows === other.rows &&
    groupingColumns(columns).every((name) => {
      const [own, known] = [findColumn(one.table, name), findColumn(other.table, name)];
      if (own === undefined || known === undefined) return own === known;
      return haveOneContent(own, known);
    })
  );
}

function haveOneContent(own: Column, known: Column): boolean {
  if (own.kind === 'time' && known.kind === 'time')
    return own.values === known.values && own.period === known.period;
  if (own.kind === 'category' && known.kind === 'category')
    return own.codes === known.codes && own.categories === known.categories && own.rounded === known.rounded;
  return false;
}

/** Names are compared once for each pair of groups, and not for each row. */
function requireSameGroups([own, other]: readonly [Grouping, Grouping], ids: Texts, where: string): void {
  const partner = new Int32Array(own.count).fill(-1);
  for (let row = 0; row < ids.count; row += 1) {
    const [group, found] = [indexAt(own.groupOfRow, row), indexAt(other.groupOfRow, row)];
    if (partner[group] === found) continue;
    const [name, got] = [own.nameOf(group), other.nameOf(found)];
    if (partner[group] !== -1 || name !== got)
      throw differs(where, { id: ids.at(row), what: 'group', expected: name, got });
    partner[group] = found;
  }
  if (own.second !== undefined && other.second !== undefined)
    requireSameGroups([own.second, other.second], ids, where);
}

interface Difference {
  readonly id: string | undefined;
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

function differs(where: string, { id, what, expected, got }: Difference): DataError {
  return new DataError(
    'DATA_MISMATCH',
    `${where}: expected the ${what} of each row as in the predictions of the challenger, got another one`,
    {
      examples: `id ${JSON.stringify(id)} has ${JSON.stringify(expected)} there and ${JSON.stringify(got)} here`,
      hint: 'both models must be scored on the same data file',
    },
  );
}
