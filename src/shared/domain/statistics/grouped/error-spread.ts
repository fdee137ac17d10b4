/**
 * From a statistic of single errors (weighted-errors.ts) to its interval: what one row can change in it, and as how many rows
 * one counts where they come in groups. That is the design effect and how well it is known, as for proportions (Korn & Graubard
 * 1998).
 */
import { normalQuantile } from '../normal.ts';
import { studentTQuantile } from '../student-t.ts';
import { at, indexAt, sumOfSquares, total } from '../vectors.ts';
import { boundsAround, unite, type Bounds } from './bounds.ts';
import {
  estimateError,
  halfWidthOf,
  kindsOf,
  type DeletableStatistic,
  type GroupError,
} from './group-error.ts';
import type { Grouping } from './grouping.ts';
import type { ProportionInterval } from './proportions.ts';
import { countLeastEffective, type ErrorScale, type Statistic } from './statistic.ts';
import {
  boundUnseen,
  computeDifferenceBounds,
  computeOwnBounds,
  type WeightedErrors,
} from './weighted-errors.ts';

interface ErrorOptions {
  readonly confidence: number;
  readonly range: Bounds;
  readonly sideRange?: Bounds;
}

interface Context {
  readonly grouping: Grouping;
  readonly options: ErrorOptions;
}

type ErrorSpread = GroupError & {
  readonly method: 'clopper-pearson-weighted' | 'mover-wilson-weighted';
  readonly proportion: ProportionInterval;
  readonly bounds: Bounds;
};

/** Undefined where the statistic is not made of single errors. O(N). */
export function spreadOfErrors(
  statistic: DeletableStatistic,
  influence: Float64Array,
  { grouping, options }: Context,
): ErrorSpread | undefined {
  const single = describeSingle(statistic, options);
  if (single === undefined) return undefined;
  const { confidence } = options;
  // How few groups carry it is in the number of rows that one counts as.
  const byGroup = estimateError({ ...statistic, form: { kind: 'smooth' } }, influence, grouping);
  const errors = {
    ...{ value: statistic.value, range: single.range, change: single.change, confidence },
    ...{ rows: countUnits(statistic), rowInfluence: statistic.rowInfluence },
    rowsPerGroup: countRowsPerGroup(statistic, byGroup, { grouping, confidence, single }),
  };
  const isOwn = statistic.sides === undefined;
  if (isOwn) {
    const proportion = onErrorScale(statistic, errors);
    return { ...byGroup, method: 'clopper-pearson-weighted', proportion, bounds: proportion.bounds };
  }
  const proportion = computeDifferenceBounds(errors);
  // Of many rows that differ the spread is known, and what both models have in common is in it.
  const bySpread = boundsAround(statistic.value, halfWidthOf(byGroup.error, confidence));
  const bounds = unite([proportion.bounds, bySpread]);
  return { ...byGroup, method: 'mover-wilson-weighted', proportion, bounds };
}

/** The interval of one model, computed where its errors add up. */
function onErrorScale({ value, errorScale }: Statistic, errors: WeightedErrors): ProportionInterval {
  if (errorScale === undefined) return computeOwnBounds(errors);
  const { range, change, rowInfluence } = errors;
  const slope = errorScale.slope(value);
  const { bounds, effectiveRows, standardError } = computeOwnBounds({
    ...errors,
    value: errorScale.at(value),
    range: { lower: errorScale.at(range.lower), upper: errorScale.at(range.upper) },
    change: slope * change,
    rowInfluence: rowInfluence.map((part) => slope * part),
  });
  return {
    bounds: { lower: errorScale.back(bounds.lower), upper: errorScale.back(bounds.upper) },
    effectiveRows,
    standardError: standardError / slope,
  };
}

/**
 * How far the value may be from the truth where no row deviates from it, in its unit. Undefined where the statistic is not
 * made of single errors.
 */
