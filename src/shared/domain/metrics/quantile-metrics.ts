/**
 * Metrics of predicted quantiles, of regressions and forecasts. The pinball loss agrees with scikit-learn's
 * `mean_pinball_loss`. Coverage has no better and worse by its difference: too wide an interval is as wrong as too narrow
 * a one, so it is bounded from both sides, and quantiles are compared by their loss (Gneiting & Raftery 2007).
 */
import { NO_ROWS } from './metric-defaults.ts';
import { largest } from '../kernel/extremes.ts';
import { at } from '../statistics/vectors.ts';
import type { MetricForm } from './metric-form.ts';
import type { Baseline, Metric, ScoredRows } from './metric.ts';
import { centralCoverages, findQuantile, quantilesOf, type QuantileOutput } from './quantile-outputs.ts';
import { spreadOf } from './regression-metrics.ts';
import { createSumMetric, EVERY_ROW, ratio } from './sum-statistic.ts';

/** The mean over all quantiles that the model predicts. */
export function pinballLoss(baseline: Baseline): Metric {
  return createLoss(baseline, {
    name: 'pinball',
    words: {
      title: 'Pinball loss',
      meaning: 'the mean loss of the predicted quantiles, in the unit of the label',
    },
    select: quantilesOf,
  });
}

/** @param level between 0 and 1. */
export function pinballAt(level: number, baseline: Baseline): Metric {
  const percent = Number((100 * level).toPrecision(12));
  return createLoss(baseline, {
    name: `pinball@${level}`,
    words: {
      title: `Pinball loss@${level}`,
      meaning: `the mean loss of the predicted ${percent} % quantile, in the unit of the label`,
    },
    select: (rows) => [findQuantile(quantilesOf(rows), level)].filter((quantile) => quantile !== undefined),
  });
}

/** @param nominal the part of the labels that the central interval claims to contain. */
export function coverageAt(nominal: number, baseline: Baseline): Metric {
  const ends = (rows: ScoredRows): readonly (QuantileOutput | undefined)[] => {
    const quantiles = quantilesOf(rows);
    return [(1 - nominal) / 2, (1 + nominal) / 2].map((level) => findQuantile(quantiles, level));
  };
  return {
    ...createSumMetric({
      name: `coverage@${nominal}`,
      words: {
        title: `Coverage@${nominal}`,
        meaning: `the share of labels in the predicted interval of ${Number((100 * nominal).toPrecision(12))} %`,
      },
      better: 'nominal',
      nominal,
      range: { lower: 0, upper: 1 },
      defaultMargin: { kind: 'absolute', value: 0.02 },
      baseline,
      undefinedBecause: NO_ROWS,
      form: 'proportion',
      terms: (rows) => {
        const [lower, upper] = ends(rows);
        if (lower === undefined || upper === undefined) throw missingQuantile(`coverage@${nominal}`);
        return [
          rows.labels.map((label, row) => isWithin(label, at(lower.values, row), at(upper.values, row))),
          EVERY_ROW,
        ];
      },
      ...ratio,
    }),
    isComputable: (rows) => ends(rows).every((end) => end !== undefined),
    remedy: 'name both ends of the interval under `predictions.quantiles`',
  };
}

/** Every quantile of a model and every central interval that it has. */
export function metricsOfLevels(
  quantiles: readonly Pick<QuantileOutput, 'level'>[],
  baseline: Baseline,
): readonly Metric[] {
  const levels = quantiles.map(({ level }) => level);
  return [
    ...levels.map((level) => pinballAt(level, baseline)),
    ...centralCoverages(levels).map((nominal) => coverageAt(nominal, baseline)),
  ];
}

/** `pinball@0.9` and `coverage@0.8`, for numbers between 0 and 1 in their shortest spelling. */
export function quantileForms(baseline: Baseline): readonly MetricForm[] {
  return [
    {
      prefix: 'pinball@',
      examples: ['0.9', '0.1'],
      create: (level) => (isLevel(level) ? pinballAt(Number(level), baseline) : undefined),
    },
    {
      prefix: 'coverage@',
      examples: ['0.8', '0.9'],
      create: (nominal) => (isLevel(nominal) ? coverageAt(Number(nominal), baseline) : undefined),
    },
  ];
}

/** Whether this is a number between 0 and 1 in its shortest spelling. */
export function isLevel(text: string): boolean {
  return /^0\.\d{1,10}$/.test(text) && Number(text) > 0 && String(Number(text)) === text;
}

interface Loss {
  readonly name: string;
  readonly words: Metric['words'];
  /** The quantiles whose losses are averaged. */
  readonly select: (rows: ScoredRows) => readonly QuantileOutput[];
}

function createLoss(baseline: Baseline, { name, words, select }: Loss): Metric {
  return {
    ...createSumMetric({
      ...{ name, words, baseline },
      better: 'lower',
      range: { lower: 0, upper: Infinity },
      defaultMargin: { kind: 'relative', fraction: 0.1 },
      undefinedBecause: NO_ROWS,
      largestChange: (rows, share) => share * largest(select(rows).map(({ values }) => spreadOf(values))),
      form: 'smooth',
      terms: (rows) => {
        const quantiles = select(rows);
        if (quantiles.length === 0) throw missingQuantile(name);
        return [meanLoss(rows.labels, quantiles), EVERY_ROW];
      },
      ...ratio,
    }),
    isComputable: (rows) => select(rows).length > 0,
    remedy: 'name the column of the quantile under `predictions.quantiles`',
  };
}

function meanLoss(labels: Float64Array, quantiles: readonly QuantileOutput[]): Float64Array {
  const losses = new Float64Array(labels.length);
  for (const { level, values } of quantiles) {
    for (let row = 0; row < losses.length; row += 1) {
      const error = at(labels, row) - at(values, row);
      losses[row] = at(losses, row) + (error >= 0 ? level * error : (level - 1) * error) / quantiles.length;
    }
  }
  return losses;
}

function isWithin(label: number, lower: number, upper: number): number {
  return label >= lower && label <= upper ? 1 : 0;
}

function missingQuantile(name: string): RangeError {
  return new RangeError(`${name}: expected its quantiles among the outputs, got none`);
}
