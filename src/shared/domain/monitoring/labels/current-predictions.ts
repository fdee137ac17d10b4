/**
 * Labels and predictions of production as columns of the current rows, in the order of these rows: from the current data,
 * or joined to them by id. Labels of rows that are younger than `labelsAfterMs` are left out: those that come first are
 * not a fair sample, and a rate among them is not the rate of the day.
 */
import type { PredictionsConfig } from '../../config/training-section.ts';
import { idColumns, monitoredPredictions, type PredictionRole } from '../../evaluation/predictions.ts';
import { findColumn, type Column, type Table } from '../../table/table.ts';
import { joinById, type IdJoin, type NamedTable } from './id-join.ts';

export interface CurrentPredictionsRequest {
  readonly columns: PredictionsConfig;
  readonly current: NamedTable;
  /** One a row of the current data, NaN = none; undefined without a time column. */
  readonly times: Float64Array | undefined;
  readonly labels: NamedTable | undefined;
  readonly scores: NamedTable | undefined;
  readonly nowMs: number;
  readonly labelsAfterMs: number;
}

export interface CurrentPredictions {
  /** Columns that the data or the named tables have, one value a row of the current data. */
  readonly table: Table;
  readonly roles: ReadonlyMap<string, PredictionRole>;
  /** Names of the roles that no table has. */
  readonly absent: readonly string[];
}

/** O(N + M) a column. @throws DataError when a table has no ids, or a named one repeats an id. */
export function readCurrentPredictions(request: CurrentPredictionsRequest): CurrentPredictions {
  const { columns, current } = request;
  const roles = monitoredPredictions(columns);
  const aligned = {
    label: alignTo(current, request.labels, columns),
    score: alignTo(current, request.scores, columns),
  };
  const found = [...roles].flatMap(([name, role]): readonly Column[] => {
    const column = aligned[role](name);
    if (column === undefined) return [];
    return [role === 'label' ? blankRows(column, tooYoung(request)) : column];
  });
  const names = new Set(found.map(({ name }) => name));
  return {
    table: { rowCount: current.table.rowCount, columns: found },
    roles,
    absent: [...roles.keys()].filter((name) => !names.has(name)),
  };
}

/** Looks columns up; the join is made once, and only where a column is asked for. */
function alignTo(
  current: NamedTable,
  named: NamedTable | undefined,
  columns: PredictionsConfig,
): (name: string) => Column | undefined {
  if (named === undefined) return (name) => findColumn(current.table, name);
  let join: IdJoin | undefined;
  return (name) => {
    const column = findColumn(named.table, name);
    if (column === undefined) return undefined;
    join ??= joinById(current, named, idColumns(columns));
    return gather(column, join.rowOf);
  };
}

function gather(column: Column, rowOf: Int32Array): Column {
  if (column.kind === 'category') {
    return { ...column, codes: rowOf.map((row) => column.codes[row] ?? -1) };
  }
  return { ...column, values: Float64Array.from(rowOf, (row) => column.values[row] ?? NaN) };
}

function tooYoung({
  times,
  nowMs,
  labelsAfterMs,
}: CurrentPredictionsRequest): ((row: number) => boolean) | undefined {
  if (times === undefined) return undefined;
  const latestMs = nowMs - labelsAfterMs;
  return (row) => (times[row] ?? NaN) > latestMs;
}

function blankRows(column: Column, isBlank: ((row: number) => boolean) | undefined): Column {
  if (isBlank === undefined) return column;
  if (column.kind === 'category') {
    return { ...column, codes: column.codes.map((code, row) => (isBlank(row) ? -1 : code)) };
  }
  return { ...column, values: column.values.map((value, row) => (isBlank(row) ? NaN : value)) };
}
