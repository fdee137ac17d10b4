/**
 * Rows of production whose truth is known: labels and scores joined to the current data by id. Labels
 * arrive late, so rows younger than `labelsAfterMs` are left out, labeled or not: the labels that come
 * first are not a fair sample.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { TaskName } from '../documents/fields.ts';
import { DataError } from '../kernel/errors.ts';
import { checkLabels, checkScores } from '../metrics/check-rows.ts';
import type { DatedRows } from './profile/performance.ts';
import { numberColumn, textColumn, timeColumn } from '../table/access.ts';
import { findColumn, type Table } from '../table/table.ts';

/** A table and the name of its file. */
export interface NamedTable {
  readonly table: Table;
  readonly where: string;
}

export interface LabelQuestion {
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
export function findLabeledRows(question: LabelQuestion): LabeledRows | undefined {
  const { columns, current, nowMs, labelsAfterMs } = question;
  if (columns.time === undefined || findColumn(current.table, columns.time) === undefined) return undefined;
  const labels = valuesFor('label', question);
  const scores = valuesFor('score', question);
  if (labels === undefined || scores === undefined) return undefined;
  const times = timeColumn(current.table, columns.time, current.where);
  const isOld = (row: number): boolean => (times[row] ?? NaN) <= nowMs - labelsAfterMs;
  const isKnown = (row: number): boolean => !Number.isNaN(labels[row]) && !Number.isNaN(scores[row]);
  const select = (values: Float64Array, wanted: (row: number) => boolean): Float64Array =>
    values.filter((_, row) => wanted(row));
  const isJudged = (row: number): boolean => isOld(row) && isKnown(row);
  const rows = {
    labels: select(labels, isJudged),
    scores: select(scores, isJudged),
    times: select(times, isJudged),
    threshold: columns.threshold,
  };
  checkLabels(question.task, rows.labels, `labels of ${current.where}`);
  checkScores(question.task, rows.scores, `scores of ${current.where}`);
  return { rows, waiting: select(times, (row) => !Number.isNaN(times[row]) && !isJudged(row)) };
}

/** One value a row of the current data, NaN where there is none; undefined when no table has the column. */
function valuesFor(role: 'label' | 'score', question: LabelQuestion): Float64Array | undefined {
  const { columns, current } = question;
  const name = columns[role];
  const source = role === 'label' ? question.labels : question.scores;
  if (source === undefined) {
    return findColumn(current.table, name) === undefined
      ? undefined
      : numberColumn(current.table, name, current.where);
  }
  const values = numberColumn(source.table, name, source.where);
  const rowOf = indexById(textColumn(source.table, columns.id, source.where), source.where);
  const ids = textColumn(current.table, columns.id, current.where);
  return Float64Array.from(ids, (id) => values[rowOf.get(id) ?? -1] ?? NaN);
}

function indexById(ids: readonly string[], where: string): ReadonlyMap<string, number> {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  if (rowOf.size === ids.length) return rowOf;
  throw new DataError(
    'DATA_MISMATCH',
    `${where}: expected each id once, got ${ids.length - rowOf.size} repeated`,
  );
}
