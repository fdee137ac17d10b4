/** How a failed step speaks: "code: message", the hint, and what caused it. Pure. */
import { inspect } from 'node:util';
import { Cancelled } from '../domain/kernel/cancellation.ts';
import { ServiceError, StewardError } from '../domain/kernel/errors.ts';
import { renderError } from '../domain/text/error-text.ts';
import { describePermissions } from './permissions.ts';
import type { ActionName } from '../domain/kernel/names.ts';

export interface FailureReport {
  /** For the person who has to act. */
  readonly message: string;
  /** For the debug log: stacks and causes. */
  readonly details: readonly string[];
}

export function describeFailure(error: unknown, action: ActionName): FailureReport {
  if (error instanceof StewardError) {
    const message = isRefusedPermission(error)
      ? `${renderError(error)}\n${describePermissions(action)}`
      : renderError(error);
    return { message, details: causeChain(error) };
  }
  if (error instanceof Cancelled) return { message: error.message, details: [] };
  const [stack = inspect(error), ...causes] = causeChain(error);
  return {
    message: `DEFECT: this is a defect of Model Steward, please report it with the lines below\n${stack}`,
    details: causes,
  };
}

/** A token that is wrong altogether (401) lacks no permission. */
function isRefusedPermission(error: StewardError): boolean {
  return error instanceof ServiceError && error.code === 'PERMISSION_MISSING' && error.status === 403;
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
