/**
 * Where the evidence of a pull request, or of a run, lies (docs/lifecycle.md#which-runs-count). The subject chooses the
 * runs, and the platform says what belongs to which attempt. Reads no byte of the evidence.
 */
import {
  chooseArtifacts,
  type EvidenceArtifacts,
} from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import { checkEvidenceRun } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import { readAttemptStarts } from '../../../src/shared/usecases/attempt-starts.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { isProtectedWorkflow } from './protected-workflow.ts';

export interface FoundEvidence extends EvidenceArtifacts {
  readonly subject: Subject;
  readonly workflowRun: WorkflowRun;
  /** The commit that the run must have tested, or a merge of it. */
  readonly headSha: string;
  /** Whether the run is of another repository: its evidence can be commented on, and never registered. */
  readonly fork: boolean;
}

export async function findEvidence(step: RegisterStep, subject: Subject): Promise<FoundEvidence | undefined> {
  const { ports } = step;
  for (const workflowRun of await runsOf(step, subject)) {
    const artifacts = await ports.artifacts.ofRun(workflowRun.id);
    if (artifacts.length === 0) continue;
    const attempts = await readAttemptStarts(ports.workflows, workflowRun);
    const chosen = chooseArtifacts(step.model.name, artifacts, attempts);
    if (chosen === undefined) continue;
    if (subject.kind === 'pull-request' && !(await isProtectedWorkflow(step, subject.pull, workflowRun)))
      continue;
    const fork = isFork(step, subject, workflowRun);
    return { ...chosen, subject, workflowRun, headSha: headOf(subject), fork };
  }
  return undefined;
}

/** Newest first, whatever their conclusion: an overridden run is red. */
async function runsOf(step: RegisterStep, subject: Subject): Promise<readonly WorkflowRun[]> {
  return subject.kind === 'pull-request' ? await runsOfPullRequest(step, subject.pull) : [subject.run];
}

async function runsOfPullRequest(
  { inputs, model, ports }: RegisterStep,
  { head, number }: PullRequest,
): Promise<readonly WorkflowRun[]> {
  const workflowFile = inputs.workflow ?? model.config.evidence?.workflow;
  const runs = await ports.workflows.runsOfHead(head.sha);
  return runs.filter((run) => {
    const ineligible = checkEvidenceRun(run, workflowFile);
    if (ineligible?.code === 'event')
      ports.log.info(
        `Run ${run.id} of ${run.workflowPath} was started by ${run.event}: it is no evidence of #${number}.`,
      );
    return ineligible === undefined;
  });
}

function headOf(subject: Subject): string {
  return subject.kind === 'pull-request' ? subject.pull.head.sha : subject.run.headSha;
}

function isFork(step: RegisterStep, subject: Subject, run: WorkflowRun): boolean {
  const heads = [
    run.headRepository,
    ...(subject.kind === 'pull-request' ? [subject.pull.head.repository] : []),
  ];
  return !heads.every((name) => isOwnRepository(step.context, name));
}
