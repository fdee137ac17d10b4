/** A step in a process of its own, which gets a signal when one of its writes arrives, or while a command of it runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { StepRequest } from '../ground/step.ts';
import { bundleProgram } from '../tools/program.ts';

export interface Signal {
  readonly name: 'SIGKILL' | 'SIGTERM';
  /** Number of the write, from 0; or a file of the workspace, into which a command that is at work writes its process id. */
  readonly at: number | string;
}

interface EndedProcess {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
}

/**
 * A write at which the process is killed is never served; at SIGTERM it is, as GitHub would. What a command of a killed
 * process left running ends with it, as the runner ends the processes of a job.
 */
export async function runAndSignal(
  { box, job, action, inputs = {} }: StepRequest,
  { name, at }: Signal,
): Promise<EndedProcess> {
  const given = Object.entries({ token: job.token, ...inputs });
  const child = spawn(
    process.execPath,
    [await bundleProgram(join(import.meta.dirname, 'start-action.ts')), action],
    {
      cwd: job.workspace,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        BOX_NOW_MS: String(box.clock.now().getTime()),
        ...job.environment,
        ...Object.fromEntries(given.map(([input, value]) => [`INPUT_${input.toUpperCase()}`, value])),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  let writes = 0;
  box.control({
    admit: (arrival) => {
      const isDue = arrival.isWrite && writes++ === at;
      if (isDue) child.kill(name);
      return isDue && name === 'SIGKILL' ? new Promise(() => undefined) : Promise.resolve(undefined);
    },
    served: () => undefined,
  });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  if (typeof at === 'string') {
    const command = await processIn(join(job.workspace, at), () => child.exitCode === null);
    child.kill(name);
    if (name === 'SIGKILL') process.kill(-command, name);
  }
  const [exitCode, signal] = await closed;
  box.control(undefined);
  return { exitCode, signal, printed };
}

/** @returns the process id that the file gets. @throws RangeError when the step has ended before. */
async function processIn(path: string, isRunning: () => boolean): Promise<number> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (/^\d+\n$/.test(text)) return Number(text);
    if (!isRunning()) throw new RangeError(`${path}: expected a process id, got none before the step ended`);
    await delay(20);
  }
}
