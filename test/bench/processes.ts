/** Whole processes side by side, by turns, because a machine is quicker at one time than at another. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from 'simple-statistics';
import { bundleJobs } from './bundle-jobs.ts';

const run = promisify(execFile);

export interface Measured {
  readonly tookMs: number;
  /** NaN where the process does not print it. */
  readonly peakMiB: number;
}

type Work = () => Promise<Measured>;

/** Runs a job in a process of its own, which prints its peak memory. */
export type RunJob = (name: string, ...paths: readonly string[]) => Promise<Measured>;

/** The jobs of `data/jobs.ts`. @param folder for their bundle. */
export async function createJobs(folder: string): Promise<RunJob> {
  const program = await bundleJobs(join(folder, 'jobs'));
  return (name, ...paths) => time(process.execPath, [program, name, ...paths]);
}

export async function time(command: string, args: readonly string[]): Promise<Measured> {
  const startedMs = performance.now();
  const { stdout } = await run(command, args, { maxBuffer: 2 ** 20 });
  return { tookMs: performance.now() - startedMs, peakMiB: Number(stdout.trim().split('\n').at(-1)) };
}

export interface Comparison {
  readonly rounds: number;
  /** The ratio that is aimed at: how many times as long the other takes. */
  readonly aim: number;
  readonly own: Work;
  readonly other: readonly [name: string, work: Work];
  /** How many times what the other does makes the whole job; the ratio is extrapolated then, and marked so. */
  readonly repeats?: number;
}

/** @returns what follows a number that misses its aim; the bench continues, and its exit code is 1. */
export function markMissedAim(isMissed: boolean, aim: string): string {
  if (!isMissed) return '';
  process.exitCode = 1;
  return `  aim missed: ${aim}`;
}

/** Prints the ratio of the medians; above 1 this project is quicker. */
export async function compare(title: string, comparison: Comparison): Promise<void> {
  const { rounds, aim, own, other, repeats = 1 } = comparison;
  const [name, work] = other;
  const pairs: (readonly [Measured, Measured])[] = [];
  for (let round = 0; round < rounds; round++) pairs.push([await own(), await work()]);
  const [ownMs, otherMs] = [0, 1].map((side) => median(pairs.map((pair) => pair[side]!.tookMs)));
  const ratio = (repeats * otherMs!) / ownMs!;
  const [peak, otherPeak] = [0, 1].map((side) => Math.max(...pairs.map((pair) => pair[side]!.peakMiB)));
  const extrapolated = repeats === 1 ? '' : ` (extrapolated, ${repeats} times)`;
  console.log(
    `${title}\n  own ${ownMs!.toFixed(0)} ms (peak ${peak!.toFixed(0)} MiB), ${name} ${otherMs!.toFixed(0)} ms${Number.isNaN(otherPeak) ? '' : ` (peak ${otherPeak!.toFixed(0)} MiB)`}${extrapolated}: ratio ${ratio.toFixed(2)}${markMissedAim(ratio < aim, `at least ${aim.toFixed(2)}`)}`,
  );
}

const MB_PER_MIB = 1024 ** 2 / 1e6;

/** Prints the peak memory of one run, in MB of a million bytes, as the aim is. */
export async function limit(title: string, aimMb: number, work: Work): Promise<void> {
  const { tookMs, peakMiB } = await work();
  const peakMb = peakMiB * MB_PER_MIB;
  const mark = markMissedAim(peakMb > aimMb, `at most ${aimMb} MB`);
  console.log(`${title}\n  ${(tookMs / 1000).toFixed(1)} s, peak ${peakMb.toFixed(0)} MB${mark}`);
}
