/**
 * What a comparison by the interval of a median detects. Such an interval needs no distribution, and its power does: values
 * are taken as double exponential around their median, whose tails are those of runs that something held up now and then.
 */
import { binomialTail, findLargest } from './binomial.ts';
import { POWER } from './power.ts';

export interface OrderStatistics {
  /** Of the values, from 1 on. */
  readonly count: number;
  /** The lower end is the value of this rank, the upper end the one of this rank from above; from 1 on. */
  readonly rank: number;
}

/**
 * The smallest true median, in the unit of the values, whose interval lies beyond 0 with 80 % power: where at most rank − 1
 * of the values do. The width of the interval says how far values spread. O(n).
 */
export function detectableShift(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { count, rank }: OrderStatistics,
): number {
  const beyond = findLargest((share) => binomialTail(rank, count, share) <= 1 - POWER);
  const quantile = -Math.log(2 * beyond);
  return (((upper - lower) / 2) * quantile) / expectedOrderStatistic(count + 1 - rank, count);
}

/**
 * The mean of the value of a rank among so many double exponential ones of scale 1. Those above the median are exponential,
 * and so are those below it: their means are sums of reciprocals (Rényi 1953).
 */
function expectedOrderStatistic(rank: number, count: number): number {
  let chance = 0.5 ** count;
  let mean = 0;
  for (let below = 0; below <= count; below += 1) {
    mean +=
      chance * (rank > below ? reciprocals(count - rank, count - below) : -reciprocals(rank - 1, below));
    chance *= (count - below) / (below + 1);
  }
  return mean;
}

/** 1 / (from + 1) + … + 1 / to. */
function reciprocals(from: number, to: number): number {
  let sum = 0;
  for (let value = from + 1; value <= to; value += 1) sum += 1 / value;
  return sum;
}
