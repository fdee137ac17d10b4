/**
 * Metrics of what was measured of responses to cases: `mean:<column>`, `pass_rate:<column>`, `median:<column>`,
 * `quantile:<column>@q`. Each case counts once, however many responses it has: they share its weight.
 */
import { largest, smallest } from '../kernel/extremes.ts';
import type { OrderedDirection } from '../kernel/direction.ts';
import { clipMetricName, spellMetricName } from '../kernel/metric-name.ts';
import type { Grouping } from '../statistics/grouped/grouping.ts';
import type { Statistic } from '../statistics/grouped/statistic.ts';
import { extent } from '../statistics/vectors.ts';
import {
  responsesOf,
  arePassed,
  meansOfCases,
  sumResponses,
  type MeasuredValues,
} from './measured-values.ts';
import type { Metric, ScoredRows } from './metric.ts';
import {
  computeQuantile,
  largestQuantileChange,
  orderObservations,
  type ObservedRows,
} from './sample-quantile.ts';
import { computeSumStatistic, EVERY_ROW, ratio } from './sum-statistic.ts';

/** A measured column and which way is better. */
export interface Measure {
  readonly column: string;
  readonly better: OrderedDirection;
}

/** Leaves room for the kind of the metric before it, and for a level behind it. */
const LONGEST_NAME = 60;

/** A column as the name of a metric has it: `named scores.relevance` is `named_scores.relevance`. */
export function spellMeasure(column: string): string {
  return clipMetricName(spellMetricName(column), LONGEST_NAME);
}

/** The mean over the cases of the mean over the responses to each. */
export function meanMetric({ column, better }: Measure): Metric {
  const name = spellMeasure(column);
  return {
    name: `mean:${name}`,
    words: { title: `Mean of ${name}`, meaning: `the mean of ${name} over the cases` },
    better,
    range: { lower: -Infinity, upper: Infinity },
    defaultMargin: { kind: 'relative', fraction: 0.1 },
    baseline: undefined,
    undefinedBecause: `the model has no values of ${name}`,
    dependsOn: 'scores',
    measure: column,
    largestChange: (rows, share) => share * largestDistance(responsesOf(rows, column)),
    computeStatistic: (rows, grouping) => computeMean(rows, column, grouping),
  };
}

/** The same of values of 0 and 1 only; undefined for others, of which the mean is no rate. */
export function passRateMetric({ column, better }: Measure): Metric {
  const name = spellMeasure(column);
  return {
    name: `pass_rate:${name}`,
    words: {
      title: `Pass rate of ${name}`,
      meaning: `the share of the responses with ${name}, each case counting once`,
    },
    better,
    range: { lower: 0, upper: 1 },
    defaultMargin: { kind: 'absolute', value: 0.02 },
    baseline: undefined,
    undefinedBecause: `${name} has other values than 0 and 1, of which there is a mean only: mean:${name}`,
    isProportionOfRows: true,
    dependsOn: 'scores',
    measure: column,
    computeStatistic: (rows, grouping) =>
      arePassed(responsesOf(rows, column)) ? computeMean(rows, column, grouping) : undefined,
  };
}

/** The begin of the name of each quantile of a column. */
export const QUANTILE_PREFIX = 'quantile:';

/** @param level between 0 and 1. */
export function quantileMetric({ column, better }: Measure, level: number): Metric {
  const name = spellMeasure(column);
  const percent = Number((100 * level).toPrecision(12));
  return createQuantile(
    { column, better },
    {
      name: `${QUANTILE_PREFIX}${name}@${level}`,
      level,
      words: {
        title: `Quantile@${level} of ${name}`,
        meaning: `the value of ${name} that ${percent} % of the responses do not exceed, each case counting once`,
      },
    },
  );
}

/** The quantile at 0.5. */
export function medianMetric(measure: Measure): Metric {
  const name = spellMeasure(measure.column);
  return createQuantile(measure, {
    name: `median:${name}`,
    level: 0.5,
    words: {
      title: `Median of ${name}`,
      meaning: `the value of ${name} that half of the responses do not exceed, each case counting once`,
    },
  });
}

interface QuantileNames extends Pick<Metric, 'name' | 'words'> {
  readonly level: number;
}

function createQuantile({ column, better }: Measure, { level, ...names }: QuantileNames): Metric {
  return {
    ...names,
    better,
    range: { lower: -Infinity, upper: Infinity },
    defaultMargin: { kind: 'relative', fraction: 0.1 },
    baseline: undefined,
    undefinedBecause: `the model has no values of ${spellMeasure(column)}`,
    dependsOn: 'scores',
    measure: column,
    largestChange: (rows, share) => largestQuantileChange(observe(rows, column), level, share),
    computeStatistic: (rows, grouping) =>
      responsesOf(rows, column).length === 0
        ? undefined
        : computeQuantile(observe(rows, column), level, grouping),
  };
}

function observe(rows: ScoredRows, column: string): ObservedRows {
  return orderObservations(
    rows,
    responsesOf(rows, column).map(({ values }) => values),
  );
}

function computeMean(rows: ScoredRows, column: string, grouping: Grouping): Statistic | undefined {
  const responses = responsesOf(rows, column);
  if (responses.length === 0) return undefined;
  const means = meansOfCases(sumResponses(responses, rows.labels.length));
  // Case means in [0, 1] vary at most as if each case passed or not, so the interval of a proportion of so many cases
  // holds for any number of responses. Counting responses would not: cases that always fail may not have been drawn.
  const form = arePassed(responses) ? 'proportion' : 'smooth';
  return computeSumStatistic({ ...ratio, form, terms: () => [means, EVERY_ROW] }, rows, grouping);
}

/** Values that are all equal show nothing about others: then their own size is what they may differ by. */
function largestDistance(responses: readonly MeasuredValues[]): number {
  const ends = responses.map(({ values }) => extent(values.filter((value) => !Number.isNaN(value))));
  const lower = smallest(ends.map((end) => end.lower));
  const upper = largest(ends.map((end) => end.upper));
  return upper > lower ? upper - lower : Math.abs(upper);
}
