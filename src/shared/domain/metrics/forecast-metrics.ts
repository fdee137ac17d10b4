/** The metric that makes series of different size comparable. */
import { at } from '../statistics/vectors.ts';
import { valuesOfRole, SCALE } from './forecast-series.ts';
import type { Metric, ScoredRows } from './metric.ts';
import { spreadOf } from './regression-metrics.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { createSumMetric, ratio } from './sum-statistic.ts';

/** The mean over rows, not over series: a series of many rows counts as often. Source: Hyndman & Koehler 2006. */
export const meanScaledError: Metric = {
  ...createSumMetric({
    name: 'mase',
    words: {
      title: 'Mean absolute scaled error',
      meaning:
        'the mean distance between forecast and label, as a part of the seasonal naive error of its series',
    },
    better: 'lower',
    range: { lower: 0, upper: Infinity },
    defaultMargin: { kind: 'relative', fraction: 0.1 },
    baseline: seasonalNaive,
    undefinedBecause:
      'no series has a scale, since none is longer than a season (`predictions.season`) with labels that differ',
    largestChange: (rows, share) => {
      const scales = valuesOfRole(rows.byRole, SCALE);
      const least = scales.reduce((lowest, scale) => (scale < lowest ? scale : lowest), Infinity);
      return (share * spreadOf(rows.scores)) / least;
    },
    form: 'smooth',
    terms: scaledErrors,
    ...ratio,
  }),
  isComputable: ({ byRole }) => byRole?.has(SCALE) === true,
  remedy: 'name the column of the scale as `predictions.scale`, or evaluate more than one season',
};

function scaledErrors({ labels, scores, byRole }: ScoredRows): readonly Float64Array[] {
  const scales = valuesOfRole(byRole, SCALE);
  const [errors, counted] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  for (let row = 0; row < labels.length; row += 1) {
    const scale = at(scales, row);
    if (Number.isNaN(scale)) continue;
    errors[row] = Math.abs(at(scores, row) - at(labels, row)) / scale;
    counted[row] = 1;
  }
  return [errors, counted];
}
