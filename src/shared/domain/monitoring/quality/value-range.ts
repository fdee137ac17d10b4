/** From where to where the values of a column are. */
import { isFiniteValue } from '../profile/number-summary.ts';
import { at } from '../../statistics/vectors.ts';

/** Of the finite values; without bounds when there are none. */
export interface ValueRange {
  readonly currentMin?: number;
  readonly currentMax?: number;
  readonly infiniteRows: number;
}

/** Infinite values are counted and not named: a document holds finite numbers only. */
export function measureValueRange(values: Float64Array): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  let infiniteRows = 0;
  for (let index = 0; index < values.length; index++) {
    const value = at(values, index);
    if (Number.isNaN(value)) continue;
    if (!isFiniteValue(value)) infiniteRows++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { ...(min <= max && { currentMin: min, currentMax: max }), infiniteRows };
}
