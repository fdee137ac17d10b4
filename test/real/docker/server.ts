/** A server of the suite: started, awaited until it says that it is up, ended by its handle. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Server {
  /** What `ready` found in the output. */
  readonly found: string;
  /** Asks it to end and waits until it has. */
  close(): Promise<void>;
}

export interface ServerRequest {
  readonly command: string;
  readonly args: readonly string[];
  /** Its first group becomes `found`. */
  readonly ready: RegExp;
}

/** @throws with everything that it printed when it ends before it is up. */
export async function startServer({ command, args, ready }: ServerRequest): Promise<Server> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const found = await waitFor(child, ready);
  return {
    found,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function waitFor(child: ChildProcess, ready: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = ready.exec(output);
      if (match !== null) resolve(match[1] ?? '');
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('close', () => {
      reject(new Error(`${child.spawnfile}: expected to be up, but it ended: ${output}`));
    });
  });
}
