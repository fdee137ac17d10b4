/** The story of register: which model, which evidence, and what becomes of it. */
import { loadConfig } from '../../src/shared/usecases/load-config.ts';
import { selectModel } from '../../src/shared/domain/config/select-model.ts';
import { ConflictError, DataError } from '../../src/shared/domain/kernel/errors.ts';
import type { RunContext } from '../../src/shared/domain/kernel/platform.ts';
import { announce } from './steps/comment-refusal.ts';
import { findEvidence, type FoundEvidence } from './steps/find-evidence.ts';
import type { RegisterInputs } from './inputs.ts';
import { nothingToRegister } from './steps/nothing.ts';
import type { RegisterOutcome } from './outcome.ts';
import { promote, rollback } from './steps/promote.ts';
import { registerEvidence } from './steps/register-evidence.ts';
import type { RegisterPorts, Registration } from './context.ts';
import { resolve } from './steps/resolve.ts';
import { findSubjects } from './steps/subject.ts';
import { startRetraining, trainAgainCommand } from './steps/train-again.ts';

export async function run(
  inputs: RegisterInputs,
  context: RunContext,
  ports: RegisterPorts,
): Promise<RegisterOutcome> {
  const config = await loadConfig(ports.workspace, inputs.configPath);
  const model = selectModel(config, inputs.model, context.repository.name);
  const registration: Registration = { inputs, model, context, ports };
  const outcome = await perform(registration);
  await announce(registration, outcome);
  return outcome;
}

async function perform(registration: Registration): Promise<RegisterOutcome> {
  switch (registration.inputs.operation) {
    case 'register':
      return await register(registration);
    case 'promote':
      return await promote(registration);
    case 'rollback':
      return await rollback(registration);
    case 'resolve':
      return await resolve(registration);
  }
}

/** Per model the last pull request that holds evidence counts (docs/lifecycle.md#which-pull-requests-count). */
async function register(registration: Registration): Promise<RegisterOutcome> {
  const subjects = await findSubjects(registration);
  for (const subject of subjects.toReversed()) {
    const found = await findEvidence(registration, subject);
    const outcome = found && (await registerFound(registration, found));
    if (outcome !== undefined) return outcome;
  }
  return await nothingToRegister(registration, subjects);
}

async function registerFound(
  registration: Registration,
  found: FoundEvidence,
): Promise<RegisterOutcome | undefined> {
  try {
    return await registerEvidence(registration, found);
  } catch (error) {
    if (error instanceof ConflictError || error instanceof DataError)
      return await refuse(registration, found, error);
    throw error;
  }
}

/** The repository's state or the evidence says no: a result, with what happens next. */
async function refuse(
  registration: Registration,
  { subject, workflowRun }: FoundEvidence,
  error: ConflictError | DataError,
): Promise<RegisterOutcome> {
  const command = await trainAgainCommand(registration, error, workflowRun.id);
  const followUp = await startRetraining(registration, error);
  return { kind: 'refused', model: registration.model.name, error, subject, command, followUp };
}
