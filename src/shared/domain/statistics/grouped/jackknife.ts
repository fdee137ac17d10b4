/**
 * The delete-one-group jackknife for groups without order (users, shops, single rows), read from Student's
 * t with the effective number of groups: sizes that differ count for less. Coverage 93 to 97 % from 8
 * groups on (docs/statistics.md). Source: Efron & Tibshirani 1993; effective clusters: Carter, Schnepel & Steigerwald 2017.
 */
import { at, sumOfSquares } from '../vectors.ts';

/** A standard error and how well it is known. */
export interface ErrorEstimate {
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

/** G* = 1 / Σ weight²: as many groups of equal weight carry the same information. */
export function effectiveGroups(groupWeights: Float64Array): number {
  return 1 / sumOfSquares(groupWeights);
}

/** @param withoutGroup the statistic without each of the G groups; @param value with all of them. */
export function computeJackknife(
  value: number,
  withoutGroup: Float64Array,
  groupWeights: Float64Array,
): ErrorEstimate {
  const count = withoutGroup.length;
  let squares = 0;
  for (let group = 0; group < count; group += 1) squares += (at(withoutGroup, group) - value) ** 2;
  return {
    standardError: Math.sqrt(((count - 1) / count) * squares),
    degreesOfFreedom: Math.max(1, effectiveGroups(groupWeights) - 1),
  };
}
