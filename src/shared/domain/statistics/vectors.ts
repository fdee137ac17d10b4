/**
 * Sums over vectors of numbers, with one policy for bounds: lengths are compared once, on entry, and a difference
 * throws, since it is a bug of the caller. Plain loops from the first to the last element, so that the same
 * numbers give the same last bit everywhere; by index, since `for … of` makes an object for each number until the loop is
 * compiled. No compensated summation.
 */

/** Σ x. */
export function total(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += at(values, index);
  }
  return sum;
}

/** Σ x / n; NaN for no values. */
export function mean(values: Float64Array): number {
  return total(values) / values.length;
}

/** Σ x². */
export function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    sum += value * value;
  }
  return sum;
}

/** The smallest and the largest value; infinite and crossed for no values. */
export function extent(values: Float64Array): { readonly lower: number; readonly upper: number } {
  let lower = Infinity;
  let upper = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (value < lower) lower = value;
    if (value > upper) upper = value;
  }
  return { lower, upper };
}

/** Σ x y. @throws RangeError for different lengths. */
export function dot(left: Float64Array, right: Float64Array): number {
  requireSameLength(left, right);
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += at(left, index) * at(right, index);
  return sum;
}

/** x − y, element by element. @throws RangeError for different lengths. */
export function subtract(left: Float64Array, right: Float64Array): Float64Array {
  requireSameLength(left, right);
  const differences = new Float64Array(left.length);
  for (let index = 0; index < left.length; index += 1) {
    differences[index] = at(left, index) - at(right, index);
  }
  return differences;
}

/** x y, element by element. @throws RangeError for different lengths. */
export function multiply(left: Float64Array, right: Float64Array): Float64Array {
  requireSameLength(left, right);
  const products = new Float64Array(left.length);
  for (let index = 0; index < left.length; index += 1) products[index] = at(left, index) * at(right, index);
  return products;
}

/** Adds `factor` × y to x in place. @throws RangeError for different lengths. */
export function addScaled(target: Float64Array, factor: number, values: Float64Array): void {
  requireSameLength(target, values);
  for (let index = 0; index < target.length; index += 1) {
    target[index] = at(target, index) + factor * at(values, index);
  }
}

/** Adds a number to each element in place. */
export function addToEach(target: Float64Array, number: number): void {
  for (let index = 0; index < target.length; index += 1) target[index] = at(target, index) + number;
}

/** x minus their mean. A measure of spread does not change by it, and without it a large offset would eat every digit. */
export function centerValues(values: Float64Array): Float64Array {
  const mean = total(values.map((value) => value / values.length));
  return values.map((value) => value - mean);
}

/** x / divisor, element by element. A loop: a function that is called for each element makes an object of each number. */
export function divideEach(values: Float64Array, divisor: number): Float64Array {
  const quotients = new Float64Array(values.length);
  for (let index = 0; index < values.length; index += 1) quotients[index] = at(values, index) / divisor;
  return quotients;
}

/** One element. An index outside gives NaN, which no interval accepts, and never a silent zero. */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The same for places and groups; a function of its own, since one that reads both kinds of array is slower. */
export function indexAt(values: Int32Array, index: number): number {
  return values[index] ?? Number.NaN;
}

/** The same for lists of counts. */
export function countAt(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}

/** 0, 1, 2 …: every place once. */
export function ascending(count: number): Int32Array {
  const places = new Int32Array(count);
  for (let place = 0; place < count; place += 1) places[place] = place;
  return places;
}

/** The elements at these places, in their order. A loop: an iterator costs ten times as much. */
export function take(values: Float64Array, places: Int32Array): Float64Array {
  const taken = new Float64Array(places.length);
  for (let index = 0; index < places.length; index += 1) taken[index] = at(values, indexAt(places, index));
  return taken;
}

/** The same for places and groups. */
export function takeIndices(values: Int32Array, places: Int32Array): Int32Array {
  const taken = new Int32Array(places.length);
  for (let index = 0; index < places.length; index += 1)
    taken[index] = indexAt(values, indexAt(places, index));
  return taken;
}

function requireSameLength(left: Float64Array, right: Float64Array): void {
  if (left.length === right.length) return;
  throw new RangeError(`vectors: expected the same length, got ${left.length} and ${right.length}`);
}
