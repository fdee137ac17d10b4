/** Child processes of the demo, each in a process group of its own, so that all of them end when the demo does. */
import { spawn } from 'node:child_process';

export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

export interface Processes {
  /** @returns the exit code; rejects when the program cannot be started. */
  run(request: ProcessRequest): Promise<number>;
  /** Ends what still runs, with everything that it started. */
  end(): Promise<void>;
}

export function createProcesses(): Processes {
  const running = new Map<number, Promise<unknown>>();
  let isEnding = false;
  return {
    run: (request) => {
      if (isEnding) return Promise.reject(new Error('the demo is ending'));
      const child = spawn(request.command, request.args, {
        cwd: request.cwd,
        env: request.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr]) forwardLines(stream, request.onLine);
      const done = new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code) => resolve(code ?? 1));
      }).finally(() => running.delete(child.pid ?? 0));
      if (child.pid !== undefined)
        running.set(
          child.pid,
          done.catch(() => undefined),
        );
      return done;
    },
    end: async () => {
      isEnding = true;
      for (const pid of running.keys()) signalGroup(pid, 'SIGTERM');
      const killer = setTimeout(() => {
        for (const pid of running.keys()) signalGroup(pid, 'SIGKILL');
      }, 3000);
      await Promise.all(running.values());
      clearTimeout(killer);
    },
  };
}

function forwardLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
