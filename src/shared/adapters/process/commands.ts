/**
 * The port `Commands`: runs what the user wrote, with `bash -eo pipefail -c`, in a process group of its own.
 * Values reach it through the environment only, never through the text of the command. What it prints is
 * passed on line by line, where the runner takes none of it for a command.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Cancelled } from '../../domain/kernel/cancellation.ts';
import { DataError } from '../../domain/kernel/errors.ts';
import { ENVIRONMENT_PREFIX } from '../../domain/kernel/names.ts';
import type { CommandOutcome, CommandRequest, Commands, Log } from '../../ports/runner.ts';
import { fenceOutput, type FencedOutput } from './fenced-output.ts';
import { endMarked } from './left-processes.ts';
import { LineSplitter } from './line-splitter.ts';
import { OutputTail } from './output-tail.ts';
import { prepareMeter } from './peak-memory.ts';
import { endGroup, signalGroup } from './process-group.ts';

export interface CommandsOptions {
  readonly log: Log;
  /** What every command sees; a request's own variables come on top. */
  readonly environment: Readonly<Record<string, string>>;
  /** Aborted with `Cancelled` when the job is cancelled. */
  readonly signal: AbortSignal;
  /** After so much silence a line says that the command still runs: some log viewers and proxies hang up. */
  readonly heartbeatMs?: number;
  /** How long a command may take to end on its own after SIGINT or SIGTERM. */
  readonly graceMs?: number;
  /** Whether processes are ended too that have left the group of the command, as far as they can be found. */
  readonly endsLeftProcesses?: boolean;
}

const HEARTBEAT_MS = 60_000;
/** Below the 7 s in which a cancelled step has to be done. */
export const COMMAND_GRACE_MS = 3000;
/** For clean-up that was out of time already. */
const CLEAN_UP_GRACE_MS = 500;
/** By which processes of one command are found. */
const MARK_NAME = `${ENVIRONMENT_PREFIX}COMMAND`;
/** A process that has left the group may hold the pipes open permanently. */
const DRAIN_MS = 1000;

export function createCommands(options: CommandsOptions): Commands {
  return { run: (request) => options.log.group(request.title, () => run(request, options)) };
}

