/**
 * What one run of an action gets from the GitHub runner: who it is, what it was given, and where its
 * results go. Each `main.ts` receives a `Step`, wires the adapters with it, and returns how it ended.
 */
import type { ActionName } from '../domain/kernel/names.ts';
import type { RunContext } from '../domain/kernel/platform.ts';
import type { Clock, Log } from '../ports/runner.ts';
import type { InputReader } from '../domain/kernel/input-reader.ts';

/** A "no" that is a result and not an error: outputs and reports are written already, then the step fails. */
export type StepOutcome = 'success' | { readonly failure: string };

/** `main` of an action's `main.ts`; its inputs are read before it is loaded. */
export type Main<Inputs> = (step: Step, inputs: Inputs) => Promise<StepOutcome>;

/** @param failure why the step fails; undefined when it does not. */
export function endStep(failure: string | undefined): StepOutcome {
  return failure === undefined ? 'success' : { failure };
}

export interface Step {
  readonly action: ActionName;
  readonly context: RunContext;
  readonly input: InputReader;
  readonly outputs: Outputs;
  readonly summary: Summary;
  readonly log: Log;
  readonly clock: Clock;
  /** Root of the REST API, without a slash at the end: another one on GHES and ghe.com. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** Days that the repository keeps artifacts for; undefined where the runner does not say. */
  readonly retentionDays: number | undefined;
  /** What a command of the user's may see: the job's environment without the action's inputs and the runner's tokens. */
  readonly commandEnvironment: Readonly<Record<string, string>>;
  /** Aborted with a `Cancelled` when the runner cancels the job: end children, write what must be written, return. */
  readonly signal: AbortSignal;
}

export interface Outputs {
  /** Names come from the action's fixed list, never from data. */
  set(values: Readonly<Record<string, string | number | boolean>>): void;
}

export interface Summary {
  /** Appends Markdown to the job summary; what exceeds GitHub's limit is cut and said so. Never throws. */
  write(markdown: string): Promise<void>;
}
