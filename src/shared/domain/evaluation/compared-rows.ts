/**
 * The rows of an evaluation: challenger, champion and labels joined by id, in bytewise order of the ids, so
 * that nothing depends on the order of a file.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { TaskName } from '../documents/fields.ts';
import { DataError } from '../kernel/errors.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { textColumn } from '../table/access.ts';
import { findColumn, takeRows, type Table } from '../table/table.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { indexIds, matchRows } from './match-rows.ts';
import { hasGrouping, readGrouping, readLabels, readPredictions, type Predictions } from './predictions.ts';
import { rowsDigest, sortedRows } from './rows-digest.ts';

export interface ComparedRows {
  readonly digest: string;
  readonly count: number;
  readonly labels: 'predictions' | 'separate';
  readonly challenger: ScoredRows;
  /** Undefined when there is none, or when the stored predictions are for other rows. */
  readonly champion: ScoredRows | undefined;
  readonly grouping: Grouping;
}

export interface JoinRequest {
  readonly task: TaskName;
  readonly columns: PredictionsConfig;
  readonly challenger: Table;
  /** `mustMatch`: scored in the same run, so other rows are an error; stored predictions may simply be for other rows. */
  readonly champion: { readonly table: Table; readonly mustMatch: boolean } | undefined;
  /** Labels from where training cannot reach; they then say which rows there are. */
  readonly labels: Table | undefined;
}

const CHALLENGER = 'predictions of the challenger';
const CHAMPION = 'predictions of the champion';
const LABELS = 'labels';

/** @throws DataError when ids do not match, repeat, or a value is missing or impossible. */
export function joinRows(request: JoinRequest): ComparedRows {
  const { task, columns, labels: separate } = request;
  const answers = readPredictions(request.challenger, task, columns, CHALLENGER);
  indexIds(answers.ids, CHALLENGER);
  const order = sortedRows(answers.ids);
  const ids = Array.from(order, (row) => answers.ids[row] ?? '');
  const predictions = takeRows(request.challenger, order);
  const truth = separate === undefined ? predictions : alignLabels(separate, columns, ids);
  const labels = readLabels(truth, task, columns, separate === undefined ? CHALLENGER : LABELS);
  const groupSource = separate !== undefined && hasGrouping(truth, columns) ? truth : predictions;
  const scored = (scores: Float64Array): ScoredRows => ({ labels, scores, threshold: columns.threshold });
  const champion = alignChampion(request, ids, labels);
  return {
    digest: rowsDigest(ids, labels),
    count: ids.length,
    labels: separate === undefined ? 'predictions' : 'separate',
    challenger: scored(takeScores(answers, order)),
    champion: champion === undefined ? undefined : scored(champion),
    grouping: readGrouping(groupSource, columns, groupSource === truth ? LABELS : CHALLENGER),
  };
}

function alignLabels(labels: Table, columns: PredictionsConfig, ids: readonly string[]): Table {
  const labelIds = textColumn(labels, columns.id, LABELS);
  indexIds(labelIds, LABELS);
  const sorted = sortedRows(labelIds);
  // The labels say which rows there are: a prediction that is missing is the challenger's fault.
  matchRows(
    Array.from(sorted, (row) => labelIds[row] ?? ''),
    ids,
    { where: CHALLENGER, reference: 'the labels' },
  );
  return takeRows(labels, sorted);
}

function alignChampion(
  { task, columns, champion, labels: separate }: JoinRequest,
  ids: readonly string[],
  labels: Float64Array,
): Float64Array | undefined {
  if (champion === undefined) return undefined;
  const answers = readPredictions(champion.table, task, columns, CHAMPION);
  try {
    const rows = matchRows(ids, answers.ids, { where: CHAMPION, reference: CHALLENGER });
    if (separate === undefined) {
      checkSameLabels({ table: takeRows(champion.table, rows), columns, ids }, labels);
    }
    return takeScores(answers, rows);
  } catch (error) {
    const areOtherRows = error instanceof DataError && error.code === 'DATA_MISMATCH';
    if (areOtherRows && !champion.mustMatch) return undefined;
    throw error;
  }
}

/** Where the champion's file repeats the labels, they must be the same: else the rows were not. */
function checkSameLabels(
  { table, columns, ids }: { table: Table; columns: PredictionsConfig; ids: readonly string[] },
  labels: Float64Array,
): void {
  const column = findColumn(table, columns.label);
  if (column?.kind !== 'number') return;
  const row = labels.findIndex((label, index) => label !== column.values[index]);
  if (row === -1) return;
  throw new DataError(
    'DATA_MISMATCH',
    `${CHAMPION}: expected the label ${labels[row] ?? ''} for id ${JSON.stringify(ids[row])}, got ${column.values[row] ?? ''}`,
    { hint: 'both models must be scored on the same data file' },
  );
}

function takeScores({ scores }: Predictions, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => scores[row] ?? Number.NaN);
}
