/**
 * What a model answered, as a digest that a public release can hold without the predictions: SHA-256 of one
 * `<id><tab><score>` line a row, sorted by id bytewise; with one more `<tab><value>` for each further column. Numbers
 * are the shortest decimals that give the same number, classes have their names.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { TaskName } from '../documents/fields.ts';
import { readAnswers, type Answers, type LabelCodes, type Task } from '../metrics/tasks/task.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import { at } from '../statistics/vectors.ts';
import { sortTexts } from '../table/sort-texts.ts';
import { findColumn, type Table } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import { gatherCases } from './gather-cases.ts';
import { linesDigest } from './lines-digest.ts';
import { readIds } from './predictions.ts';

/** @param ids sorted, as `sortTexts` does; without control characters. @param answers in the order of the ids. */
export function answersDigest(
  ids: Texts,
  { scores, outputs = [] }: Answers,
  { task, codes }: { readonly task: Pick<Task, 'scoresAreClasses'>; readonly codes: LabelCodes },
): string {
  const spell = (value: number, isClass: boolean): string =>
    isClass ? (codes[value] ?? String(value)) : String(value);
  const isClass = task.scoresAreClasses === true;
  if (outputs.length === 0) return linesDigest(ids, (row) => spell(at(scores, row), isClass));
  return linesDigest(ids, (row) =>
    [
      spell(at(scores, row), isClass),
      ...outputs.map((output) => spell(at(output.values, row), output.isClass === true)),
    ].join('\t'),
  );
}

/** The digest of a table as it was read: for whether it has been registered, before rows are joined. */
export function tableAnswersDigest(
  original: Table,
  { task: name, columns }: { readonly task: TaskName; readonly columns: PredictionsConfig },
  where: string,
): string {
  const task = taskOf(name);
  const table =
    task.hasCases === true
      ? gatherCases({ table: original, where, columns, mayLackColumns: true })
      : original;
  const source = { table, where, columns, requiredClasses: new Set<string>() };
  const labels = [columns.label].flatMap((label) =>
    label === undefined || findColumn(table, label) === undefined ? [] : [{ table, where, name: label }],
  );
  const codes =
    task.scoresAreClasses === true ? task.encodeClasses({ labels, answers: [source], columns }) : [];
  const ids = readIds(table, columns, where);
  const order = sortTexts(ids);
  return answersDigest(ids.take(order), takeAnswers(readAnswers(task, source, codes), order), {
    task,
    codes,
  });
}

/** The answers of these rows, in their order. */
export function takeAnswers({ scores, outputs }: Answers, rows: Int32Array): Answers {
  const take = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => at(values, row));
  return {
    scores: take(scores),
    ...(outputs !== undefined && {
      outputs: outputs.map((output) => ({ ...output, values: take(output.values) })),
    }),
  };
}
