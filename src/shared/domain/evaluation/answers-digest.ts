/**
 * What a model answered, as a digest that a public release can hold without the predictions: SHA-256 of one
 * `<id><tab><score>` line a row, sorted by id bytewise; with one more `<tab><class>` for each further column of classes.
 * Numbers are the shortest decimals that give the same number, classes have their names. Further columns of numbers may
 * be thousands, so theirs is the SHA-256 of the doubles: of these digests, one a line, that of the lines first.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { TaskName } from '../documents/fields.ts';
import { readAnswers, type Answers, type LabelCodes, type Task } from '../metrics/tasks/task.ts';
import { sha256 } from '../kernel/digest.ts';
import { taskOf } from '../metrics/tasks/catalog.ts';
import { at, take } from '../statistics/vectors.ts';
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
  const named = outputs.filter((output) => output.isClass === true);
  const lines = linesDigest(ids, [
    task.scoresAreClasses === true ? { values: scores, names: codes } : { values: scores },
    ...named.map(({ values }) => ({ values, names: codes })),
  ]);
  const numbers = outputs.filter((output) => output.isClass !== true);
  if (numbers.length === 0) return lines;
  const digests = numbers.map(({ role, values }) => `${role}\t${doublesDigest(values)}`);
  return sha256([lines, ...digests, ''].join('\n'));
}

/** Of IEEE 754 doubles, little endian; with one NaN and one zero. */
function doublesDigest(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * Float64Array.BYTES_PER_ELEMENT));
  for (let row = 0; row < values.length; row += 1) {
    const value = at(values, row);
    const written = Number.isNaN(value) ? Number.NaN : value + 0;
    bytes.setFloat64(row * Float64Array.BYTES_PER_ELEMENT, written, true);
  }
  return sha256(new Uint8Array(bytes.buffer));
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
  const source = { table, where, columns, requiredClasses: new Set<string>(), mayLackColumns: true };
  const labels = [columns.label].flatMap((label) =>
    label === undefined || findColumn(table, label) === undefined ? [] : [{ table, where, name: label }],
  );
  const codes =
    task.scoresAreClasses === true ? task.encodeClasses({ labels, answers: [source], columns }) : [];
  const ids = readIds(table, columns, where);
  const order = sortTexts(ids);
  return answersDigest(ids.inOrder(order), takeAnswers(readAnswers(task, source, codes), order), {
    task,
    codes,
  });
}

/** The answers of these rows, in their order. */
export function takeAnswers({ scores, outputs }: Answers, rows: Int32Array): Answers {
  return {
    scores: take(scores, rows),
    ...(outputs !== undefined && {
      outputs: outputs.map((output) => ({ ...output, values: take(output.values, rows) })),
    }),
  };
}
