/**
 * The interval of a mean, a rank or a function of counts from its error by groups. A skewed estimate lies on the wrong
 * side of its true value more often than the t interval says, because its error shrinks with it. Three corrections, each
 * of which only widens: Hall's transformation for the skewness of the groups, the scale on which the error does not
 * depend on the value, and one more group like the worst one where groups are very skewed. Measured in
 * test/rates/boundaries.ts.
 */
import type { IntervalMethod } from '../../documents/evaluation.ts';
import { studentTQuantile } from '../student-t.ts';
import { unite, type Bounds } from './bounds.ts';
import { estimateError, type DeletableStatistic, type GroupError } from './group-error.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import type { ErrorEstimate } from './jackknife.ts';
import { findScale, type ScaledMethod } from './range-scale.ts';
import { computeHallBounds, computeSkewedBounds, skewness, type SkewedEstimate } from './skewed.ts';
import type { Statistic } from './statistic.ts';

/** Third moments beyond this make Hall's interval too short as well: the worst group was hardly seen. */
const SKEWED_FROM = 1;
/** In the difference of two models most of it cancels. */
const SKEWED_SIDE_FROM = 2;

export interface SmoothOptions {
  readonly confidence: number;
  /** One more group like the worst one for any groups. */
  readonly robust: boolean;
  /** All values of the statistic, and of each of two models where it is their difference. */
  readonly range: Bounds;
  readonly sideRange?: Bounds;
}

export interface SmoothSpread extends GroupError {
  readonly method: IntervalMethod;
  readonly bounds: Bounds;
}

/** By the influences of the groups, of both groupings where there are two. O(N). */
export function spreadOfInfluence(
  statistic: DeletableStatistic,
  influence: Float64Array,
  { grouping, options }: { readonly grouping: Grouping; readonly options: SmoothOptions },
): SmoothSpread {
  const { confidence, robust, range, sideRange } = options;
  const byGroup = estimateError(statistic, influence, grouping);
  const estimate = estimateOf(statistic, byGroup.error, confidence);
  const parts = partsOf(statistic, influence, grouping);
  const skewedFrom = robust ? undefined : SKEWED_FROM;
  if (statistic.sides === undefined) {
    const { bounds, method = methodOf(parts, robust) } = scaledBounds(estimate, parts, { range, skewedFrom });
    return { ...byGroup, method, bounds };
  }
  const bounds = plainBounds(estimate, parts, skewedFrom);
  const stretched =
    sideRange === undefined
      ? undefined
      : stretchLikeSides(statistic.sides, estimate, { grouping, confidence, range: sideRange });
  return stretched === undefined
    ? { ...byGroup, method: methodOf(parts, robust), bounds }
    : { ...byGroup, method: 'hall-stretched', bounds: unite([bounds, stretched]) };
}

type CenteredEstimate = Omit<SkewedEstimate, 'influence' | 'skew'>;

interface Part {
  readonly influence: Float64Array;
  readonly skew: number;
  readonly ordered: boolean;
}

function partsOf(statistic: Statistic, influence: Float64Array, grouping: Grouping): readonly Part[] {
  const { second } = grouping;
  return [
    describePart(influence, grouping),
    ...(second === undefined ? [] : [describePart(sumByGroup(statistic.rowInfluence, second), second)]),
  ];
}

function describePart(influence: Float64Array, { ordered }: Grouping): Part {
  return { influence, skew: skewness(influence), ordered };
}

function estimateOf(
  { value }: Statistic,
  { standardError, degreesOfFreedom }: ErrorEstimate,
  confidence: number,
): CenteredEstimate {
  return { value, standardError, quantile: studentTQuantile((1 + confidence) / 2, degreesOfFreedom) };
}

function methodOf(parts: readonly Part[], robust: boolean): IntervalMethod {
  return robust || parts.some(({ skew }) => skew !== 0) ? 'hall' : 'student-t';
}

/** @param skewedFrom from which skewness on one more group is added; undefined: for any groups. */
function plainBounds(
  estimate: CenteredEstimate,
  parts: readonly Part[],
  skewedFrom: number | undefined,
): Bounds {
  return unite([
    ...parts.map(({ influence, skew }) => computeHallBounds({ ...estimate, influence, skew })),
    ...skewedParts(parts, skewedFrom).map(({ influence, skew }) =>
      computeSkewedBounds({ ...estimate, influence, skew }),
    ),
  ]);
}

