/** The logistic regression of labels on one number a row, with an intercept and without a penalty: its maximum likelihood. */
import { at } from '../statistics/vectors.ts';

/** N numbers each; labels are 0 or 1, weights positive. */
export interface LogitRows {
  readonly labels: Float64Array;
  readonly logits: Float64Array;
  readonly weights: Float64Array;
}

export interface LogisticLine {
  readonly intercept: number;
  readonly slope: number;
}

const MAX_STEPS = 200;
/** Steps shrink quadratically: after one that is as small as this part of the line, the next is less than rounding. */
const SMALLEST_STEP = 1e-9;
/** By which part of it rounding may make the likelihood smaller. */
const ROUNDING = 1e-12;

/**
 * By Newton's method, whose steps are halved where they would lower the likelihood. Undefined where it has no maximum, which
 * `areSeparated` finds without a fit. O(N) for each step, of which there are mostly fewer than ten.
 */
export function fitLogisticLine(rows: LogitRows): LogisticLine | undefined {
  let line: LogisticLine = { intercept: 0, slope: 0 };
  let likelihood = logLikelihood(rows, line);
  for (let count = 0; count < MAX_STEPS; count += 1) {
    const step = newtonStep(rows, line);
    let part = 1;
    let next = addStep(line, step, part);
    let reached = logLikelihood(rows, next);
    while (!(reached >= likelihood + ROUNDING * likelihood)) {
      part /= 2;
      if (part < SMALLEST_STEP) return undefined;
      next = addStep(line, step, part);
      reached = logLikelihood(rows, next);
    }
    [line, likelihood] = [next, reached];
    const size = Math.abs(line.intercept) + Math.abs(line.slope);
    if (Math.abs(step.intercept) + Math.abs(step.slope) <= SMALLEST_STEP * (1 + size)) return line;
  }
  return undefined;
}

/**
 * The derivatives of each row's log-likelihood by the value of the line there, N numbers each: residuals are the first ones,
 * curvatures the second ones with a minus.
 */
export function linearize(
  { labels, logits, weights }: LogitRows,
  { intercept, slope }: LogisticLine,
): { readonly residuals: Float64Array; readonly curvatures: Float64Array } {
  const [residuals, curvatures] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  for (let row = 0; row < labels.length; row += 1) {
    const small = Math.exp(-Math.abs(intercept + slope * at(logits, row)));
    const probability = intercept + slope * at(logits, row) >= 0 ? 1 / (1 + small) : small / (1 + small);
    residuals[row] = at(weights, row) * (at(labels, row) - probability);
    curvatures[row] = (at(weights, row) * small) / (1 + small) ** 2;
  }
  return { residuals, curvatures };
}

function newtonStep(rows: LogitRows, line: LogisticLine): LogisticLine {
  const { residuals, curvatures } = linearize(rows, line);
  let curvature = 0;
  let cross = 0;
  let information = 0;
  let shift = 0;
  let tilt = 0;
  for (let row = 0; row < residuals.length; row += 1) {
    const logit = at(rows.logits, row);
    const weight = at(curvatures, row);
    curvature += weight;
    cross += weight * logit;
    information += weight * logit * logit;
    shift += at(residuals, row);
    tilt += at(residuals, row) * logit;
  }
  const determinant = curvature * information - cross * cross;
  return {
    intercept: (information * shift - cross * tilt) / determinant,
    slope: (curvature * tilt - cross * shift) / determinant,
  };
}

function addStep(line: LogisticLine, step: LogisticLine, part: number): LogisticLine {
  return { intercept: line.intercept + part * step.intercept, slope: line.slope + part * step.slope };
}

/** Σ w (y η − log(1 + e^η)), never above 0. */
function logLikelihood({ labels, logits, weights }: LogitRows, { intercept, slope }: LogisticLine): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row += 1) {
    const value = intercept + slope * at(logits, row);
    const logOfSum = Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
    sum += at(weights, row) * (at(labels, row) * value - logOfSum);
  }
  return sum;
}
