/**
 * Points that are drawn as a line, and fewer of them where there are more than anybody can see. Points are left out and
 * never moved or averaged, so that each one that is drawn is a point of the whole curve.
 */
import { at } from '../../statistics/vectors.ts';

/** K points in ascending order of x; K numbers each. */
export interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Of the points in each of so many stretches of x, the first, the last, the lowest and the highest: the drawn line is
 * within one stretch of the whole curve, and reaches all of its ends. At most four times as many points. O(K).
 */
export function thinCurve(curve: Curve, stretchCount: number): Curve {
  const { x, y } = curve;
  if (x.length <= 4 * stretchCount) return curve;
  const [first, last] = [at(x, 0), at(x, x.length - 1)];
  const stretchOf = (index: number): number =>
    Math.min(stretchCount - 1, Math.floor(((at(x, index) - first) / (last - first)) * stretchCount));
  const kept: number[] = [];
  let start = 0;
  for (let index = 1; index <= x.length; index += 1) {
    if (index < x.length && stretchOf(index) === stretchOf(start)) continue;
    kept.push(...outermost(y, start, index));
    start = index;
  }
  return {
    x: Float64Array.from(kept, (index) => at(x, index)),
    y: Float64Array.from(kept, (index) => at(y, index)),
  };
}

/** In ascending order, each once. */
function outermost(y: Float64Array, start: number, end: number): readonly number[] {
  let lowest = start;
  let highest = start;
  for (let index = start + 1; index < end; index += 1) {
    if (at(y, index) < at(y, lowest)) lowest = index;
    if (at(y, index) > at(y, highest)) highest = index;
  }
  return [...new Set([start, lowest, highest, end - 1])].sort((left, right) => left - right);
}
