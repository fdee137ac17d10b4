/**
 * Rows of weight 0 do not count, as in scikit-learn, where they change no metric. Left in, they would count as
 * observations: an interval would be that of more groups than there are. So they are left out for all models, after the
 * weights of both have been compared: what a row weighs is no model's choice.
 */
import type { ScoredRows } from '../metrics/metric.ts';
import type { Answers } from '../metrics/tasks/task.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import { takeIndices } from '../statistics/vectors.ts';
import type { Texts } from '../table/texts.ts';
import { takeAnswers } from './answers-digest.ts';
import type { SliceColumn } from './read-slices.ts';
import { takeGrouping, takeScored } from './take-rows.ts';

/** N rows each, in one order. */
export interface JoinedRows {
  readonly ids: Texts;
  readonly challenger: ScoredRows;
  readonly champion: ScoredRows | undefined;
  readonly others: readonly { readonly seed: number; readonly scored: ScoredRows }[];
  readonly stored: Answers | undefined;
  readonly grouping: Grouping;
  readonly slices: readonly SliceColumn[];
}

/** The rows that count, and how many others there were. O(N) where one is left out. */
export function leaveOutWeightless(joined: JoinedRows): JoinedRows & { readonly weightlessRowCount: number } {
  const { ids, challenger, champion, others, stored, grouping, slices } = joined;
  const { weights } = challenger;
  if (weights?.includes(0) !== true) return { ...joined, weightlessRowCount: 0 };
  const rows = placesAboveZero(weights);
  return {
    ids: ids.take(rows),
    challenger: takeScored(challenger, rows),
    champion: champion && takeScored(champion, rows),
    others: others.map(({ seed, scored }) => ({ seed, scored: takeScored(scored, rows) })),
    stored: stored && takeAnswers(stored, rows),
    grouping: takeGrouping(grouping, rows),
    slices: slices.map((slice) => ({ ...slice, codeOfRow: takeIndices(slice.codeOfRow, rows) })),
    weightlessRowCount: weights.length - rows.length,
  };
}

function placesAboveZero(weights: Float64Array): Int32Array {
  const rows = new Int32Array(weights.length);
  let count = 0;
  weights.forEach((weight, row) => {
    if (weight > 0) rows[count++] = row;
  });
  return rows.slice(0, count);
}
