/**
 * Two models on the same flights, evaluated twice: once as if every flight were independent, once by days in
 * order of time. Uses the product's own intervals, which are checked against independent implementations.
 */
import {
  groupByRow,
  groupByTime,
  type Grouping,
} from '../../src/shared/domain/statistics/grouped/grouping.ts';
import {
  computeInterval,
  type IntervalEstimate,
} from '../../src/shared/domain/statistics/grouped/interval.ts';
import { subtractStatistics } from '../../src/shared/domain/metrics/paired-statistic.ts';
import { findMetric } from '../../src/shared/domain/metrics/tasks/catalog.ts';
import type { ScoredRows } from '../../src/shared/domain/metrics/metric.ts';
import type { Statistic } from '../../src/shared/domain/statistics/grouped/statistic.ts';
import { priorProbability } from '../../src/shared/domain/metrics/baseline.ts';
import type { Predictions } from './predictions.ts';

export type MetricName = 'log_loss' | 'roc_auc';

export interface Comparison {
  readonly champion: number;
  readonly challenger: number;
  /** Challenger minus champion. */
  readonly estimate: number;
  readonly zByRows: number;
  /** With a standard error that counts days and allows for neighboring days being alike. */
  readonly zByDays: number;
  /** 95 %, by days. */
  readonly lower: number;
  readonly upper: number;
  readonly flights: number;
  readonly days: number;
}

/** No metric of the story depends on it. */
const THRESHOLD = 0.5;
const NORMAL_95 = 1.959964;
const options = {
  confidence: 0.95,
  robust: false,
  identity: undefined,
  range: { lower: -Infinity, upper: Infinity },
  largestChange: () => Infinity,
};

/** `champion` undefined: the baseline that predicts the late rate of these very flights. */
export function compareModels(
  metricName: MetricName,
  challenger: Predictions,
  champion: Predictions | undefined,
): Comparison {
  const metric = findMetric('binary', metricName);
  if (metric === undefined) throw new Error(`metric "${metricName}": expected one of a binary task`);
  const rowsOf = ({ labels, scores }: Pick<Predictions, 'labels' | 'scores'>): ScoredRows => ({
    labels,
    scores,
    threshold: THRESHOLD,
  });
  const challengerRows = rowsOf(challenger);
  const compare = (grouping: Grouping): PairedEstimate =>
    subtract(grouping, {
      challenger: metric.computeStatistic(challengerRows, grouping),
      champion:
        champion === undefined
          ? priorProbability.computeStatistic(metric, challengerRows, grouping)
          : metric.computeStatistic(rowsOf(champion), grouping),
    });

  const rows = compare(groupByRow(challenger.labels.length));
  const days = compare(groupByTime(challenger.times, 'day'));
  const zByRows = rows.estimate / ((rows.upper - rows.lower) / 2 / NORMAL_95);
  return {
    ...days,
    zByRows,
    zByDays: zByRows / Math.sqrt(days.designEffect ?? 1),
    flights: challenger.labels.length,
    days: days.groups,
  };
}

type PairedEstimate = IntervalEstimate & { readonly challenger: number; readonly champion: number };

function subtract(
  grouping: Grouping,
  { challenger, champion }: Readonly<Record<'challenger' | 'champion', Statistic | undefined>>,
): PairedEstimate {
  if (challenger === undefined || champion === undefined)
    throw new Error('expected a value of both models on these flights, got none');
  const interval = computeInterval(subtractStatistics(challenger, champion), grouping, options);
  if (interval.kind === 'none') throw new Error(`expected an interval, got none: ${interval.because}`);
  return { ...interval, challenger: challenger.value, champion: champion.value };
}
