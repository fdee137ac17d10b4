/** Who approved a version, according to the API (docs/trust.md#approvals). */
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { PullRequest } from '../../../src/shared/domain/kernel/platform.ts';
import { sortApprovals, type Approvals } from '../../../src/shared/domain/supply-chain/approvals.ts';
import type { FoundEvidence } from './find-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface ReadApproval {
  readonly approval: ModelVersion['approval'];
  readonly uncounted: Approvals['uncounted'];
}

/** The merge is the approval; reviews count when they are of the evaluated commit, by people with write permission. */
export async function readApproval(step: RegisterStep, found: FoundEvidence): Promise<ReadApproval> {
  const { subject, workflowRun, attempt } = found;
  const run = { runId: workflowRun.id, runAttempt: attempt };
  if (subject.kind !== 'pull-request') {
    if (subject.kind === 'manual') await requireWriter(step, 'run-id');
    return { approval: { kind: subject.kind, reviewers: [], ...run }, uncounted: [] };
  }
  const { number, head, mergedBy } = subject.pull;
  const { counted, uncounted } = await approvalsOf(step, subject.pull, found.pushers);
  return {
    approval: {
      kind: 'pull-request',
      pullRequest: number,
      headSha: head.sha,
      ...(mergedBy !== undefined && { mergedBy }),
      reviewers: [...counted],
      ...run,
    },
    uncounted,
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

async function approvalsOf(
  { ports }: RegisterStep,
  pull: Pick<PullRequest, 'number' | 'author' | 'head'>,
  pushers: FoundEvidence['pushers'],
): Promise<Approvals> {
  const { counted, uncounted } = sortApprovals(await ports.pullRequests.reviews(pull.number), {
    head: pull.head.sha,
    author: pull.author,
    pushers,
  });
  const permissions = await Promise.all(counted.map((login) => ports.repositories.permission(login)));
  const isWriter = (_: string, index: number): boolean =>
    ['admin', 'write'].includes(permissions[index] ?? '');
  const readers = counted.filter((login, index) => !isWriter(login, index));
  return {
    counted: counted.filter(isWriter),
    uncounted: [
      ...readers.map((login) => ({ login, reason: 'permission', commit: pull.head.sha }) as const),
      ...uncounted,
    ],
  };
}
