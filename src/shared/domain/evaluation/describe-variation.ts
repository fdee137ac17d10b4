/** What makes the value of a metric of cases uncertain, and what one more response to each case would buy. */
import type { MetricResult } from '../documents/evaluation.ts';
import { computeVariation, repeatNoise } from '../metrics/case-variation.ts';
import {
  responsesOf,
  arePassed,
  meansOfCases,
  sumResponses,
  type MeasuredValues,
} from '../metrics/measured-values.ts';
import type { Metric } from '../metrics/metric.ts';
import { mean, subtract } from '../statistics/vectors.ts';
import type { ComparedRows } from './compared-rows.ts';

/** Undefined for other metrics, and where no case was answered or measured several times. */
export function describeVariation({ measure }: Metric, rows: ComparedRows): MetricResult['variation'] {
  if (measure === undefined) return undefined;
  const responses = responsesOf(rows.challenger, measure);
  if (responses.length < 2) return undefined;
  const variation = computeVariation(responses, rows.count);
  if (variation === undefined) return undefined;
  const { betweenCases, betweenRepeats, betweenEvaluators } = variation;
  // The interval of a proportion of cases takes each case for one response, however many it has.
  const narrowing = arePassed(responses) ? undefined : computeNarrowing(measure, rows);
  return {
    caseSd: betweenCases,
    ...(betweenRepeats !== undefined && { repeatSd: betweenRepeats }),
    ...(betweenEvaluators !== undefined && { evaluatorSd: betweenEvaluators }),
    ...(narrowing !== undefined && { narrowingFraction: narrowing }),
  };
}

/**
 * 1 − √(V′ ÷ V), where V is the variance of a case's value, or of its difference, and V′ that with one more response of
 * each model. Undefined where cases are not the groups, or where nothing shows how repeats vary.
 */
function computeNarrowing(
  measure: string,
  { challenger, champion, count, grouping }: ComparedRows,
): number | undefined {
  if (grouping.unit !== 'case') return undefined;
  const models = [challenger, champion].flatMap((rows) =>
    rows === undefined ? [] : [responsesOf(rows, measure)],
  );
  const noises = models.flatMap((responses) => repeatNoise(responses, count) ?? []);
  if (noises.length < models.length) return undefined;
  const [own, other] = models.map((responses) => caseValues(responses, count));
  if (own === undefined) return undefined;
  const values = other === undefined ? own : subtract(own, other);
  const center = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (count - 1);
  if (!(variance > 0)) return undefined;
  const saved = noises.reduce((sum, { now, withOneMore }) => sum + now - withOneMore, 0);
  return 1 - Math.sqrt(Math.max(0, variance - saved) / variance);
}

function caseValues(responses: readonly MeasuredValues[], count: number): Float64Array {
  return meansOfCases(sumResponses(responses, count));
}
