/**
 * Rows of production whose truth is known: labels and scores, in the current data or joined to them by id. Labels
 * arrive late, so rows younger than `labelsAfterMs` are left out, labeled or not: the labels that come first are not
 * a fair sample. How many rows have a label and a score is counted, because "no labels yet" must not be said of a
 * score column that is gone or of ids that do not match.
 */
import type { PredictionsConfig } from '../../config/training-section.ts';
import type { TaskName } from '../../documents/fields.ts';
import { idColumns, labelColumn } from '../../evaluation/predictions.ts';
import { thresholdFor } from '../../metrics/threshold.ts';
import { taskOf } from '../../metrics/tasks/catalog.ts';
import type { LabelCodes, SourceColumn } from '../../metrics/tasks/task.ts';
import { localTimeColumn } from '../../table/local-times.ts';
import { findColumn, hasColumn } from '../../table/table.ts';
import type { DatedRows } from '../profile/performance.ts';
import { compareSpellings, joinById, type IdJoin, type NamedTable, type Spellings } from './id-join.ts';

export interface LabelRequest {
  readonly task: TaskName;
  readonly columns: PredictionsConfig;
  readonly current: NamedTable;
  /** One a row of the current data, NaN = none; without it, the times of the configured column. */
  readonly times?: Float64Array | 'unknown' | undefined;
  /** Where labels and scores come from when not from the current data. */
  readonly labels: NamedTable | undefined;
  readonly scores: NamedTable | undefined;
  readonly nowMs: number;
  readonly labelsAfterMs: number;
}

/** How many of the rows that should have a label, or a score, have one. */
export interface Coverage {
  readonly role: 'label' | 'score';
  /** Rows that should have one: for labels those that are old enough, for scores all. */
  readonly rows: number;
  readonly coveredRows: number;
  /** Undefined when the values are a column of the current data. */
  readonly join: JoinCounts | undefined;
}

export interface JoinCounts extends Spellings {
  readonly source: string;
  readonly sourceRows: number;
  readonly joinedRows: number;
}

export type LabelResult =
  | {
      readonly kind: 'found';
      /** Rows old enough that have a label and a score. */
      readonly rows: DatedRows;
      /** Times of the rows that are too young, or old enough and still without a label. */
      readonly waiting: Float64Array;
      readonly coverage: readonly Coverage[];
    }
  /** No table has the column. */
  | {
      readonly kind: 'absent';
      readonly role: 'time' | 'label' | 'score';
      /** Of the scores, where there are any. */
      readonly coverage: readonly Coverage[];
    };

/** @throws DataError when a label or a score is none of the task. */
export function findLabeledRows(request: LabelRequest): LabelResult {
  const { columns, current, nowMs, labelsAfterMs } = request;
  const times = timesOf(request);
  const task = taskOf(request.task);
  const codes = encodeClasses(request);
  const labels = valuesFor('label', request, codes);
  const scores = valuesFor('score', request, codes);
  const scored = scores === undefined ? [] : [coverageOf('score', scores, () => true)];
  if (times === undefined) return { kind: 'absent', role: 'time', coverage: scored };
  if (labels === undefined) return { kind: 'absent', role: 'label', coverage: scored };
  if (scores === undefined) return { kind: 'absent', role: 'score', coverage: [] };
  const isOld = (row: number): boolean => (times[row] ?? NaN) <= nowMs - labelsAfterMs;
  const isEvaluated = (row: number): boolean =>
    isOld(row) && !Number.isNaN(labels.values[row]) && !Number.isNaN(scores.values[row]);
  const select = (values: Float64Array, wanted: (row: number) => boolean): Float64Array =>
    values.filter((_, row) => wanted(row));
  const rows = {
    labels: select(labels.values, isEvaluated),
    scores: select(scores.values, isEvaluated),
    times: select(times, isEvaluated),
    threshold: thresholdFor(scores.values, columns.threshold),
    ...(codes.length > 0 && { classes: codes }),
    ...(columns.costs !== undefined && { costs: columns.costs }),
  };
  task.labels.check(rows.labels, `labels of ${current.where}`, codes);
  task.scores.check(rows.scores, `scores of ${current.where}`, codes);
  return {
    kind: 'found',
    rows: { ...rows, ...roleColumnsOf(request, rows.labels, isEvaluated) },
    waiting: select(times, (row) => !Number.isNaN(times[row]) && !isEvaluated(row)),
    coverage: [coverageOf('label', labels, isOld), ...scored],
  };
}