async function run(request: CommandRequest, options: CommandsOptions): Promise<CommandOutcome> {
  const refuseCancelled = (): void => {
    if (request.cancelledTimeoutMs === undefined) options.signal.throwIfAborted();
  };
  refuseCancelled();
  options.log.info(request.command);
  const startMeter = request.measuresMemory === true ? await prepareMeter() : undefined;
  const startedMs = performance.now();
  const mark = `${MARK_NAME}=${randomUUID()}`;
  const child = spawn('bash', ['-eo', 'pipefail', '-c', request.command], {
    cwd: request.cwd,
    env: { ...options.environment, ...request.environment, [MARK_NAME]: mark.slice(MARK_NAME.length + 1) },
    // No standard input: a command that reads it gets the end at once, and does not wait.
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = fenceOutput();
  const exited = once(child, 'exit');
  const closed = once(child, 'close');
  // Both are awaited below, but an early rejection of one would count as unhandled while the other is awaited.
  closed.catch(() => undefined);
  const watcher = watchChild({ child, output, request, options });
  const memory = startMeter?.(child.pid);
  try {
    const [exitCode, signal] = (await exited) as [number | null, NodeJS.Signals | null];
    const durationMs = performance.now() - startedMs;
    const peakMemoryBytes = await memory?.stop();
    await endGroup(child.pid, watcher.askedToEnd() ? (options.graceMs ?? COMMAND_GRACE_MS) : 0);
    if (options.endsLeftProcesses === true) await endLeft(mark, request, options.log);
    await Promise.race([closed, delay(DRAIN_MS, undefined, { ref: false })]);
    refuseCancelled();
    return {
      exitCode: exitCode ?? undefined,
      signal: signal ?? undefined,
      durationMs,
      ...(peakMemoryBytes !== undefined && { peakMemoryBytes }),
      timedOut: watcher.timedOut(),
      lastLines: watcher.lastLines(),
    };
  } catch (cause) {
    refuseCancelled();
    throw new DataError('COMMAND_FAILED', `${request.title}: expected bash to start, got ${String(cause)}`, {
      cause,
      hint: `commands are run by bash in ${request.cwd}: both have to exist`,
    });
  } finally {
    watcher.stop();
    await memory?.stop();
    output.end();
  }
}

/** What works on after its command could write to what was recorded, or to what is scored next. */
async function endLeft(mark: string, { title }: CommandRequest, log: Log): Promise<void> {
  const count = await endMarked(mark);
  if (count > 0)
    log.warning(`${title}: what the command left running in the background was ended (processes: ${count}).`);
}

interface ChildWatcher {
  askedToEnd(): boolean;
  timedOut(): boolean;
  lastLines(): readonly string[];
  stop(): void;
}

interface Watched {
  readonly child: ChildProcess;
  readonly output: FencedOutput;
  readonly request: CommandRequest;
  readonly options: CommandsOptions;
}

/** Passes output on, and ends the group on a cancellation, at the time limit, and when this process exits. */
function watchChild(watched: Watched): ChildWatcher {
  const { child, request, options } = watched;
  const ending = planEnd(watched);
  const passing = passOn(watched);
  const onProcessExit = (): void => signalGroup(child.pid, 'SIGKILL');
  if (Number.isFinite(request.timeoutMs)) ending.atTimeLimit(request.timeoutMs);
  if (options.signal.aborted) ending.onAbort();
  else options.signal.addEventListener('abort', ending.onAbort, { once: true });
  process.once('exit', onProcessExit);
  return {
    askedToEnd: ending.askedToEnd,
    timedOut: ending.timedOut,
    lastLines: passing.lastLines,
    stop: () => {
      ending.stop();
      passing.stop();
      options.signal.removeEventListener('abort', ending.onAbort);
      process.off('exit', onProcessExit);
    },
  };
}

interface PlannedEnd extends Pick<ChildWatcher, 'askedToEnd' | 'timedOut' | 'stop'> {
  readonly onAbort: () => void;
  atTimeLimit(afterMs: number): void;
}

/** First a signal that a command can answer, then SIGKILL; what cleans up after a cancellation has a time of its own. */
function planEnd({ child, request, options }: Watched): PlannedEnd {
  const { graceMs = COMMAND_GRACE_MS, signal } = options;
  let timedOut = false;
  let askedToEnd = false;
  const timers = new Set<NodeJS.Timeout>();
  const askToEnd = (name: NodeJS.Signals, killAfterMs: number): void => {
    askedToEnd = true;
    signalGroup(child.pid, name);
    timers.add(setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs));
  };
  const onTimeout = (killAfterMs: number): void => {
    timedOut = true;
    askToEnd('SIGTERM', killAfterMs);
  };
  return {
    askedToEnd: () => askedToEnd,
    timedOut: () => timedOut,
    atTimeLimit: (afterMs) => void timers.add(setTimeout(() => onTimeout(graceMs), afterMs)),
    onAbort: () => {
      const { cancelledTimeoutMs } = request;
      if (cancelledTimeoutMs === undefined)
        askToEnd(signal.reason instanceof Cancelled ? signal.reason.signal : 'SIGTERM', graceMs);
      else timers.add(setTimeout(() => onTimeout(Math.min(graceMs, CLEAN_UP_GRACE_MS)), cancelledTimeoutMs));
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Whole lines of both streams go to the log, and their end is kept; silence gets a line of our own. */
function passOn({ child, output, request, options }: Watched): Pick<ChildWatcher, 'lastLines' | 'stop'> {
  const tail = new OutputTail({ ...options.environment, ...request.environment });
  const heartbeat = startHeartbeat(request.title, options.heartbeatMs ?? HEARTBEAT_MS, output);
  for (const stream of [child.stdout, child.stderr]) {
    const lines = new LineSplitter((whole) => {
      heartbeat.refresh();
      output.write(whole);
      tail.push(whole);
    });
    stream?.on('data', (chunk: Buffer) => lines.push(chunk));
    stream?.on('end', () => lines.end());
  }
  return {
    lastLines: () => tail.lines(),
    stop: () => {
      clearTimeout(heartbeat);
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
}

function startHeartbeat(title: string, everyMs: number, output: FencedOutput): NodeJS.Timeout {
  const minutes = Math.round(everyMs / 6000) / 10;
  return setInterval(() => {
    output.write(Buffer.from(`(${title}: still running, no output for ${minutes} min)\n`));
  }, everyMs);
}
