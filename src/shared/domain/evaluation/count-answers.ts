/** How often cases were answered, and what follows for their groups. */
import type { PredictionsConfig } from '../config/training-section.ts';
import { answersOf, largestAnswerCount, sumAnswers } from '../metrics/measured-values.ts';
import type { ScoredRows } from '../metrics/metric.ts';
import { groupByCase, type Grouping } from '../statistics/grouped/grouping.ts';
import { extent, total } from '../statistics/vectors.ts';
import type { Texts } from '../table/texts.ts';

export interface AnswerCounts {
  readonly count: number;
  /** For one case; these differ where cases were answered more or less often. */
  readonly least: number;
  readonly most: number;
}

/** Cases that one of the models answered several times are groups, so that no count of answers passes for one of rows. */
export function groupCases(
  ids: Texts,
  models: readonly (ScoredRows | undefined)[],
  columns: PredictionsConfig,
): Grouping {
  const isByRow = models.every((rows) => !isAnsweredAgain(rows, columns));
  return groupByCase((row) => ids.at(row) ?? '', { count: ids.count, isByRow });
}

function isAnsweredAgain(rows: ScoredRows | undefined, { measures = {} }: PredictionsConfig): boolean {
  return rows !== undefined && largestAnswerCount(rows, Object.keys(measures)) > 1;
}

/** By the first measure: every answer has all of them. */
export function countAnswers(rows: ScoredRows, { measures = {} }: PredictionsConfig): AnswerCounts {
  const [first = ''] = Object.keys(measures);
  const { counts } = sumAnswers(answersOf(rows, first), rows.labels.length);
  const { lower, upper } = extent(counts);
  return { count: total(counts), least: lower, most: upper };
}
