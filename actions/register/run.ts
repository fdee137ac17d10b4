/** The story of register: which model, which evidence, and what becomes of it. */
import { ConflictError, DataError } from '../../src/shared/domain/kernel/errors.ts';
import { commentOutcome } from './steps/comment-outcome.ts';
import { findEvidence, type FoundEvidence } from './steps/find-evidence.ts';
import { nothingToRegister } from './steps/nothing.ts';
import type { Nothing, RegisterOutcome } from './outcome.ts';
import { promote, rollback } from './steps/promote.ts';
import { registerEvidence } from './steps/register-evidence.ts';
import type { RegisterStep } from './ports.ts';
import { resolve } from './steps/resolve.ts';
import { findSubjects } from './steps/subject.ts';
import { startRetraining, trainAgainCommand } from './steps/train-again.ts';

export async function runRegister(step: RegisterStep): Promise<RegisterOutcome> {
  const outcome = await perform(step);
  await commentOutcome(step, outcome);
  if (outcome.kind === 'nothing') notify(step, outcome);
  return outcome;
}

function notify({ ports }: RegisterStep, { reason, warning }: Nothing): void {
  ports.log.notice(reason);
  if (warning !== undefined) ports.log.warning(warning);
}

async function perform(step: RegisterStep): Promise<RegisterOutcome> {
  switch (step.inputs.operation) {
    case 'register':
      return await register(step);
    case 'promote':
      return await promote(step);
    case 'rollback':
      return await rollback(step);
    case 'resolve':
      return await resolve(step);
  }
}

/** Per model the last pull request that holds evidence counts (docs/lifecycle.md#which-pull-requests-count). */
async function register(step: RegisterStep): Promise<RegisterOutcome> {
  const subjects = await findSubjects(step);
  for (const subject of subjects.toReversed()) {
    const found = await findEvidence(step, subject);
    const outcome = found && (await registerFound(step, found));
    if (outcome !== undefined) return outcome;
  }
  return await nothingToRegister(step, subjects);
}

async function registerFound(step: RegisterStep, found: FoundEvidence): Promise<RegisterOutcome | undefined> {
  try {
    return await registerEvidence(step, found);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof DataError) return await refuse(step, found, error);
    throw error;
  }
}

/** The repository's state or the evidence says no: a result, with what happens next. */
async function refuse(
  step: RegisterStep,
  { subject, workflowRun }: FoundEvidence,
  error: ConflictError | DataError,
): Promise<RegisterOutcome> {
  const command = await trainAgainCommand(step, error, workflowRun.id);
  const followUp = await startRetraining(step, error);
  return { kind: 'refused', model: step.model.name, error, subject, command, followUp };
}
