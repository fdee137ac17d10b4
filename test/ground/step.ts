/** Runs an action in this process as a step of a job in the box: the real wiring, the box's clock. */
import { actions } from '../../actions/start.ts';
import type { ActionName } from '../../src/shared/domain/kernel/names.ts';
import type { Step } from '../../src/shared/runtime/step.ts';
import { readRunContext } from '../../src/shared/runtime/context.ts';
import { commandEnvironment, inputsFromEnvironment } from '../../src/shared/runtime/environment.ts';
import { describeFailure } from '../../src/shared/runtime/failure.ts';
import { createInputReader } from '../../src/shared/runtime/inputs.ts';
import type { Clock } from '../../src/shared/ports/runner.ts';
import type { Box } from '../github-box/box.ts';
import type { StartedJob } from '../github-box/human/runs.ts';
import { clockOf, recordInto } from './box-ports.ts';

export interface EndedStep {
  /** Message of a step that failed; undefined for one that succeeded. */
  readonly failure: string | undefined;
  /** What a step of this process threw, where it failed by an error: its code and hint say more than the message. */
  readonly error?: Error;
  readonly outputs: Readonly<Record<string, string | number | boolean>>;
  readonly summary: string;
  /** What its commands printed; nothing of a step that ran beside others. */
  readonly printed: string;
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
}

export interface StepRequest {
  readonly box: Box;
  readonly job: StartedJob;
  readonly action: ActionName;
  readonly inputs?: Readonly<Record<string, string>>;
  /** For steps that run beside others in this process: without the artifact service, whose address is in its environment. */
  readonly beside?: boolean;
  /** The box's time, in which no step waits, by default. */
  readonly clock?: Clock;
  /** Aborted when the runner cancels the job. */
  readonly signal?: AbortSignal;
}

/** How a step ended, for tests of its errors: what it threw is thrown again. */
export async function runStepOrThrow(request: StepRequest): Promise<EndedStep> {
  const ended = await runStep(request);
  if (ended.error !== undefined) throw ended.error;
  return ended;
}

export async function runStep({
  box,
  job,
  action,
  inputs = {},
  beside = false,
  clock = clockOf(box),
  signal = new AbortController().signal,
}: StepRequest): Promise<EndedStep> {
  const outputs: Record<string, string | number | boolean> = {};
  const warnings: string[] = [];
  const notices: string[] = [];
  let summary = '';
  const given = Object.entries({ token: job.token, ...inputs }).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, ...job.environment };
  const step: Step = {
    action,
    context: readRunContext(environment),
    input: createInputReader(inputsFromEnvironment(Object.fromEntries(given), () => undefined)),
    outputs: { set: (values) => void Object.assign(outputs, values) },
    summary: {
      write: async (markdown) => {
        summary += markdown;
      },
    },
    log: recordInto({ notices, warnings }),
    clock,
    apiUrl: box.apiUrl,
    graphqlUrl: box.graphqlUrl,
    retentionDays: 90,
    commandEnvironment: commandEnvironment(environment),
    signal,
  };
  let printed = '';
  const listen = (text: string): void => void (printed += text);
  const end = beside
    ? await outcomeOf(step)
    : await withEnvironment(job.environment, () => outcomeOf(step), listen);
  return { ...end, outputs, summary, printed, warnings, notices };
}

async function outcomeOf(step: Step): Promise<Pick<EndedStep, 'failure' | 'error'>> {
  try {
    const outcome = await actions[step.action](step);
    return { failure: outcome === 'success' ? undefined : outcome.failure };
  } catch (error) {
    return { failure: describeFailure(error, step.action).message, ...(error instanceof Error && { error }) };
  }
}

/** The artifact client reads the runner's variables from the process, and reports to the runner on its output. */
export async function withEnvironment<T>(
  environment: StartedJob['environment'],
  work: () => Promise<T>,
  listen: (printed: string) => void = () => undefined,
): Promise<T> {
  const before = { ...process.env };
  // oxlint-disable-next-line typescript/unbound-method -- it is put back where it was
  const { write } = process.stdout;
  Object.assign(process.env, environment);
  process.stdout.write = (chunk: string | Uint8Array) => {
    listen(Buffer.from(chunk).toString());
    return true;
  };
  try {
    return await work();
  } finally {
    process.stdout.write = write;
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
  }
}
