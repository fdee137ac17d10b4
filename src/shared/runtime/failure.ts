/** How a failed step speaks: "code: message", the hint, and what caused it. Pure. */
import { inspect } from 'node:util';
import { Cancelled } from '../domain/kernel/cancellation.ts';
import { StewardError } from '../domain/kernel/errors.ts';
import { renderError } from '../domain/text/error-text.ts';

export interface FailureReport {
  /** For the person who has to act. */
  readonly message: string;
  /** For the debug log: stacks and causes. */
  readonly details: readonly string[];
}

export function describeFailure(error: unknown): FailureReport {
  if (error instanceof StewardError) {
    return { message: renderError(error), details: causeChain(error) };
  }
  if (error instanceof Cancelled) return { message: error.message, details: [] };
  const [stack = inspect(error), ...causes] = causeChain(error);
  return {
    message: `DEFECT: this is a defect of Model Steward, please report it with the lines below\n${stack}`,
    details: causes,
  };
}

/** Stack of the error and of everything that caused it, outermost first. */
function causeChain(error: unknown): readonly string[] {
  const chain: string[] = [];
  const seen = new Set<unknown>();
  let current: unknown = error;
  while (current !== undefined && current !== null && !seen.has(current)) {
    seen.add(current);
    chain.push(current instanceof Error ? (current.stack ?? current.message) : inspect(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return chain;
}
