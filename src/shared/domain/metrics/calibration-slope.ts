/**
 * Whether probabilities are as far apart as frequencies: the slope of a logistic regression of the label on the logit of the
 * score, without a penalty (Cox 1958). 1 is ideal; below, the scores are too extreme, as those of an overfitted model; above,
 * too timid. The influence of a row is that of an M-estimator: its score over the information (Huber 1967).
 */
import { groupRows, sumByGroup, type Grouping } from '../statistics/grouped/grouping.ts';
import { allDefined, type Statistic } from '../statistics/grouped/statistic.ts';
import { at, mean, multiply, take, total } from '../statistics/vectors.ts';
import { clipProbability } from './clip-probability.ts';
import { fitLogisticLine, linearize, type LogisticLine, type LogitRows } from './logistic-line.ts';
import type { Metric, ScoredRows } from './metric.ts';
import { areSeparated, areSeparatedWithoutOne } from './separated-labels.ts';
import { ones } from './sum-statistic.ts';

export const calibrationSlope: Metric = {
  name: 'calibration_slope',
  words: {
    title: 'Calibration slope',
    meaning:
      'the slope of a logistic regression of the label on the logit of the probability; below 1, probabilities are too extreme',
  },
  better: 'nominal',
  nominal: 1,
  range: { lower: -Infinity, upper: Infinity },
  defaultMargin: { kind: 'relative', fraction: 0.1 },
  // A constant prediction has no slope.
  baseline: undefined,
  undefinedBecause: 'the evaluated rows contain one class only, or one probability separates the classes',
  dependsOn: 'scores',
  computeStatistic: (rows, grouping) => computeSlope(toLogits(rows), grouping),
};

/** Centered, so that what all of them have in common takes no digits of the slope. */
function toLogits(rows: ScoredRows): LogitRows {
  const logits = rows.scores.map((score) => {
    const probability = clipProbability(score);
    return Math.log(probability / (1 - probability));
  });
  const center = mean(logits);
  return {
    labels: rows.labels,
    logits: logits.map((logit) => logit - center),
    weights: rows.weights ?? ones(rows),
  };
}

/** Undefined where the likelihood has no maximum. O(N) for each step of the fit. */
function computeSlope(rows: LogitRows, grouping: Grouping): Statistic | undefined {
  const line = areSeparated(rows) ? undefined : fitLogisticLine(rows);
  if (line === undefined) return undefined;
  const { residuals, curvatures } = linearize(rows, line);
  // Around this center intercept and slope are estimated independently.
  const center = total(multiply(curvatures, rows.logits)) / total(curvatures);
  const logits = rows.logits.map((logit) => logit - center);
  const ofSlope = multiply(multiply(curvatures, logits), logits);
  const information = total(ofSlope);
  return {
    value: line.slope,
    form: { kind: 'smooth' },
    rowInfluence: multiply(residuals, logits).map((score) => score / information),
    withoutGroup: leaveOutEach(line, { rows: { ...rows, logits }, residuals, curvatures, grouping }),
    groupWeights: sumByGroup(ofSlope, grouping).map((part) => part / information),
    withinGroup: createWithinGroup(rows, grouping),
  };
}

interface Parts {
  readonly rows: LogitRows;
  readonly residuals: Float64Array;
  readonly curvatures: Float64Array;
  readonly grouping: Grouping;
}

/**
 * One step of Newton's method from the fit to all rows (Pregibon 1981), since a fit without each of N rows costs N².
 * Undefined where the labels of the other rows are separated.
 */
function leaveOutEach(
  { slope }: LogisticLine,
  { rows, residuals, curvatures, grouping }: Parts,
): Float64Array | undefined {
  if (areSeparatedWithoutOne(rows, grouping)) return undefined;
  const { logits } = rows;
  const ofBoth = multiply(curvatures, logits);
  const curvature = sumsOf(curvatures, grouping);
  const cross = sumsOf(ofBoth, grouping);
  const information = sumsOf(multiply(ofBoth, logits), grouping);
  const shift = sumsOf(residuals, grouping);
  const tilt = sumsOf(multiply(residuals, logits), grouping);
  return allDefined(grouping.count, (group) => {
    const [a, b, c] = [without(curvature, group), without(cross, group), without(information, group)];
    const determinant = a * c - b * b;
    const step = (a * without(tilt, group) - b * without(shift, group)) / determinant;
    return Number.isFinite(step) ? slope + step : undefined;
  });
}

interface GroupSums {
  readonly all: number;
  readonly ofGroup: Float64Array;
}

function sumsOf(values: Float64Array, grouping: Grouping): GroupSums {
  return { all: total(values), ofGroup: sumByGroup(values, grouping) };
}

function without({ all, ofGroup }: GroupSums, group: number): number {
  return all - at(ofGroup, group);
}

function createWithinGroup(rows: LogitRows, grouping: Grouping): Statistic['withinGroup'] {
  let rowsOf: readonly Int32Array[] | undefined;
  return (group) => {
    rowsOf ??= groupRows(grouping);
    const places = rowsOf[group] ?? new Int32Array();
    const ofGroup = {
      labels: take(rows.labels, places),
      logits: take(rows.logits, places),
      weights: take(rows.weights, places),
    };
    return areSeparated(ofGroup) ? undefined : fitLogisticLine(ofGroup)?.slope;
  };
}
