/**
 * What counters counted, by hours back from the check. `increase()` of Prometheus extrapolates (82.07 where 80 were
 * counted), and a rate at steps does not see a restart between two of them: here the samples are added up as they were
 * recorded. A counter that falls was restarted, and has since then counted its value.
 */
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import type { LabelSet } from './selectors.ts';

/** Of one series and one piece of time. */
export interface CounterSamples {
  /** What is counted: all requests, or some of them. */
  readonly part: 'all' | 'some';
  readonly labels: LabelSet;
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** By hours before the check: index 0 is the newest. */
export interface HourlyCounts {
  readonly all: Float64Array;
  readonly some: Float64Array;
}

export interface IncreaseCounter {
  /** All series of one piece of time; pieces in order, and they may overlap. */
  add(piece: readonly CounterSamples[]): void;
  counts(): HourlyCounts;
}

/** So long before the window a sample is looked for, from which on a counter of the window counts. */
export const LOOK_BACK_HOURS = 1;

interface LastSample {
  timeMs: number;
  value: number;
}

/**
 * O(samples); memory O(series + hours). A series that begins while its target is known already (the first error of a
 * process) began at zero. One of a target that is new is counted from its first sample on: what a counter of months had
 * before is not of the window.
 */
export function createIncreaseCounter(nowMs: number, windowDays: number): IncreaseCounter {
  const hours = windowDays * (DAY_MS / HOUR_MS);
  const counts = { all: new Float64Array(hours), some: new Float64Array(hours) };
  const last = new Map<string, LastSample>();
  const targets = new Map<string, number>();
  const enter = (part: CounterSamples['part'], timeMs: number, increase: number): void => {
    const hour = Math.floor((nowMs - timeMs) / HOUR_MS);
    if (hour >= 0 && hour < hours) counts[part][hour] = (counts[part][hour] ?? NaN) + increase;
  };
  return {
    add(piece) {
      for (const { labels, timesMs } of piece) {
        const [firstMs] = timesMs;
        const target = targetOf(labels);
        if (firstMs !== undefined) targets.set(target, Math.min(targets.get(target) ?? Infinity, firstMs));
      }
      for (const samples of piece) addSeries(samples, { last, targets, enter });
    },
    counts: () => counts,
  };
}

interface Known {
  readonly last: Map<string, LastSample>;
  /** When each was seen first. */
  readonly targets: ReadonlyMap<string, number>;
  readonly enter: (part: CounterSamples['part'], timeMs: number, increase: number) => void;
}

function addSeries({ part, labels, timesMs, values }: CounterSamples, { last, targets, enter }: Known): void {
  const key = `${part} ${seriesKey(labels)}`;
  const knownSinceMs = targets.get(targetOf(labels)) ?? Infinity;
  let before = last.get(key);
  for (let index = 0; index < timesMs.length; index++) {
    const [timeMs, value] = [timesMs[index] ?? NaN, values[index] ?? NaN];
    // Pieces may share their edge; a value that is no number counts nothing.
    if (!Number.isFinite(value) || (before !== undefined && timeMs <= before.timeMs)) continue;
    if (before === undefined) {
      if (knownSinceMs < timeMs) enter(part, timeMs, value);
      before = { timeMs, value };
      last.set(key, before);
      continue;
    }
    enter(part, timeMs, value < before.value ? value : value - before.value);
    before.timeMs = timeMs;
    before.value = value;
  }
}

/** The process that counts. */
function targetOf({ job = '', instance = '' }: LabelSet): string {
  return JSON.stringify([job, instance]);
}

function seriesKey(labels: LabelSet): string {
  return JSON.stringify(Object.entries(labels).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Of the newest hours. */
export function sumOfHours(counts: Float64Array, fromHour: number, toHour: number): number {
  let total = 0;
  for (let hour = fromHour; hour < Math.min(toHour, counts.length); hour++) total += counts[hour] ?? NaN;
  return total;
}
