/** The predictions of one model as its file has them, with the ids of their rows. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { readAnswers, type Answers, type LabelCodes, type Task } from '../metrics/tasks/task.ts';
import type { Table } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import { readIds } from './predictions.ts';

export interface PredictedRows {
  readonly ids: Texts;
  readonly answers: Answers;
}

export interface PredictionContext {
  readonly codes: LabelCodes;
  readonly where: string;
  /** Whether columns that the configuration names may be absent, as in the file of an older model. */
  readonly mayLackColumns: boolean;
  readonly requiredClasses?: ReadonlySet<string>;
}

export const NO_CLASSES: ReadonlySet<string> = new Set();

/** @throws DataError for a value that is missing or impossible. */
export function readPredictions(
  table: Table,
  { task, columns }: { readonly task: Task; readonly columns: PredictionsConfig },
  { codes, where, mayLackColumns, requiredClasses = NO_CLASSES }: PredictionContext,
): PredictedRows {
  const source = { table, where, columns, requiredClasses, mayLackColumns };
  return { answers: readAnswers(task, source, codes), ids: readIds(table, columns, where) };
}
