/** Which table says in which slice a row is, and that rows which are measured as one lie in one slice. */
import type { SlicesConfig } from '../config/slices-section.ts';
import type { PredictionsConfig } from '../config/training-section.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import type { Task } from '../metrics/tasks/task.ts';
import { ascending } from '../statistics/vectors.ts';
import type { Table } from '../table/table.ts';
import { readIds } from './predictions.ts';
import { readSlices, requireSliceOfUnits, tableOfSlices, type SliceColumn } from './read-slices.ts';
import type { OrderedTable } from './row-columns.ts';

interface SlicesRequest {
  readonly slices?: SlicesConfig | undefined;
  readonly task: Pick<Task, 'unit'>;
  readonly columns: PredictionsConfig;
}

interface ChosenSlices {
  readonly slices: readonly SliceColumn[];
  readonly sliceSource: 'predictions' | 'labels';
}

/** Of the labels where they have the columns, as groups are. @throws DataError for a query in two slices. */
export function chooseSlices(
  { slices: named, task, columns }: SlicesRequest,
  { truth, predictions }: { readonly truth: OrderedTable; readonly predictions: OrderedTable },
  byRole: ScoredRows['byRole'],
): ChosenSlices {
  if (named === undefined) return { slices: [], sliceSource: 'predictions' };
  const source = tableOfSlices(named, [truth, predictions]);
  const slices = readSlices(named, source);
  const units = task.unit && byRole?.get(task.unit.role);
  if (task.unit !== undefined && units !== undefined)
    requireSliceOfUnits(slices, units, task.unit.column(columns));
  return { slices, sliceSource: source === predictions ? 'predictions' : 'labels' };
}

/** @throws DataError for a case with answers in two slices. */
export function requireSlicesOfCases(
  slices: SlicesConfig,
  {
    table,
    where,
    columns,
  }: { readonly table: Table; readonly where: string; readonly columns: PredictionsConfig },
): void {
  const ids = readIds(table, columns, where);
  const cases = Array.from({ length: table.rowCount }, (_, row) => ids.at(row) ?? '');
  const numbers = new Map([...new Set(cases)].map((id, index) => [id, index]));
  const read = readSlices(slices, { table, where, rows: ascending(table.rowCount) });
  requireSliceOfUnits(
    read,
    Int32Array.from(cases, (id) => numbers.get(id) ?? -1),
    'case',
  );
}
