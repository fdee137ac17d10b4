/**
 * The forecast task: a series, a moment, what was forecast for it and what happened. Errors are compared by the series and
 * by the moment that is forecast, whenever the forecast was made.
 */
import { numberColumn, timeColumn } from '../../table/access.ts';
import { countSteps } from '../forecast-horizons.ts';
import { meanScaledError } from '../forecast-metrics.ts';
import { deriveFromLabels, usableScale, HORIZON, MOMENT, NAIVE, SCALE, SERIES } from '../forecast-series.ts';
import type { Metric } from '../metric.ts';
import { coverageAt, metricsOfLevels, pinballAt, pinballLoss, quantileForms } from '../quantile-metrics.ts';
import { absoluteErrorBeside, biasBeside, rootSquaredErrorBeside } from '../regression-metrics.ts';
import { weightedErrorBeside } from '../relative-error-metrics.ts';
import { seasonalNaive } from '../seasonal-naive.ts';
import { listLevels, readQuantiles } from './quantile-columns.ts';
import { checkEach } from './check-each.ts';
import {
  numberTexts,
  parseMeasurements,
  requireRole,
  type RoleReader,
  type KnownRows,
  type NamedTask,
} from './task.ts';

const points: readonly Metric[] = [
  meanScaledError,
  weightedErrorBeside(seasonalNaive),
  absoluteErrorBeside(seasonalNaive),
  rootSquaredErrorBeside(seasonalNaive),
  biasBeside(seasonalNaive),
  pinballLoss(seasonalNaive),
];

export const forecast: NamedTask<'forecast'> = {
  name: 'forecast',
  encodeClasses: () => [],
  labels: parseMeasurements('labels'),
  scores: parseMeasurements('predictions'),
  readAnswers: readQuantiles,
  byRole: {
    columns: ({ series, time, origin, horizon, scale, naive }) =>
      [series, time, origin, horizon, scale, naive].filter((name) => name !== undefined),
    read: readSeries,
    derive: ({ labels, byRole, columns }) =>
      deriveFromLabels({ labels, byRole, season: columns.season ?? DEFAULT_SEASON }),
  },
  metrics: [...points, pinballAt(0.9, seasonalNaive), coverageAt(0.8, seasonalNaive)],
  listMetrics: ({ quantiles }) => [...points, ...metricsOfLevels(listLevels(quantiles), seasonalNaive)],
  forms: quantileForms(seasonalNaive),
  baselines: [seasonalNaive],
};

/** Without a season, what was one step before. */
const DEFAULT_SEASON = 1;

function readSeries({ table, where, columns }: Parameters<RoleReader['read']>[0]): KnownRows['byRole'] {
  const moments = readMoments(requireRole(columns, 'time'));
  const { origin, horizon, scale, naive } = columns;
  return new Map([
    [SERIES, numberTexts({ table, where, name: requireRole(columns, 'series') })],
    [MOMENT, moments],
    ...(horizon === undefined && origin === undefined ? [] : [[HORIZON, readHorizons()] as const]),
    ...(scale === undefined ? [] : [[SCALE, readScale(scale)] as const]),
    ...(naive === undefined ? [] : [[NAIVE, numberColumn(table, naive, where)] as const]),
  ]);

  function readMoments(name: string): Float64Array {
    const times = timeColumn(table, name, where);
    checkEach(times, Number.isFinite, {
      expectation: `${where}: column "${name}": expected a time in every row`,
    });
    return times;
  }

  function readHorizons(): Float64Array {
    const steps =
      horizon === undefined
        ? countSteps(moments, readMoments(origin ?? ''))
        : numberColumn(table, horizon, where);
    const expectation =
      horizon === undefined
        ? `${where}: column "${origin ?? ''}": expected a time before the one that is forecast`
        : `${where}: column "${horizon}": expected whole steps from 1`;
    checkEach(steps, (step) => Number.isInteger(step) && step >= 1, {
      expectation,
      hint: 'count from the last time whose label the model knew: the next one is one step ahead',
    });
    return steps;
  }

  function readScale(name: string): Float64Array {
    const scales = numberColumn(table, name, where);
    checkEach(scales, (value) => !(value < 0) && value !== Infinity, {
      expectation: `${where}: column "${name}": expected scales above 0, or 0 where a series has none`,
      hint: 'write the mean distance of labels that are one season apart in the training data, or 0 where it is not known',
    });
    return scales.map(usableScale);
  }
}
