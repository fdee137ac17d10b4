/**
 * The interval of a mean, a rank or a function of counts from its error by groups. A skewed estimate lies on the wrong
 * side of its true value more often than the t interval says, because its error shrinks with it. Three corrections, each
 * of which only widens: Hall's transformation for the skewness of the groups, the scale on which the error does not
 * depend on the value, and one more group like the worst one where groups are very skewed. Measured in
 * test/rates/boundaries.ts.
 */
import type { IntervalMethod } from '../../documents/evaluation.ts';
import { studentTQuantile } from '../student-t.ts';
import { zeroEventsBound } from '../binomial.ts';
import { boundsAround, unite, type Bounds } from './bounds.ts';
import { limitUnseen } from './error-spread.ts';
import { estimateError, type DeletableStatistic, type GroupError } from './group-error.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import type { ErrorEstimate } from './jackknife.ts';
import { findScale, type ScaledMethod } from './range-scale.ts';
import { computeHallBounds, computeSkewedBounds, skewness, type SkewedEstimate } from './skewed.ts';
import { countLeastEffective, type Statistic } from './statistic.ts';

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
  /** How far the statistic can move if at most this share of the rows is not like those that were seen; may be infinite. */
  readonly largestChange: (share: number) => number;
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
  const { confidence, robust, range, sideRange, largestChange } = options;
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
      : stretchLikeSides(statistic.sides, estimate, {
          grouping,
          confidence,
          largestChange,
          range: sideRange,
        });
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
  readonly largestChange: SmoothOptions['largestChange'];
}

/**
 * The interval of the difference, longer on each side by as much as the more stretched one of the two models' own
 * intervals on their scale: what both share cancels in the difference, and its asymmetry with it. The ends of both put
 * together (MOVER) would pair the low end of one with the high end of the other, which the same days never have. It can be
 * shorter than that of Student's t, with which it is united. Where one model is at the end of its range, an end is not nearer
 * than what it may lose on groups that were not drawn. Undefined where neither has a scale or is at such an end.
 */
function stretchLikeSides(
  { challenger, other }: NonNullable<Statistic['sides']>,
  { value, standardError, quantile }: CenteredEstimate,
  options: SideOptions,
): Bounds | undefined {
  const [own, theirs] = [stretchOf(challenger, options), stretchOf(other, options)];
  if (own === undefined || theirs === undefined) return undefined;
  const [unseen, unseenOfOther] = [findUnseen(challenger, options), findUnseen(other, options)];
  const halfWidth = quantile * standardError;
  const below = Math.max(unseen.below, unseenOfOther.above);
  const above = Math.max(unseen.above, unseenOfOther.below);
  if (!own.hasScale && !theirs.hasScale && below === 0 && above === 0) return undefined;
  return {
    lower: value - Math.max(halfWidth * Math.max(own.below, theirs.above), below),
    upper: value + Math.max(halfWidth * Math.max(own.above, theirs.below), above),
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
  const parts = partsOf(side, influence, grouping);
  const scaled = { ...estimate, value: scale.value, standardError: standardError * scale.slope };
  // Ranks are steep near their best value: where few groups carry the error, the scale alone does not make up for it.
  const carriedByFew = side.rowChange === undefined ? [] : skewedParts(parts, SKEWED_SIDE_FROM);
  const onScale = unite([
    boundsAround(scaled.value, quantile * scaled.standardError),
    ...carriedByFew.map(({ influence: ofPart, skew }) =>
      computeHallBounds({ ...scaled, influence: ofPart, skew }),
    ),
  ]);
  const { lower, upper } = unite([
    { lower: scale.invert(onScale.lower), upper: scale.invert(onScale.upper) },
    ...tailsWithOneMore(estimate, parts, SKEWED_SIDE_FROM),
  ]);
  return { below: (value - lower) / halfWidth, above: (upper - value) / halfWidth, hasScale: true };
}

/** As a share of the range: what rounding leaves of zero. */
const AT_THE_END = 1e-12;

/**
 * How far a model that is at an end of its range may be from it: without any error seen, nothing says what the next one
 * costs, and no spread of the other model does. Zeros elsewhere, and where the range has one end: a sum of sizes that is
 * exactly zero is no luck.
 */
function findUnseen(side: Statistic, options: SideOptions) {
  const { range, largestChange, confidence } = options;
  const width = range.upper - range.lower;
  const isAt = (end: number): boolean =>
    Number.isFinite(width) && Math.abs(side.value - end) <= AT_THE_END * width;
  const unseen = (): number =>
    limitUnseen(side, { grouping: options.grouping, options }) ??
    largestChange(zeroEventsBound(countLeastEffective(side), (1 + confidence) / 2));
  return { below: isAt(range.upper) ? unseen() : 0, above: isAt(range.lower) ? unseen() : 0 };
}
