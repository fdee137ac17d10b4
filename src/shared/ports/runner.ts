/** What the runner gives a step: its log, its clock, and commands of the user. */

export interface Log {
  info(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
  debug(message: string): void;
  /** Folds what `work` prints under `title`. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
}

export interface Clock {
  now(): Date;
  /** Milliseconds that only grow: for durations. */
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

export interface CommandRequest {
  readonly command: string;
  /** Absolute folder. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /**
   * For clean-up only: the command runs even when the job is cancelled, for at most so long after the cancellation.
   * Without it a cancellation ends the command.
   */
  readonly cancelledTimeoutMs?: number;
  /** Whether the memory of its processes is measured. */
  readonly measuresMemory?: boolean;
  readonly title: string;
}

export interface CommandOutcome {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** Until the command itself ended. */
  readonly durationMs: number;
  /** The most that its processes had in memory at once; undefined unless it was measured, on a machine that says it. */
  readonly peakMemoryBytes?: number | undefined;
  readonly timedOut: boolean;
  /** The end of what it printed: a few lines, shortened, without values of variables that look like secrets. */
  readonly lastLines: readonly string[];
}

export interface Commands {
  /** `bash -eo pipefail -c`, standard input closed, output streamed and fenced; the process group has ended on return. */
  run(request: CommandRequest): Promise<CommandOutcome>;
}
