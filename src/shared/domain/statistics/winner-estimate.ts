/**
 * What the best of several estimates is worth, given that it is the best: the hybrid estimate and interval of Andrews,
 * Kitagawa & McCloskey (2024, Quarterly Journal of Economics 139). That it is the best says how small it can have been:
 * above each of the others, of which what it does not share with them is given. So its distribution is a normal one that
 * is cut off, whose center is moved until the estimate is its median. It is cut off far from the center too, where the
 * truth lies in 99.5 % of all cases whatever is chosen: else two estimates that are close would move it without limit.
 */
import { normalCdf, normalQuantile } from './normal.ts';

/** The chance that is given up for the second cut: a tenth of that of the interval, as the authors recommend. */
const PART_OF_MISSES = 0.1;
/** Halvings of a range of a few standard errors that leave nothing to halve in a double. */
const HALVINGS = 60;
/** Below it, two estimates move together, and that one is ahead says nothing about it. */
const TOGETHER = 1e-9;

export interface NormalEstimate {
  readonly estimate: number;
  readonly standardError: number;
}

export interface BeatenEstimate extends NormalEstimate {
  /** With the best one. */
  readonly correlation: number;
}

export interface WinnerEstimate {
  /** As often too high as too low, where this one is the best. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * In the unit of the estimates, of which more is better. O(k).
 * @param beaten all that could have been the best, none of them above it.
 * @param confidence of the interval.
 * @throws RangeError for a best one without an error.
 */
export function estimateWinner(
  best: NormalEstimate,
  beaten: readonly BeatenEstimate[],
  confidence: number,
): WinnerEstimate {
  if (!(best.standardError > 0))
    throw new RangeError(`estimateWinner: expected a standard error above 0, got ${best.standardError}`);
  const misses = 1 - confidence;
  const given = PART_OF_MISSES * misses;
  const reach = normalQuantile(1 - given / (2 * (beaten.length + 1)));
  const cut = findCut(best, beaten);
  const tail = (misses - given) / (1 - given) / 2;
  const centerWith = (probability: number): number =>
    best.estimate + best.standardError * findCenter(cut, { reach, probability });
  return { estimate: centerWith(0.5), lower: centerWith(1 - tail), upper: centerWith(tail) };
}

/** In standard errors from the estimate of the best one. */
interface Cut {
  /** At most 0. */
  readonly lower: number;
  /** At least 0. */
  readonly upper: number;
}

/** Where the best one would not be the best, if what the others do not share with it stays as it is. */
function findCut(best: NormalEstimate, beaten: readonly BeatenEstimate[]): Cut {
  let [lower, upper] = [-Infinity, Infinity];
  for (const { estimate, standardError, correlation } of beaten) {
    const lead = Math.max(0, best.estimate - estimate) / best.standardError;
    const slope = 1 - (correlation * standardError) / best.standardError;
    if (slope > TOGETHER) lower = Math.max(lower, -lead / slope);
    if (slope < -TOGETHER) upper = Math.min(upper, -lead / slope);
  }
  return { lower, upper };
}

interface Quantile {
  /** How far from the center the distribution is cut off. */
  readonly reach: number;
  /** Of what lies at or below the estimate. */
  readonly probability: number;
}

/** The center, in standard errors from the estimate, of which the estimate is this quantile. The share below it falls with the center. */
function findCenter(cut: Cut, { reach, probability }: Quantile): number {
  let [low, high] = [-reach, reach];
  for (let step = 0; step < HALVINGS; step += 1) {
    const center = (low + high) / 2;
    if (shareBelow(cut, center, reach) > probability) low = center;
    else high = center;
  }
  return (low + high) / 2;
}

/** P(X ≤ 0) for X normal around the center with variance 1, within both cuts. */
function shareBelow(cut: Cut, center: number, reach: number): number {
  const from = Math.max(cut.lower - center, -reach);
  const to = Math.min(cut.upper - center, reach);
  return between(from, -center) / between(from, to);
}

/** P(from < Z ≤ to), from the nearer tail. */
function between(from: number, to: number): number {
  return from > 0 ? normalCdf(-from) - normalCdf(-to) : normalCdf(to) - normalCdf(from);
}
