/** How far the mean of a column moved against January, counted by days (Welch's t of daily means). */
import { mean, sampleVariance } from 'simple-statistics';
import { groupByTime, sumByGroup } from '../../src/shared/domain/statistics/grouped/grouping.ts';
import type { FlightColumns } from './predictions.ts';

export interface Shift {
  /** Difference of means in standard deviations of the reference's rows. */
  readonly effect: number;
  readonly zByDays: number;
}

export function computeShift(
  reference: FlightColumns,
  current: FlightColumns,
  column: 'distance' | 'hour',
): Shift {
  const [before, now] = [reference, current].map((flights) => dailyMeans(flights, column));
  const difference = mean(now!) - mean(before!);
  const standardError = Math.sqrt(
    sampleVariance(now!) / now!.length + sampleVariance(before!) / before!.length,
  );
  return {
    effect: difference / Math.sqrt(sampleVariance(Array.from(reference[column]))),
    zByDays: difference / standardError,
  };
}

function dailyMeans(flights: FlightColumns, column: 'distance' | 'hour'): readonly number[] {
  const byDay = groupByTime(flights.times, 'day');
  const counts = sumByGroup(new Float64Array(flights.times.length).fill(1), byDay);
  return Array.from(sumByGroup(flights[column], byDay), (sum, day) => sum / (counts[day] ?? 1));
}
