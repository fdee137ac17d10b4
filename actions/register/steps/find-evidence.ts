/** Where the evidence of a pull request, or of a run, lies (docs/lifecycle.md#which-artifact-counts). Reads no byte of it. */
import {
  chooseArtifacts,
  type EvidenceArtifacts,
} from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import type { WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';

export interface FoundEvidence extends EvidenceArtifacts {
  readonly subject: Subject;
  readonly workflowRun: WorkflowRun;
  /** The commit that the run must have tested, or a merge of it. */
  readonly headSha: string;
  /** Whether the run is of another repository: its evidence can be commented on, and never registered. */
  readonly fork: boolean;
}

export async function findEvidence(step: RegisterStep, subject: Subject): Promise<FoundEvidence | undefined> {
  for (const workflowRun of await runsOf(step, subject)) {
    const artifacts = await step.ports.artifacts.ofRun(workflowRun.id);
    const chosen = chooseArtifacts(step.model.name, artifacts);
    if (chosen === undefined) continue;
    const fork = isFork(step, subject, workflowRun);
    return { ...chosen, subject, workflowRun, headSha: headOf(subject), fork };
  }
  return undefined;
}

/** Runs of the head commit and of the configured workflow file, newest first, whatever their conclusion: an overridden run is red. */
async function runsOf(step: RegisterStep, subject: Subject): Promise<readonly WorkflowRun[]> {
  if (subject.kind !== 'pull-request') return [subject.run];
  const { inputs, ports } = step;
  const path = inputs.workflow && `.github/workflows/${inputs.workflow}`;
  const runs = await ports.workflows.runsOfHead(subject.pull.head.sha);
  return runs.filter(({ workflowPath }) => path === undefined || workflowPath === path);
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
