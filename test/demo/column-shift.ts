/** How far the mean of a column moved against January, counted by days (Welch's t of daily means). */
import { groupByTime, sumByGroup } from '../../src/shared/domain/comparison/grouping.ts';
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
  const standardError = Math.sqrt(variance(now!) / now!.length + variance(before!) / before!.length);
  return {
    effect: difference / Math.sqrt(variance(reference[column])),
    zByDays: difference / standardError,
  };
}

function dailyMeans(flights: FlightColumns, column: 'distance' | 'hour'): Float64Array {
  const byDay = groupByTime(flights.times, 'day');
  const counts = sumByGroup(new Float64Array(flights.times.length).fill(1), byDay);
  return sumByGroup(flights[column], byDay).map((sum, day) => sum / (counts[day] ?? 1));
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
