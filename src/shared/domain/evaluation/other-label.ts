/** Where the champion's file repeats the labels, they have to be those of the challenger: otherwise the rows were not the same. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { DataError } from '../kernel/errors.ts';
import type { LabelCodes, Task } from '../metrics/tasks/task.ts';
import { at, indexAt } from '../statistics/vectors.ts';
import { textAt } from '../table/access.ts';
import { isSameNumber } from '../table/same-number.ts';
import { findColumn, type Column } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import { labelColumn } from './predictions.ts';
import type { OrderedTable } from './row-columns.ts';
import { nameLabel } from './rows-digest.ts';

/** The labels that count, in the order of the ids. */
export interface LabeledRows {
  readonly labels: Float64Array;
  readonly codes: LabelCodes;
  readonly ids: Texts;
}

export interface OtherLabel {
  readonly id: string;
  readonly expected: string;
  readonly got: string;
}

/** The first row whose label is another one. @param source the table of the other model. */
export function findOtherLabel(
  { table, rows }: Pick<OrderedTable, 'table' | 'rows'>,
  { columns, task }: { readonly columns: PredictionsConfig; readonly task: Task },
  { labels, codes, ids }: LabeledRows,
): OtherLabel | undefined {
  const name = labelColumn(columns);
  const column = name === undefined ? undefined : findColumn(table, name);
  if (column === undefined || (codes.length === 0 && column.kind !== 'number')) return;
  const isEqual = compareLabels(column, task, codes);
  const row = labels.findIndex((label, index) => !isEqual(label, indexAt(rows, index)));
  if (row === -1) return undefined;
  return {
    id: ids.at(row) ?? '',
    expected: nameLabel(labels[row], codes),
    got: textAt(column, indexAt(rows, row)) ?? 'none',
  };
}

/** Whether a row of the column has this label, in any of its spellings. */
function compareLabels(
  column: Column,
  { spellClass = (text) => text }: Task,
  codes: LabelCodes,
): (label: number, row: number) => boolean {
  if (codes.length === 0 && column.kind === 'number')
    return (label, row) => isSameNumber(label, at(column.values, row));
  const known = new Map(codes.map((name) => [name, true]));
  return (label, row) => {
    const [expected, text] = [nameLabel(label, codes), textAt(column, row)];
    return text === expected || (text !== undefined && spellClass(text, known) === expected);
  };
}

export function otherLabel({ id, expected, got }: OtherLabel, where: string): DataError {
  return new DataError(
    'DATA_MISMATCH',
    `${where}: expected the label of each row as in the predictions of the challenger, got ${got} instead of ${expected}`,
    {
      examples: `the first such row has the id ${JSON.stringify(id)}`,
      hint: 'both models must be scored on the same data file',
    },
  );
}
