/** How long before (negative) or after the time of its row a time of another column lies. */
import { DAY_MS } from '../../kernel/time.ts';
import { at } from '../../statistics/vectors.ts';

/** In days, one a row; NaN where a time is missing. */
export function lagsInDays(values: Float64Array, rowTimes: Float64Array): Float64Array {
  return values.map((value, row) => (value - at(rowTimes, row)) / DAY_MS);
}

export interface LagRange {
  readonly n: number;
  readonly minDays: number;
  readonly maxDays: number;
}

/** Undefined when no row has both times. */
export function rangeOfLags(lags: Float64Array): LagRange | undefined {
  let n = 0;
  let minDays = Infinity;
  let maxDays = -Infinity;
  for (const lag of lags) {
    if (Number.isNaN(lag)) continue;
    n++;
    if (lag < minDays) minDays = lag;
    if (lag > maxDays) maxDays = lag;
  }
  return n === 0 ? undefined : { n, minDays, maxDays };
}
