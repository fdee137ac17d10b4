/** The predictions of a training with another seed, on the rows of the one that is kept. */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { Answers, Task } from '../metrics/tasks/task.ts';
import type { Table } from '../table/table.ts';
import { takeAnswers } from './answers-digest.ts';
import { matchRows } from './match-rows.ts';
import { requireMatchingClasses } from './matching-classes.ts';
import { findOtherLabel, otherLabel, type LabeledRows } from './other-label.ts';
import { readPredictions } from './predicted-rows.ts';
import type { SliceColumn } from './read-slices.ts';
import type { OrderedTable } from './row-columns.ts';
import { requireSameValues, type ValuesOfRows } from './same-rows.ts';

export interface OtherPredictions {
  readonly seed: number;
  readonly table: Table;
}

/** What every model has to agree with. */
export interface Truth extends LabeledRows {
  readonly ofRows: ValuesOfRows;
  /** The rows of the challenger's file, in the order of the ids. */
  readonly order: Int32Array;
  /** What the predictions say of slices. */
  readonly slices: readonly SliceColumn[];
}

interface AlignRequest {
  readonly task: Task;
  readonly columns: PredictionsConfig;
  readonly labels: Table | undefined;
}

export function nameTraining({ seed }: OtherPredictions): string {
  return `predictions of the training with seed ${seed}`;
}

/** In the order of the ids. @throws DataError for other rows, labels or groups than those of the kept training. */
export function alignTraining(training: OtherPredictions, request: AlignRequest, truth: Truth): Answers {
  const { table } = training;
  const { task, columns, labels } = request;
  const [where, reference] = [nameTraining(training), 'the predictions of seed 0'];
  const predicted = readPredictions(table, request, { codes: truth.codes, where, mayLackColumns: false });
  const rows = matchRows(truth.ids, predicted.ids, { where, reference, likelyRows: truth.order });
  const answers = takeAnswers(predicted.answers, rows);
  if (task.scoresAreClasses === true) requireMatchingClasses({ ...truth, predicted: answers.scores }, where);
  const source: OrderedTable = { table, where, rows };
  const other = labels === undefined ? findOtherLabel(source, request, truth) : undefined;
  if (other !== undefined) throw otherLabel(other, where);
  requireSameValues(source, truth.ofRows, columns);
  return answers;
}
