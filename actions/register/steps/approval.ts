/** Who approved a version, according to the API (docs/trust.md#approvals). */
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { PullRequest } from '../../../src/shared/domain/kernel/platform.ts';
import { approvers } from '../../../src/shared/domain/supply-chain/decide-admission.ts';
import type { FoundEvidence } from './find-evidence.ts';
import type { RegisterStep } from '../ports.ts';

/** The merge is the approval; reviews count when they are of the evaluated commit, by people with write permission. */
export async function readApproval(
  step: RegisterStep,
  found: FoundEvidence,
): Promise<ModelVersion['approval']> {
  const { subject, workflowRun, attempt } = found;
  const run = { runId: workflowRun.id, runAttempt: attempt };
  if (subject.kind !== 'pull-request') {
    if (subject.kind === 'manual') await requireWriter(step, 'run-id');
    return { kind: subject.kind, reviewers: [], ...run };
  }
  const { number, head, mergedBy } = subject.pull;
  return {
    kind: 'pull-request',
    pullRequest: number,
    headSha: head.sha,
    ...(mergedBy !== undefined && { mergedBy }),
    reviewers: await reviewersOf(step, subject.pull, found.pushers),
    ...run,
  };
}

/** @throws InputError unless the actor of this run has write permission. */
export async function requireWriter({ context, ports }: RegisterStep, input: string): Promise<void> {
  const permission = await ports.repositories.permission(context.actor);
  if (permission === 'admin' || permission === 'write') return;
  throw new InputError(
    'INPUT_INVALID',
    `input "${input}": expected an actor with write permission, got ${context.actor}, whose permission is ${permission}`,
    { hint: 'ask a person with write permission to start the workflow' },
  );
}

async function reviewersOf(
  { ports }: RegisterStep,
  pull: Pick<PullRequest, 'number' | 'author' | 'head'>,
  pushers: readonly string[],
): Promise<string[]> {
  const logins = approvers(await ports.pullRequests.reviews(pull.number), {
    head: pull.head.sha,
    authors: [pull.author, ...pushers],
  });
  const permissions = await Promise.all(logins.map((login) => ports.repositories.permission(login)));
  return logins.filter((_, index) => permissions[index] === 'admin' || permissions[index] === 'write');
}
