/**
 * A second column of times, such as the last login: its distance from the time of the row, in days, against the range
 * that the distance has in the reference. Only values more than a whole range away are a finding (1970-01-01 in every
 * row): nearer ones may be a change of the world, which no test here has an error rate for.
 */
import type { Finding } from '../../documents/check.ts';
import { at } from '../../statistics/vectors.ts';
import { lagsInDays } from '../profile/time-lag.ts';
import type { TimeProfile } from '../profile/profile.ts';
import { qualityFinding, rowsEffect } from './quality-finding.ts';
import { outsideLimit } from './column-values.ts';

/**
 * How long before or after its row each time is, in days. @param values ms since 1970, one a row; NaN where there
 * is none.
 * @returns an alert where more than the limit are farther out than the reference's own range is wide, else nothing.
 * O(N).
 */
export function checkLag(
  reference: TimeProfile,
  values: Float64Array,
  rowTimes: Float64Array | undefined,
): readonly Finding[] {
  const { lag } = reference;
  if (lag === undefined || rowTimes === undefined) return [];
  const lags = lagsInDays(values, rowTimes);
  const width = lag.maxDays - lag.minDays;
  let far = 0;
  let rows = 0;
  let minDays = Infinity;
  let maxDays = -Infinity;
  for (let row = 0; row < lags.length; row++) {
    const days = at(lags, row);
    if (Number.isNaN(days)) continue;
    rows++;
    if (days < lag.minDays - width || days > lag.maxDays + width) far++;
    minDays = Math.min(minDays, days);
    maxDays = Math.max(maxDays, days);
  }
  const limit = outsideLimit(lag.n);
  if (rows === 0 || far / lags.length <= limit) return [];
  return [
    qualityFinding({
      subject: reference.name,
      outcome: 'alert',
      effect: rowsEffect(far / lags.length, limit),
      detail: {
        code: 'far-times',
        outsideFraction: far / lags.length,
        referenceMinDays: lag.minDays,
        referenceMaxDays: lag.maxDays,
        currentMinDays: minDays,
        currentMaxDays: maxDays,
      },
    }),
  ];
}
