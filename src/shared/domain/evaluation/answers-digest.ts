/**
 * What a model answered, as a digest that a public release can hold without the predictions: SHA-256 of one
 * `<id><tab><score>` line a row, sorted by id bytewise. Scores are the shortest decimals that give the same number.
 */
import { createHash } from 'node:crypto';
import type { PredictionsConfig } from '../config/training-section.ts';
import { numberColumn, textColumn } from '../table/access.ts';
import type { Table } from '../table/table.ts';
import { sortedRows } from './rows-digest.ts';

const LINES_AT_ONCE = 10_000;

/** @param ids sorted, as `sortedRows` says; without control characters. */
export function answersDigest(ids: readonly string[], scores: Float64Array): string {
  const hash = createHash('sha256');
  for (let start = 0; start < ids.length; start += LINES_AT_ONCE) {
    const lines = ids
      .slice(start, start + LINES_AT_ONCE)
      .map((id, index) => `${id}\t${String(scores[start + index])}\n`);
    hash.update(lines.join(''));
  }
  return hash.digest('hex');
}

/** The digest of a table as it was read: for whether it has been registered, before rows are joined. */
export function tableAnswersDigest(table: Table, columns: PredictionsConfig, where: string): string {
  const ids = textColumn(table, columns.id, where);
  const scores = numberColumn(table, columns.score, where);
  const order = sortedRows(ids);
  return answersDigest(
    Array.from(order, (row) => ids[row] ?? ''),
    Float64Array.from(order, (row) => scores[row] ?? Number.NaN),
  );
}
