/**
 * Rows of production whose truth is known: labels and scores joined to the current data by id. Labels
 * arrive late, so rows younger than `labelsAfterMs` are left out, labeled or not: the labels that come
 * first are not a fair sample.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { TaskName } from '../documents/fields.ts';
import { DataError } from '../kernel/errors.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import type { LabelCodes, SourceColumn } from '../metrics/tasks/task.ts';
import type { DatedRows } from './profile/performance.ts';
import { textColumn, timeColumn } from '../table/access.ts';
import { findColumn, type Table } from '../table/table.ts';

/** A table and the name of its file. */
export interface NamedTable {
  readonly table: Table;
  readonly where: string;
}

export interface LabelRequest {
  readonly task: TaskName;
  readonly columns: PredictionsConfig;
  readonly current: NamedTable;
  /** Where labels and scores come from when not from the current data. */
  readonly labels: NamedTable | undefined;
  readonly scores: NamedTable | undefined;
  readonly nowMs: number;
  readonly labelsAfterMs: number;
}

export interface LabeledRows {
  /** Rows old enough that have a label and a score. */
  readonly rows: DatedRows;
  /** Times of the rows that are too young, or old enough and still without a label. */
  readonly waiting: Float64Array;
}

/** Undefined when the config names no predictions, or the data hold neither labels nor scores, or no times. */
export function findLabeledRows(request: LabelRequest): LabeledRows | undefined {
  const { columns, current, nowMs, labelsAfterMs } = request;
  if (columns.time === undefined || findColumn(current.table, columns.time) === undefined) return undefined;
  const task = taskOf(request.task);
  const codes = encodeClasses(request);
  const labels = valuesFor('label', request, codes);
  const scores = valuesFor('score', request, codes);
  if (labels === undefined || scores === undefined) return undefined;
  const times = timeColumn(current.table, columns.time, current.where);
  const isOld = (row: number): boolean => (times[row] ?? NaN) <= nowMs - labelsAfterMs;
  const isKnown = (row: number): boolean => !Number.isNaN(labels[row]) && !Number.isNaN(scores[row]);
  const select = (values: Float64Array, wanted: (row: number) => boolean): Float64Array =>
    values.filter((_, row) => wanted(row));
  const isEvaluated = (row: number): boolean => isOld(row) && isKnown(row);
  const rows = {
    labels: select(labels, isEvaluated),
    scores: select(scores, isEvaluated),
    times: select(times, isEvaluated),
    threshold: columns.threshold,
  };
  task.labels.check(rows.labels, `labels of ${current.where}`, codes);
  task.scores.check(rows.scores, `scores of ${current.where}`, codes);
  return { rows, waiting: select(times, (row) => !Number.isNaN(times[row]) && !isEvaluated(row)) };
}

/** One value a row of the current data, NaN where there is none; undefined when no table has the column. */
function valuesFor(
  role: 'label' | 'score',
  request: LabelRequest,
  codes: LabelCodes,
): Float64Array | undefined {
  const { columns, current } = request;
  const source = sourceOf(role, request);
  if (source === undefined) return undefined;
  const task = taskOf(request.task);
  const values = (role === 'label' ? task.labels : task.scores).encode(source, codes);
  if (source.table === current.table) return values;
  const rowOf = indexById(textColumn(source.table, columns.id, source.where), source.where);
  const ids = textColumn(current.table, columns.id, current.where);
  return Float64Array.from(ids, (id) => values[rowOf.get(id) ?? -1] ?? NaN);
}

/** The table that was named for it, else the current data where they have the column. */
function sourceOf(role: 'label' | 'score', request: LabelRequest): SourceColumn | undefined {
  const name = request.columns[role];
  const named = role === 'label' ? request.labels : request.scores;
  if (named !== undefined) return { ...named, name };
  const { current } = request;
  return findColumn(current.table, name) === undefined ? undefined : { ...current, name };
}

function encodeClasses(request: LabelRequest): LabelCodes {
  const source = sourceOf('label', request);
  if (source === undefined) return [];
  return taskOf(request.task).encodeClasses([source], request.columns.positive);
}

function indexById(ids: readonly string[], where: string): ReadonlyMap<string, number> {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  if (rowOf.size === ids.length) return rowOf;
  throw new DataError(
    'DATA_MISMATCH',
    `${where}: expected each id once, got ${ids.length - rowOf.size} repeated`,
  );
}
