/** Commands at once: one that is watched, and others beside it whose output is printed when they end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';

export type CommandLine = readonly [command: string, ...args: string[]];

/**
 * The watched command is stopped when the one beside it fails: what it would say is not needed then.
 * @returns whether both ended with exit code 0.
 */
export async function runTogether(watched: CommandLine, beside: CommandLine): Promise<boolean> {
  const shown = start(watched, 'inherit');
  const quick = start(beside, 'pipe');
  const besidePassed = Promise.all([endOf(quick), outputOf(quick)]).then(([passed, output]) => {
    process.stdout.write(output);
    if (!passed) shown.kill();
    return passed;
  });
  return (await Promise.all([endOf(shown), besidePassed])).every(Boolean);
}

export interface Suite {
  readonly name: string;
  readonly command: CommandLine;
  /** Whether it, with all that it starts, runs only where the other lanes leave the processor idle. */
  readonly isIdle?: boolean;
}

/**
 * The suites of a lane run one after the other, the lanes at once. The first lane is watched; the output of a suite of
 * another is printed below its name when it ends. The first failure stops everything that runs, with all processes that it
 * has started in its group, and nothing else is started.
 * @returns the name of the suite that failed; undefined when all passed.
 */
export async function runLanes(lanes: readonly (readonly Suite[])[]): Promise<string | undefined> {
  const running = new Set<ChildProcess>();
  const stopAll = (): void => running.forEach(stopGroup);
  const failures: string[] = [];
  const runLane = async (suites: readonly Suite[], isWatched: boolean): Promise<void> => {
    for (const { name, command, isIdle } of suites) {
      if (failures.length > 0) return;
      if (isWatched) console.log(titleOf(name));
      const child = start(command, isWatched ? 'inherit' : 'pipe', true);
      if (isIdle && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
      running.add(child);
      const [passed, output] = await Promise.all([endOf(child), outputOf(child)]);
      running.delete(child);
      // What was stopped has nothing to say.
      if (failures.length > 0) return;
      if (!isWatched) process.stdout.write(`${titleOf(name)}\n${output}`);
      if (passed) continue;
      failures.push(name);
      stopAll();
    }
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, stopAll);
  await Promise.all(lanes.map((suites, lane) => runLane(suites, lane === 0)));
  for (const signal of signals) process.off(signal, stopAll);
  return failures[0];
}

function titleOf(name: string): string {
  return `\n=== ${name} ===`;
}

function stopGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch (error) {
    // It has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function start([command, ...args]: CommandLine, output: 'inherit' | 'pipe', detached = false): ChildProcess {
  return spawn(command, args, { stdio: ['ignore', output, output], detached });
}

async function endOf(child: ChildProcess): Promise<boolean> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

async function outputOf({ stdout, stderr }: ChildProcess): Promise<string> {
  const parts = [stdout, stderr].map(async (stream) => (stream === null ? '' : await text(stream)));
  return (await Promise.all(parts)).join('');
}
