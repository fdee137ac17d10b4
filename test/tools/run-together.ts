/** Two commands at once: one that is watched, and one beside it whose output is printed when it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
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

function start([command, ...args]: CommandLine, output: 'inherit' | 'pipe'): ChildProcess {
  return spawn(command, args, { stdio: ['ignore', output, output] });
}

async function endOf(child: ChildProcess): Promise<boolean> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

async function outputOf({ stdout, stderr }: ChildProcess): Promise<string> {
  const parts = [stdout, stderr].map(async (stream) => (stream === null ? '' : await text(stream)));
  return (await Promise.all(parts)).join('');
}