export function limitUnseen(statistic: Statistic, { grouping, options }: Context): number | undefined {
  const single = describeSingle(statistic, options);
  if (single === undefined) return undefined;
  const rowsPerGroup = grouping.isByRow ? 1 : mostRowsPerGroup(statistic, single);
  const { value, sides, errorScale } = statistic;
  const scale = sides === undefined ? (errorScale ?? LINEAR) : LINEAR;
  const [lower, upper] = [scale.at(single.range.lower), scale.at(single.range.upper)];
  const width = upper - lower;
  const change = (scale.slope(value) * single.change) / width;
  const share = boundUnseen({ change, rowsPerGroup, confidence: options.confidence }, sides !== undefined);
  if (scale === LINEAR) return width * share;
  const below = scale.back(Math.max(lower, scale.at(value) - width * share));
  const above = scale.back(Math.min(upper, scale.at(value) + width * share));
  return Math.max(value - below, above - value);
}

const LINEAR: ErrorScale = { at: (value) => value, back: (scaled) => scaled, slope: () => 1 };

interface SingleErrors {
  /** Of one model. */
  readonly range: Bounds;
  readonly change: number;
}

function describeSingle(
  { sides, rowChange }: Statistic,
  { range, sideRange }: ErrorOptions,
): SingleErrors | undefined {
  const [own, change] =
    sides === undefined
      ? [range, rowChange]
      : [sideRange, widerOf(sides.challenger.rowChange, sides.other.rowChange)];
  if (own === undefined || change === undefined || !Number.isFinite(own.upper - own.lower)) return undefined;
  return { range: own, change };
}

function widerOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : Math.max(one, other);
}

interface RowOptions {
  readonly grouping: Grouping;
  readonly confidence: number;
  readonly single: SingleErrors;
}

/**
 * Design effect × (t / z)², with min(G* − 1, M*) degrees of freedom for groups without order, where M* = (Σ f)² / Σ f² is the
 * effective number of groups with the rows that the uncertainty comes from.
 */
function countRowsPerGroup(
  statistic: DeletableStatistic,
  { error, errorMethod }: GroupError,
  { grouping, confidence, single }: RowOptions,
): number {
  const shrink = (degreesOfFreedom: number): number =>
    (studentTQuantile((1 + confidence) / 2, Math.max(1, degreesOfFreedom)) /
      normalQuantile((1 + confidence) / 2)) **
    2;
  // The spread of counts of independent rows follows from their number, that of ranks is an estimate.
  if (grouping.isByRow) return statistic.form.kind === 'counts' ? 1 : shrink(error.degreesOfFreedom);
  const rows = countUnits(statistic);
  const variance = (rows / (rows - 1)) * sumOfSquares(statistic.rowInfluence);
  const kinds = kindsOf(errorMethod, grouping);
  const most = kinds === 'unordered' || variance === 0 ? mostRowsPerGroup(statistic, single) : rows;
  if (variance === 0) return most;
  const carrying = kinds === 'ordered' ? Infinity : countCarrying(statistic, grouping);
  const factor =
    Math.max(1, error.standardError ** 2 / variance) * shrink(Math.min(error.degreesOfFreedom, carrying));
  return Math.max(1, Math.min(factor, most));
}

/** A group that is wrong as a whole costs at most its part of the range, 1 / G*. */
function mostRowsPerGroup(statistic: Statistic, { range, change }: SingleErrors): number {
  return Math.max(1, (range.upper - range.lower) / change / countLeastEffective(statistic));
}

/**
 * M* = (Σ f)² / Σ f², f what the rows of a group add: in a difference all that differ, else those on the side on which fewer
 * rows carry more, the errors of a good model.
 */
function countCarrying({ rowInfluence, sides }: Statistic, { groupOfRow, count }: Grouping): number {
  let cubes = 0;
  for (let row = 0; row < rowInfluence.length; row += 1) {
    const size = at(rowInfluence, row);
    cubes += size * size * size;
  }
  const side = cubes < 0 ? -1 : 1;
  const sums = new Float64Array(count);
  for (let row = 0; row < rowInfluence.length; row += 1) {
    const size = at(rowInfluence, row);
    const part = sides === undefined ? Math.max(0, side * size) : Math.abs(size);
    const group = indexAt(groupOfRow, row);
    sums[group] = at(sums, group) + part;
  }
  return total(sums) ** 2 / sumOfSquares(sums);
}

function countUnits({ unitCount, rowInfluence }: Statistic): number {
  return unitCount ?? rowInfluence.length;
}
