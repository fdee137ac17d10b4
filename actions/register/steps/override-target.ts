/**
 * Which evaluation an override is of: the one that was there when a person started this run (docs/trust.md#approvals). A
 * run that is started again has the inputs and the actor of its first attempt, whoever starts it and whatever was evaluated since.
 */
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { parseInstant } from '../../../src/shared/domain/kernel/time.ts';
import type { RegisterStep } from '../ports.ts';
import type { ConfirmedEvaluation } from './confirm-evaluation.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';

/** @throws InputError for an override that names no pull request, or that is older than what it would count for. */
export async function requireOverrideTarget(
  step: RegisterStep,
  evidence: EvaluatedEvidence,
  confirmed: Pick<ConfirmedEvaluation, 'reevaluation' | 'champion'>,
): Promise<void> {
  const { inputs, context, ports } = step;
  const { subject } = evidence;
  if (subject.kind === 'pull-request' && inputs.pullRequest === undefined)
    throw refuse(
      `\`pull-request: ${subject.pull.number}\` beside it, got an override that names no pull request, and would count for each one that is merged`,
      'remove it from the step that runs after each push, and start the workflow by hand with both',
    );
  const { createdAt } = await ports.workflows.run(context.runId);
  const newest = [evidence.evidence, ...evidence.evaluations].find(
    // Times are whole seconds: at the same time may be after.
    (artifact) => parseInstant(artifact.createdAt) >= parseInstant(createdAt),
  );
  if (newest !== undefined)
    throw refuse(
      `one of an evaluation that was there when it was given, at ${createdAt}, got the artifact ${newest.name}, which was made after that, at ${newest.createdAt}`,
      START_AGAIN,
    );
  if (context.runAttempt > 1 && confirmed.reevaluation !== undefined)
    throw refuse(
      `one of the evaluation that was shown, got another one: this is attempt ${context.runAttempt}, and the model is compared with another version or by another configuration now, with ${confirmed.champion?.tag ?? 'no version'}`,
      START_AGAIN,
    );
}

const START_AGAIN =
  'read the evaluation of now, and start the workflow with the override, rather than running this run again';

function refuse(problem: string, hint: string): InputError {
  return new InputError('INPUT_INVALID', `input "override": expected ${problem}`, { hint });
}
