/** Who approved a version, according to the API (docs/trust.md#approvals). */
import { hasWriteAccess, type AccessLevel } from '../../../src/shared/domain/kernel/platform.ts';
import type { ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { startersOf, type Approvals } from '../../../src/shared/domain/supply-chain/approvals.ts';
import { readApprovals } from '../../../src/shared/usecases/read-approvals.ts';
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
  const { counted, uncounted } = await readApprovals(step.ports, subject.pull, () =>
    Promise.resolve(found.headRuns),
  );
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

/** @throws InputError unless who started this run has write permission, and who had it run again too. */
export async function requireWriter({ context, ports }: RegisterStep, input: string): Promise<void> {
  for (const login of startersOf(context)) requireWrite(input, login, await ports.people.permission(login));
}

function requireWrite(input: string, login: string, permission: AccessLevel): void {
  if (hasWriteAccess(permission)) return;
  throw new InputError(
    'INPUT_INVALID',
    `input "${input}": expected an actor with write permission, got ${login}, whose permission is ${permission}`,
    { hint: 'ask a person with write permission to start the workflow' },
  );
}
