/** The columns of the evaluated rows that are no model's answer: labels, weights, groups and what else is known of them. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { checkEach } from '../metrics/tasks/check-each.ts';
import { parseColumn, type LabelCodes, type Task } from '../metrics/tasks/task.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { extent, take, takeIndices } from '../statistics/vectors.ts';
import { numberColumn } from '../table/access.ts';
import type { Table } from '../table/table.ts';
import { labelColumn } from './predictions.ts';
import { isGroupedByRow, readGrouping } from './read-groups.ts';

/** A table as its file has it, so that errors name rows of the file, and its rows in the order of their ids. */
export interface OrderedTable {
  readonly table: Table;
  readonly where: string;
  readonly rows: Int32Array;
}

export function groupRowsOf({ table, where, rows }: OrderedTable, columns: PredictionsConfig): Grouping {
  const grouping = readGrouping(table, columns, where);
  // Rows that stand for themselves are numbered in the order of their ids, whatever their file.
  return isGroupedByRow(columns) ? grouping : takeGroups(grouping, rows);
}

function takeGroups({ second, ...grouping }: Grouping, rows: Int32Array): Grouping {
  return {
    ...grouping,
    groupOfRow: takeIndices(grouping.groupOfRow, rows),
    ...(second !== undefined && { second: takeGroups(second, rows) }),
  };
}

export function readLabels(
  task: Task,
  { table, where, rows }: OrderedTable,
  { columns, codes }: { readonly columns: PredictionsConfig; readonly codes: LabelCodes },
): Float64Array {
  const label = labelColumn(columns);
  if (label === undefined) throw new RangeError('predictions.label: expected a column, got none');
  return take(parseColumn(task.labels, { table, where, name: label }, codes), rows);
}

/**
 * Of the labels where they are kept apart. A row of weight 0 does not count (weightless-rows.ts).
 * @throws DataError for a weight that is missing, negative or too large, and where no row has one that can be computed with.
 */
export function readWeights(
  { weight }: PredictionsConfig,
  tables: readonly OrderedTable[],
): Float64Array | undefined {
  if (weight === undefined) return undefined;
  // Where labels are kept apart, training can reach neither them nor what they weigh.
  const [source] = tables;
  if (source === undefined) throw new RangeError('readWeights: expected a table, got none');
  const { table, where, rows } = source;
  const values = numberColumn(table, weight, where);
  const column = `${where}: column "${weight}"`;
  checkEach(values, (value) => value >= 0 && value <= LARGEST_WEIGHT, {
    expectation: `${column}: expected weights from 0 to ${LARGEST_WEIGHT}`,
    hint: 'write 0 for a row that must not count, and smaller weights where all are that large: only their ratios matter',
  });
  const { upper: largest } = extent(values);
  if (largest >= SMALLEST_WEIGHT) return take(values, rows);
  throw new DataError(
    'DATA_INVALID',
    `${column}: expected a weight of ${SMALLEST_WEIGHT} or more in one row at least, got ${largest} as the largest`,
    { hint: 'write the weights larger: only their ratios matter, and a row of weight 0 does not count' },
  );
}

/** Of the table of the labels, in the order of the ids. @throws DataError for columns that say nothing of these labels. */
export function readRoleColumns(
  { byRole }: Task,
  { table, where, rows }: OrderedTable,
  { columns, labels }: { readonly columns: PredictionsConfig; readonly labels: Float64Array },
): ScoredRows['byRole'] {
  if (byRole === undefined) return undefined;
  const read = byRole.read({ table, where, columns });
  const taken = new Map([...read].map(([role, values]) => [role, take(values, rows)]));
  return byRole.derive?.({ labels, byRole: taken, columns }) ?? taken;
}

/** Sums of squares stay far from the limits of a number. */
const LARGEST_WEIGHT = 1e12;

/** Products of the weights of two rows, and the cubes of these, are no zeros: (1e-30)^6 is 1e-180. */
const SMALLEST_WEIGHT = 1e-30;
