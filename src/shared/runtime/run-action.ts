/**
 * The one wrapper around every action: makes the step, runs `main`, and owns failure. Nothing else in the
 * repository decides the exit code.
 */
import * as core from '@actions/core';
import { readAddresses } from './addresses.ts';
import { readRunContext } from './context.ts';
import { createClock } from './clock.ts';
import {
  commandEnvironment,
  inputsFromEnvironment,
  processEnvironment,
  readVariable,
  type Environment,
} from './environment.ts';
import { describeFailure } from './failure.ts';
import { createInputReader } from './inputs.ts';
import { createLog } from './log.ts';
import { createOutputs } from './outputs.ts';
import { listenForCancellation } from './signals.ts';
import { hideTokens } from '../domain/kernel/redact.ts';
import type { ActionName } from '../domain/kernel/names.ts';
import type { Step, StepOutcome } from './step.ts';
import { createSummary } from './summary.ts';

export async function runAction(
  action: ActionName,
  main: (step: Step) => Promise<StepOutcome>,
): Promise<void> {
  const cancellation = listenForCancellation((message) => failAndExit(message, []));
  process.once('uncaughtException', (error) => exitAfter(error, action));
  process.once('unhandledRejection', (reason) => exitAfter(reason, action));
  try {
    const outcome = await main(createStep(action, processEnvironment(), cancellation.signal));
    if (outcome !== 'success') failStep(outcome.failure, []);
  } catch (error) {
    const failure = describeFailure(cancellation.signal.aborted ? cancellation.signal.reason : error, action);
    failStep(failure.message, failure.details);
  } finally {
    cancellation.stop();
  }
}

function createStep(action: ActionName, environment: Environment, signal: AbortSignal): Step {
  const log = createLog();
  return {
    action,
    context: readRunContext(environment),
    input: createInputReader(inputsFromEnvironment(environment, core.setSecret)),
    outputs: createOutputs(),
    summary: createSummary(readVariable(environment, 'GITHUB_STEP_SUMMARY'), log),
    log,
    clock: createClock(signal),
    ...readAddresses(environment),
    retentionDays: readRetentionDays(environment),
    commandEnvironment: commandEnvironment(environment),
    signal,
  };
}

/** The only place that fails a step. */
function failStep(message: string, details: readonly string[]): void {
  for (const detail of details) core.debug(hideTokens(detail));
  core.setFailed(hideTokens(message));
}

/** For errors that no awaited promise owns: a library's stray callback must not pass as success. */
function exitAfter(error: unknown, action: ActionName): never {
  const failure = describeFailure(error, action);
  return failAndExit(failure.message, failure.details);
}

/** The only place that ends the process. */
function failAndExit(message: string, details: readonly string[]): never {
  failStep(message, details);
  process.exit(1);
}

function readRetentionDays(environment: Environment): number | undefined {
  const days = Number(readVariable(environment, 'GITHUB_RETENTION_DAYS'));
  return Number.isInteger(days) && days > 0 ? days : undefined;
}
