/** The order of numbers, without moving them. */
import { at, indexAt } from './vectors.ts';

/**
 * Places in ascending order of their numbers; equal numbers in order of places. Sorts the numbers themselves, which is far
 * quicker than sorting places by a comparison, and looks up where each of them went.
 */
export function ascendingOrder(values: Float64Array): Int32Array {
  const sorted = values.slice().sort();
  const placed = new Int32Array(values.length);
  const order = new Int32Array(values.length);
  values.forEach((value, index) => {
    const first = lowerBound(sorted, value);
    const before = indexAt(placed, first);
    order[first + before] = index;
    placed[first] = before + 1;
  });
  return order;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(sorted, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
