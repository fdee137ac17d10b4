/**
 * What a model answered, as a digest that a public release can hold without the predictions: SHA-256 of one
 * `<id><tab><score>` line a row, sorted by id bytewise. Scores are the shortest decimals that give the same number.
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import { identityColumn, numberColumn } from '../table/access.ts';
import { sortTexts } from '../table/sort-texts.ts';
import type { Table } from '../table/table.ts';
import type { Texts } from '../table/texts.ts';
import { linesDigest } from './lines-digest.ts';

/** @param ids sorted, as `sortTexts` does; without control characters. */
export function answersDigest(ids: Texts, scores: Float64Array): string {
  return linesDigest(ids, (row) => String(scores[row]));
}

/** The digest of a table as it was read: for whether it has been registered, before rows are joined. */
export function tableAnswersDigest(table: Table, columns: PredictionsConfig, where: string): string {
  const ids = identityColumn(table, columns.id, where);
  const scores = numberColumn(table, columns.score, where);
  const order = sortTexts(ids);
  return answersDigest(
    ids.take(order),
    Float64Array.from(order, (row) => scores[row] ?? Number.NaN),
  );
}