/** No groups in order of time, of which the neighbors of a bad one are bad too: their error contains it. */
function skewedParts(parts: readonly Part[], skewedFrom: number | undefined): readonly Part[] {
  if (skewedFrom === undefined) return parts;
  return parts.filter(({ skew, ordered }) => !ordered && Math.abs(skew) > skewedFrom);
}

interface ScaleOptions {
  readonly range: Bounds;
  readonly skewedFrom: number | undefined;
}

/** On the scale of the range, where it has one. */
function scaledBounds(
  estimate: CenteredEstimate,
  parts: readonly Part[],
  { range, skewedFrom }: ScaleOptions,
): { readonly bounds: Bounds; readonly method: ScaledMethod | undefined } {
  const scale = findScale(estimate.value, estimate.standardError, range);
  if (scale === undefined) return { bounds: plainBounds(estimate, parts, skewedFrom), method: undefined };
  const scaled = {
    ...estimate,
    value: scale.value,
    standardError: estimate.standardError * scale.slope,
  };
  const { lower, upper } = unite(
    parts.map(({ influence, skew }) => computeHallBounds({ ...scaled, influence, skew })),
  );
  const bounds = [
    { lower: scale.invert(lower), upper: scale.invert(upper) },
    ...tailsWithOneMore(estimate, parts, skewedFrom),
  ];
  return { bounds: unite(bounds), method: scale.method };
}

/** The long tails alone: on the other side the interval on the scale is the shorter one, and holds. */
function tailsWithOneMore(
  estimate: CenteredEstimate,
  parts: readonly Part[],
  skewedFrom: number | undefined,
): readonly Bounds[] {
  const { value } = estimate;
  return skewedParts(parts, skewedFrom).map(({ influence, skew }) => {
    const { lower, upper } = computeSkewedBounds({ ...estimate, influence, skew });
    return skew > 0 ? { lower: value, upper } : { lower, upper: value };
  });
}

interface SideOptions {
  readonly grouping: Grouping;
  readonly confidence: number;
  readonly range: Bounds;
}

/**
 * The interval of the difference, longer on each side by as much as the more stretched one of the two models' own
 * intervals on their scale: what both share cancels in the difference, and its asymmetry with it. The ends of both put
 * together (MOVER) would pair the low end of one with the high end of the other, which the same days never have. It can be
 * shorter than that of Student's t, with which it is united. Undefined where neither has a scale.
 */
function stretchLikeSides(
  { challenger, other }: NonNullable<Statistic['sides']>,
  { value, standardError, quantile }: CenteredEstimate,
  options: SideOptions,
): Bounds | undefined {
  const [own, theirs] = [stretchOf(challenger, options), stretchOf(other, options)];
  if (own === undefined || theirs === undefined || !(own.hasScale || theirs.hasScale)) return undefined;
  const halfWidth = quantile * standardError;
  return {
    lower: value - halfWidth * Math.max(own.below, theirs.above),
    upper: value + halfWidth * Math.max(own.above, theirs.below),
  };
}

/** The distances to the ends of one model's interval on its scale, as parts of that of Student's t. */
function stretchOf(side: Statistic, { grouping, confidence, range }: SideOptions) {
  if (side.withoutGroup === undefined) return undefined;
  const influence = sumByGroup(side.rowInfluence, grouping);
  const { error } = estimateError({ ...side, withoutGroup: side.withoutGroup }, influence, grouping);
  const estimate = estimateOf(side, error, confidence);
  const { value, standardError, quantile } = estimate;
  const scale = findScale(value, standardError, range);
  const halfWidth = quantile * standardError;
  if (scale === undefined || halfWidth === 0) return { below: 1, above: 1, hasScale: false };
  const scaled = halfWidth * scale.slope;
  const onScale = { lower: scale.invert(scale.value - scaled), upper: scale.invert(scale.value + scaled) };
  const more = tailsWithOneMore(estimate, partsOf(side, influence, grouping), SKEWED_SIDE_FROM);
  const { lower, upper } = unite([onScale, ...more]);
  return { below: (value - lower) / halfWidth, above: (upper - value) / halfWidth, hasScale: true };
}