/** Of the current data, where they have the columns: without them metrics that need them are not computed. */
function roleColumnsOf(
  { task, columns, current: { table, where } }: LabelRequest,
  labels: Float64Array,
  wanted: (row: number) => boolean,
): Pick<DatedRows, 'byRole'> {
  const { byRole } = taskOf(task);
  if (!byRole?.columns(columns).every((name) => hasColumn(table, name))) return {};
  const read = byRole.read({ table, where, columns });
  const own = new Map([...read].map(([role, values]) => [role, values.filter((_, row) => wanted(row))]));
  return { byRole: byRole.derive?.({ labels, byRole: own, columns }) ?? own };
}

function timesOf({ times, columns, current }: LabelRequest): Float64Array | undefined {
  if (times === 'unknown') return undefined;
  if (times !== undefined) return times;
  if (columns.time === undefined || findColumn(current.table, columns.time) === undefined) return undefined;
  return localTimeColumn(current.table, columns.time, current.where);
}

interface RowValues {
  /** One a row of the current data, NaN where there is none. */
  readonly values: Float64Array;
  readonly joined: { readonly join: IdJoin; readonly source: string } | undefined;
}

/** Undefined when no table has the column. */
function valuesFor(role: Coverage['role'], request: LabelRequest, codes: LabelCodes): RowValues | undefined {
  const { columns, current } = request;
  const source = sourceOf(role, request);
  if (source === undefined) return undefined;
  const task = taskOf(request.task);
  const values = (role === 'label' ? task.labels : task.scores).encode(source, codes);
  if (source.table === current.table) return { values, joined: undefined };
  const join = joinById(current, source, idColumns(columns));
  return {
    values: Float64Array.from(join.rowOf, (row) => values[row] ?? NaN),
    joined: { join, source: source.where },
  };
}

function coverageOf(
  role: Coverage['role'],
  { values, joined }: RowValues,
  isWanted: (row: number) => boolean,
): Coverage {
  let rows = 0;
  let coveredRows = 0;
  let joinedRows = 0;
  for (let row = 0; row < values.length; row++) {
    if (!isWanted(row)) continue;
    rows++;
    if (!Number.isNaN(values[row])) coveredRows++;
    if ((joined?.join.rowOf[row] ?? -1) >= 0) joinedRows++;
  }
  if (joined === undefined) return { role, rows, coveredRows, join: undefined };
  const { join, source } = joined;
  const spellings = compareSpellings(join, isWanted);
  return {
    role,
    rows,
    coveredRows,
    join: { source, sourceRows: join.otherIds.length, joinedRows, ...spellings },
  };
}

/** The table that was named for it, else the current data where they have the column. */
function sourceOf(role: Coverage['role'], request: LabelRequest): SourceColumn | undefined {
  const name = role === 'label' ? labelColumn(request.columns) : request.columns.score;
  if (name === undefined) return undefined;
  const named = role === 'label' ? request.labels : request.scores;
  if (named !== undefined) return { ...named, name };
  const { current } = request;
  return findColumn(current.table, name) === undefined ? undefined : { ...current, name };
}

function encodeClasses(request: LabelRequest): LabelCodes {
  const { columns } = request;
  const [labels, scores] = [sourceOf('label', request), sourceOf('score', request)];
  if (labels === undefined) return [];
  return taskOf(request.task).encodeClasses({
    labels: [labels],
    answers:
      scores === undefined
        ? []
        : [{ ...scores, columns, requiredClasses: new Set<string>(), mayLackColumns: true }],
    columns,
  });
}
