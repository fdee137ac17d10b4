/**
 * The ranking task: items of a query, each with a relevance; a model says in which order they are shown. A query is
 * measured as a whole, so all its rows belong to one group, mostly a user.
 */
import { QUERY } from '../ranked-queries.ts';
import {
  countQueries,
  hitRateAt,
  meanAveragePrecision,
  meanReciprocalRank,
  ndcgAt,
  randomOrder,
  recallAt,
} from '../ranking-metrics.ts';
import type { MetricForm } from '../metric-form.ts';
import type { Metric } from '../metric.ts';
import { numberTexts, parseMeasurements, parseNumbers, requireRole, type NamedTask } from './task.ts';

const DEFAULT_CUT = 10;
/** Sums of many, and their squares, stay exact enough. */
const LARGEST_RELEVANCE = 1e12;

/** Of the first items of each query. */
const cutForms: readonly MetricForm[] = [
  cutForm('ndcg@', ndcgAt),
  cutForm('recall@', recallAt),
  cutForm('hit_rate@', hitRateAt),
];

function cutForm(prefix: MetricForm['prefix'], metricAt: (k: number) => Metric): MetricForm {
  return {
    prefix,
    examples: ['10', '3'],
    create: (cut) => (/^[1-9]\d{0,4}$/.test(cut) ? metricAt(Number(cut)) : undefined),
  };
}

export const ranking: NamedTask<'ranking'> = {
  name: 'ranking',
  encodeClasses: () => [],
  labels: parseNumbers(
    (relevance) => relevance >= 0 && relevance <= LARGEST_RELEVANCE,
    `relevances from 0 (not relevant) to ${LARGEST_RELEVANCE}`,
    'write 0 for an item that is not relevant: it counts as shown in vain',
  ),
  scores: parseMeasurements('predictions'),
  byRole: {
    columns: (columns) => [requireRole(columns, 'query')],
    read: ({ table, where, columns }) =>
      new Map([[QUERY, numberTexts({ table, where, name: requireRole(columns, 'query') })]]),
  },
  unit: { role: QUERY, column: (columns) => requireRole(columns, 'query'), count: countQueries },
  metrics: [
    ndcgAt(DEFAULT_CUT),
    meanAveragePrecision,
    meanReciprocalRank,
    recallAt(DEFAULT_CUT),
    hitRateAt(DEFAULT_CUT),
  ],
  forms: cutForms,
  baselines: [randomOrder],
};
