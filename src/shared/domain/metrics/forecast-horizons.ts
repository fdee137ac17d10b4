/**
 * Horizons from origins: how many steps lie between the last known label and the moment that is forecast. Months are of
 * different lengths, so where moments are months, steps are those of the calendar.
 */
import { DAY_MS } from '../kernel/time.ts';
import { at } from '../statistics/vectors.ts';

/** A day may be an hour shorter or longer in the time of a place. */
const PART_OF_STEP = 0.1;

/**
 * In the usual step between the moments, N numbers; whole, and at least 1 where the origin is before the moment.
 * @param moments and origins in milliseconds since 1970.
 */
export function countSteps(moments: Float64Array, origins: Float64Array): Float64Array {
  const distinct = Float64Array.from(new Set(moments)).sort();
  const position = areMonths(distinct) ? monthOf : (moment: number) => moment;
  const gaps = distinct.subarray(1).map((moment, index) => position(moment) - position(at(distinct, index)));
  const ahead = moments.map((moment, row) => position(moment) - position(at(origins, row)));
  // One moment alone has no step: it was forecast one step ahead, whenever that was.
  const step = gaps.length === 0 ? Infinity : at(gaps.sort(), Math.floor(gaps.length / 2));
  return ahead.map((distance) =>
    distance > 0 ? Math.max(1, Math.ceil(distance / step - PART_OF_STEP)) : Math.min(0, distance),
  );
}

/** Whether all of them are the same day and time of a month, or all the last day of one. */
function areMonths(moments: Float64Array): boolean {
  const parts = Array.from(moments, (moment: number) => ({
    day: dayOfMonth(moment),
    time: moment % DAY_MS,
    isLast: dayOfMonth(moment + DAY_MS) === 1,
  }));
  const [first] = parts;
  if (first === undefined || parts.length < 2 || parts.some(({ time }) => time !== first.time)) return false;
  return parts.every(({ day }) => day === first.day) || parts.every(({ isLast }) => isLast);
}

function dayOfMonth(moment: number): number {
  return new Date(moment).getUTCDate();
}

function monthOf(moment: number): number {
  const date = new Date(moment);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
