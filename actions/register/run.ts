/** The story of register: which model, which evidence, and the version, stage or refusal that follows from it. */
import { ConflictError, DataError } from '../../src/shared/domain/kernel/errors.ts';
import { isPush } from '../../src/shared/domain/kernel/trigger.ts';
import { findOtherRef, refuseOtherRef } from '../../src/shared/usecases/default-branch.ts';
import { isReading } from './inputs.ts';
import type { Nothing, RegisterOutcome } from './outcome.ts';
import type { RegisterStep } from './ports.ts';
import { commentOutcome } from './steps/comment-outcome.ts';
import { findEvidenceOfSubject, type FoundEvidence } from './steps/find-evidence.ts';
import { markVersion } from './steps/mark-version.ts';
import { nothingToRegister, otherBranchPushed } from './steps/nothing.ts';
import { promote, rollback } from './steps/promote.ts';
import { registerEvidence } from './steps/register-evidence.ts';
import { readHistory } from './steps/read-history.ts';
import { resolve } from './steps/resolve.ts';
import { search } from './steps/search.ts';
import { sayChanges } from './steps/say-changes.ts';
import { findSubjects } from './steps/subject.ts';
import { verify } from './steps/verify.ts';
import { startRetraining, trainAgainCommand } from './steps/train-again.ts';

/** @throws StewardError for what says nothing about the model: an invalid input, a service that failed. */
export async function runRegister(step: RegisterStep): Promise<RegisterOutcome> {
  const outcome = await perform(step);
  await commentOutcome(step, outcome);
  if (outcome.kind === 'nothing') logNothing(step, outcome);
  return outcome;
}

async function perform(step: RegisterStep): Promise<RegisterOutcome> {
  const { inputs, context } = step;
  const { operation } = inputs;
  const other = isReading(operation) ? undefined : await findOtherRef(step);
  if (other !== undefined) {
    const isOwnPush = operation === 'register' && isPush(context.eventName) && !isNamed(inputs);
    if (isOwnPush) return otherBranchPushed(step, other);
    throw refuseOtherRef(other, context, operation);
  }
  switch (operation) {
    case 'register':
      return await register(step);
    case 'promote':
      return await promote(step);
    case 'rollback':
      return await rollback(step);
    case 'resolve':
    case 'download':
      return await resolve(step);
    case 'verify':
      return await verify(step);
    case 'history':
      return await readHistory(step);
    case 'search':
      return await search(step);
    case 'archive':
    case 'deprecate':
    case 'restore':
      return await markVersion(step, operation);
  }
}

function isNamed({ pullRequest, runId }: RegisterStep['inputs']): boolean {
  return pullRequest !== undefined || runId !== undefined;
}

/** The last pull request with evidence of the model counts (docs/lifecycle.md#which-pull-requests-count). */
async function register(step: RegisterStep): Promise<RegisterOutcome> {
  const subjects = await findSubjects(step);
  for (const subject of subjects.toReversed()) {
    const found = await findEvidenceOfSubject(step, subject);
    const outcome = found && (await registerOrRefuse(step, found));
    if (outcome !== undefined) return outcome;
    await sayChanges(step, subject, { isTrained: found !== undefined });
  }
  return await nothingToRegister(step, subjects);
}

/** @returns undefined when the evidence says that the model is unaffected. */
async function registerOrRefuse(
  step: RegisterStep,
  found: FoundEvidence,
): Promise<RegisterOutcome | undefined> {
  try {
    return await registerEvidence(step, found);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof DataError) return await refuse(step, found, error);
    throw error;
  }
}

/** The state of the repository, or the evidence, does not allow a version: a result, with what happens next. */
async function refuse(
  step: RegisterStep,
  { subject, workflowRun }: FoundEvidence,
  error: ConflictError | DataError,
): Promise<RegisterOutcome> {
  const command = await trainAgainCommand(step, error, workflowRun.id);
  const followUp = await startRetraining(step, error);
  return { kind: 'refused', model: step.model.name, error, subject, command, followUp };
}

function logNothing({ ports }: RegisterStep, { reason, warning }: Nothing): void {
  ports.log.notice(reason);
  if (warning !== undefined) ports.log.warning(warning);
}
