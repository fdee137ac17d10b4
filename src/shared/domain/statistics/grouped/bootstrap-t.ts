/**
 * The bootstrap-t interval by groups: whole groups are drawn with replacement and each draw is studentized
 * by its own standard error, so that a long tail on one side widens the interval on that side.
 * Seeded: the same data give the same interval. Source: Efron & Tibshirani 1993, chapter 12.
 */
import type { Bounds } from './bounds.ts';
import { createRandomNumbers } from '../random-numbers.ts';
import { sumByGroup, type Grouping } from './grouping.ts';
import { at } from '../vectors.ts';
import type { Statistic } from './statistic.ts';

const DRAWS = 999;
const SEED = 20_010_101;

/** Undefined when too many draws have no value or no spread to give finite ends. O(draws × G), for ranks O(draws × G²). */
export function computeBootstrapT(
  statistic: Statistic,
  grouping: Grouping,
  confidence: number,
): Bounds | undefined {
  const standardError = sandwichError(sumByGroup(statistic.rowInfluence, grouping));
  const ratios = drawRatios(statistic, grouping.count).sort();
  const rank = Math.round((DRAWS + 1) * ((1 - confidence) / 2));
  const low = ratios[rank - 1];
  const high = ratios[ratios.length - rank];
  if (low === undefined || high === undefined || !Number.isFinite(low) || !Number.isFinite(high)) {
    return undefined;
  }
  return {
    lower: statistic.value - high * standardError,
    upper: statistic.value - low * standardError,
  };
}

/** (statistic of the draw - statistic) / standard error of the draw. Draws without a value are left out. */
function drawRatios(statistic: Statistic, count: number): Float64Array {
  const random = createRandomNumbers(SEED);
  const ratios: number[] = [];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const weights = new Float64Array(count);
    for (let pick = 0; pick < count; pick += 1) {
      const group = Math.floor(random() * count);
      weights[group] = at(weights, group) + 1;
    }
    const drawn = statistic.reweighted(weights);
    if (drawn === undefined) continue;
    const difference = drawn.value - statistic.value;
    // 0 / 0: a draw that changed nothing.
    ratios.push(difference === 0 ? 0 : difference / sandwichError(drawn.influence, weights));
  }
  return Float64Array.from(ratios);
}

/** √(G/(G-1) Σ u²), each group counting as often as it was drawn. */
function sandwichError(influence: Float64Array, weights?: Float64Array): number {
  const count = influence.length;
  let squares = 0;
  for (let group = 0; group < count; group += 1) {
    const part = at(influence, group);
    squares += (weights === undefined ? 1 : at(weights, group)) * part * part;
  }
  return Math.sqrt((count / (count - 1)) * squares);
}
