/** How often cases were answered, and what follows for their groups. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { responsesOf, largestResponseCount, sumResponses } from '../metrics/measured-values.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { groupByCase, type Grouping } from '../statistics/grouped/grouping.ts';
import { extent, total } from '../statistics/vectors.ts';
import type { Texts } from '../table/texts.ts';

export interface ResponseCounts {
  readonly count: number;
  /** For one case; these differ where cases were answered more or less often. */
  readonly least: number;
  readonly most: number;
}

/** Cases that one of the models answered several times are groups, so that no count of responses passes for one of rows. */
export function groupCases(
  ids: Texts,
  models: readonly (ScoredRows | undefined)[],
  columns: PredictionsConfig,
): Grouping {
  const isByRow = models.every((rows) => !hasRepeatedCases(rows, columns));
  return groupByCase((row) => ids.at(row) ?? '', { count: ids.count, isByRow });
}

function hasRepeatedCases(rows: ScoredRows | undefined, { measures = {} }: PredictionsConfig): boolean {
  return rows !== undefined && largestResponseCount(rows, Object.keys(measures)) > 1;
}

/** By the first measure: every response has all of them. */
export function countResponses(rows: ScoredRows, { measures = {} }: PredictionsConfig): ResponseCounts {
  const [first = ''] = Object.keys(measures);
  const { counts } = sumResponses(responsesOf(rows, first), rows.labels.length);
  const { lower, upper } = extent(counts);
  return { count: total(counts), least: lower, most: upper };
}
