/** Synthetic days: a normal column whose mean moves from day to day as an AR(1) process, seen without row noise. */
import type { Day } from '../../../../src/shared/domain/monitoring/drift/daily-curves.ts';
import { normalCdf, normalQuantile } from '../../../../src/shared/domain/statistics/normal.ts';

export const POINTS = Array.from({ length: 33 }, (_, k) => -4 + k / 4);
export const WEIGHTS = new Float64Array(POINTS.length).fill(1 / 4);

export interface ArDays {
  readonly count: number;
  readonly autocorrelation: number;
  /** Share of the column's variance that lies between days. */
  readonly intraDayCorrelation: number;
  /** Added to the last days, in sd. */
  readonly shift?: { readonly days: number; readonly sd: number };
}

export function createArDays(
  { count, autocorrelation, intraDayCorrelation, shift }: ArDays,
  random: () => number,
): readonly Day[] {
  const daySd = Math.sqrt(intraDayCorrelation);
  const rowSd = Math.sqrt(1 - intraDayCorrelation);
  const normal = (): number => normalQuantile(Math.min(1 - 1e-12, random() + 2 ** -33));
  let effect = normal();
  return Array.from({ length: count }, (_, day) => {
    if (day > 0) effect = autocorrelation * effect + Math.sqrt(1 - autocorrelation ** 2) * normal();
    const moved = shift !== undefined && day >= count - shift.days ? shift.sd : 0;
    const mean = daySd * effect + moved;
    return { day, curve: Float64Array.from(POINTS, (x) => normalCdf((x - mean) / rowSd)) };
  });
}
