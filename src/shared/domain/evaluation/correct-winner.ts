/**
 * The improvement of the best of several challengers, given that it is the best. The errors of all follow from their
 * intervals, and how far two of them go together from what each row adds to both (statistics/winner-estimate.ts).
 */
import type { PredictionsConfig } from '../config/training-section.ts';
import type { Challengers, Evaluation } from '../documents/evaluation.ts';
import { improvementOf, type OrderedDirection } from '../kernel/direction.ts';
import { rangeWidth } from '../metrics/metric.ts';
import { findMetric } from '../metrics/tasks/catalog.ts';
import { smallest } from '../kernel/extremes.ts';
import { correlateEstimates } from '../statistics/grouped/mover.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { estimateWinner, type BeatenEstimate, type NormalEstimate } from '../statistics/winner-estimate.ts';
import type { ComparedRows } from './compared-rows.ts';
import { CONFIDENCE, influenceOfDifference } from './metric-finding.ts';

/** What an evaluation was computed from. */
export interface RowsOfEvaluation {
  readonly rows: ComparedRows | undefined;
  readonly columns: PredictionsConfig | undefined;
}

export interface CorrectableChallenger {
  readonly evaluation: Evaluation;
  readonly source: RowsOfEvaluation | undefined;
}

interface RankedBy {
  readonly name: string;
  readonly better: OrderedDirection;
}

/**
 * Only those with a smaller estimate could have been the best instead: one with a larger one has another verdict, by other rules.
 * @param ranked the best first.
 * @returns undefined where one of them has no interval of its difference from the other model, or the best one no error.
 */
export function correctWinner(
  ranked: readonly CorrectableChallenger[],
  metric: RankedBy,
): Challengers['corrected'] {
  const [best, ...others] = ranked;
  if (best === undefined) return undefined;
  const winner = readDifference(best, metric);
  if (winner === undefined || !(winner.standardError > 0)) return undefined;
  const beaten: BeatenEstimate[] = [];
  for (const other of others) {
    const found = readDifference(other, metric);
    const correlation = correlate(best, other, metric);
    if (found === undefined || correlation === undefined) return undefined;
    if (found.estimate <= winner.estimate) beaten.push({ ...found, correlation });
  }
  const { estimate, lower, upper } = estimateWinner(winner, beaten, CONFIDENCE);
  const within = cutAtRange(best, metric);
  return {
    ...{ estimate: within(estimate), lower: within(lower), upper: within(upper) },
    confidence: CONFIDENCE,
  };
}

/**
 * Two values of a metric are never further apart than the ends of its range, and a normal distribution does not know that:
 * cut off there, as the interval of the difference is, it holds its truth as often.
 */
function cutAtRange(
  { evaluation, source }: CorrectableChallenger,
  { name }: RankedBy,
): (improvement: number) => number {
  const metric = findMetric(evaluation.task, name, source?.columns);
  const width = metric === undefined ? Infinity : rangeWidth(metric);
  return (improvement) => Math.min(Math.max(improvement, -width), width);
}

/** As an improvement, with the error that its interval says. */
function readDifference(
  { evaluation }: CorrectableChallenger,
  { name, better }: RankedBy,
): NormalEstimate | undefined {
  const difference = evaluation.metrics.find(({ metric }) => metric === name)?.difference;
  if (difference === undefined) return undefined;
  const { estimate, lower, upper, confidence } = difference;
  const width = 2 * normalQuantile((1 + confidence) / 2);
  return { estimate: improvementOf(estimate, better), standardError: (upper - lower) / width };
}

/** Of rows that are grouped twice, the smaller one: then more is corrected. */
function correlate(
  best: CorrectableChallenger,
  other: CorrectableChallenger,
  metric: RankedBy,
): number | undefined {
  const [one, two] = [influenceOf(best, metric), influenceOf(other, metric)];
  const grouping = best.source?.rows?.grouping;
  if (one === undefined || two === undefined || grouping === undefined) return undefined;
  return smallest(correlateEstimates(one, two, grouping));
}

function influenceOf(
  { evaluation, source }: CorrectableChallenger,
  { name }: RankedBy,
): Float64Array | undefined {
  const { rows, columns } = source ?? {};
  const metric = rows && findMetric(evaluation.task, name, columns);
  return metric && influenceOfDifference(metric, rows);
}
