/**
 * The metrics of a run: how large a model is, and what scoring with it takes. They say nothing about predictions, so no task
 * has them; a rule names them with the prefix. Less is better in each (docs/statistics.md#size-time-and-memory).
 */
import type { ScoringMeasurement } from '../documents/run.ts';

const PREFIX = 'run:';
const MEGABYTE = 1_000_000;
const SECOND_MS = 1000;

/** What was measured of one run of the score command. */
export type ScoringCosts = Pick<ScoringMeasurement, 'durationMs' | 'peakMemoryBytes' | 'written'>;

export const SIZE_METRIC = `${PREFIX}model_size_mb`;

const measured: Readonly<Record<string, (costs: ScoringCosts) => number | undefined>> = {
  [`${PREFIX}score_seconds`]: ({ durationMs }) => durationMs / SECOND_MS,
  [`${PREFIX}score_memory_mb`]: ({ peakMemoryBytes }) => peakMemoryBytes && peakMemoryBytes / MEGABYTE,
};

/** Whether it measures the run, such as its time, and not what was predicted. */
export function isRunMetric(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** Whether the score command wrote it: then it is a claim. */
export function isWrittenRunMetric(name: string): boolean {
  return isRunMetric(name) && name !== SIZE_METRIC && measured[name] === undefined;
}

/** What is measured of every run, and what commands wrote, by the names that rules have for it. */
export function namesOfCosts(costs: readonly ScoringCosts[]): readonly string[] {
  const written = costs.flatMap((each) => Object.keys(each.written ?? {}).map((name) => PREFIX + name));
  return [...new Set([...Object.keys(measured), ...written])];
}

/** In the unit of the name. Undefined where this run has no such number. */
export function readCost(name: string, costs: ScoringCosts): number | undefined {
  const read = measured[name];
  if (read !== undefined) return read(costs);
  const { written = {} } = costs;
  const own = name.slice(PREFIX.length);
  return Object.hasOwn(written, own) ? written[own] : undefined;
}

/** In MB, which are a million bytes each. */
export function modelSizeMb(files: readonly { readonly sizeBytes: number }[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / MEGABYTE;
}

/** Whether a name that a command wrote would hide what is measured. */
export function isMeasuredName(written: string): boolean {
  return !isWrittenRunMetric(PREFIX + written);
}
