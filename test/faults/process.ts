/** A step in a process of its own, which gets a signal when one of its writes arrives. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StepRequest } from '../ground/step.ts';

export interface Signal {
  readonly name: 'SIGKILL' | 'SIGTERM';
  /** Number of the write, from 0. */
  readonly write: number;
}

interface EndedProcess {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: string;
}

/** A write at which the process is killed is never served; at SIGTERM it is, as GitHub would. */
export async function runAndSignal(
  { box, job, action, inputs = {} }: StepRequest,
  { name, write }: Signal,
): Promise<EndedProcess> {
  const given = Object.entries({ token: job.token, ...inputs });
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start-action.ts'), action], {
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
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  let writes = 0;
  box.control({
    admit: (arrival) => {
      const isDue = arrival.isWrite && writes++ === write;
      if (isDue) child.kill(name);
      return isDue && name === 'SIGKILL' ? new Promise(() => undefined) : Promise.resolve(undefined);
    },
    served: () => undefined,
  });
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  box.control(undefined);
  return { exitCode, signal, printed };
}
