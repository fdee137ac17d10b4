/**
 * Where the evidence of a pull request, or of a run, lies (docs/lifecycle.md#which-runs-count). The subject chooses the
 * runs, and the platform says what belongs to which attempt. Reads no byte of the evidence.
 */
import {
  chooseArtifacts,
  type EvidenceArtifacts,
} from '../../../src/shared/domain/supply-chain/choose-artifact.ts';
import {
  protectedModel,
  withEvidenceWorkflow,
  type Protection,
} from '../../../src/shared/domain/supply-chain/protection.ts';
import { checkEvidenceRun } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isPullRequest } from '../../../src/shared/domain/kernel/trigger.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import { readAttemptStarts } from '../../../src/shared/usecases/attempt-starts.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { readMergedProtection } from './protected-base.ts';
import { findWorkflowOrigin, type WorkflowOrigin } from './protected-workflow.ts';

export interface FoundEvidence extends EvidenceArtifacts {
  readonly subject: Subject;
  readonly workflowRun: WorkflowRun;
  /** The commit that the run must have tested, or a merge of it. */
  readonly headSha: string;
  /** Whether the run is of another repository: its evidence can be commented on, and never registered. */
  readonly fork: boolean;
  /** What the pull request changes about its own evaluation; undefined for a run without one. */
  readonly protection: Protection | undefined;
  /** Of the pull request; undefined for a run without one. */
  readonly author: string | undefined;
}

export async function findEvidenceOfSubject(
  step: RegisterStep,
  subject: Subject,
): Promise<FoundEvidence | undefined> {
  const { ports } = step;
  const { runs, protection, author } = await runsOf(step, subject);
  for (const workflowRun of runs) {
    const artifacts = await ports.artifacts.ofRun(workflowRun.id);
    if (artifacts.length === 0) continue;
    const attempts = await readAttemptStarts(ports.workflows, workflowRun);
    const chosen = chooseArtifacts(step.model.name, artifacts, attempts);
    if (chosen === undefined) continue;
    const origin = await originOf(step, { subject, workflowRun, protection });
    if (origin === 'foreign') continue;
    const fork = isFork(step, subject, workflowRun);
    const own = protection && withEvidenceWorkflow(protection, workflowRun.workflowPath);
    return {
      ...{ ...chosen, subject, workflowRun, headSha: headOf(subject), fork, author },
      protection: origin === 'first' ? own && withoutWorkflows(own) : own,
    };
  }
  return undefined;
}

type FoundRuns = Pick<FoundEvidence, 'protection' | 'author'> & { readonly runs: readonly WorkflowRun[] };

/** Newest first, whatever their conclusion: an overridden run is red. */
async function runsOf(step: RegisterStep, subject: Subject): Promise<FoundRuns> {
  if (subject.kind !== 'pull-request') {
    const pull = await pullOfRun(step, subject);
    const protection = pull && (await readMergedProtection(step, pull));
    return { runs: [subject.run], protection, author: pull?.author };
  }
  const { author } = subject.pull;
  const runs = await step.ports.workflows.runsOfHead(subject.pull.head.sha);
  if (runs.length === 0) return { runs, protection: undefined, author };
  const protection = await readMergedProtection(step, subject.pull);
  return { runs: eligibleRuns(step, subject.pull, { runs, protection }), protection, author };
}

/** A run that a person names may be that of a pull request: then the base of its merge decides here too. */
async function pullOfRun(
  { ports }: RegisterStep,
  { kind, run }: Exclude<Subject, { readonly kind: 'pull-request' }>,
): Promise<PullRequest | undefined> {
  if (kind !== 'manual' || !isPullRequest(run.event)) return undefined;
  const pulls = await ports.pullRequests.ofCommit(run.headSha);
  return pulls.find(({ head }) => head.sha === run.headSha);
}

function eligibleRuns(
  { inputs, model, ports }: RegisterStep,
  { number }: PullRequest,
  { runs, protection }: Pick<FoundRuns, 'runs' | 'protection'>,
): readonly WorkflowRun[] {
  const { evidence } = protectedModel(model, protection).config;
  const workflowFile = inputs.workflow ?? evidence?.workflow;
  return runs.filter((run) => {
    const ineligible = checkEvidenceRun(run, workflowFile);
    if (ineligible?.code === 'event')
      ports.log.info(
        `Run ${run.id} of ${run.workflowPath} was started by ${run.event}: it is no evidence of #${number}.`,
      );
    return ineligible === undefined;
  });
}

/** Where the workflow of the run comes from; that of a run without a pull request is on its branch. */
async function originOf(
  step: RegisterStep,
  { subject, workflowRun, protection }: Pick<FoundEvidence, 'subject' | 'workflowRun' | 'protection'>,
): Promise<WorkflowOrigin> {
  if (subject.kind !== 'pull-request' || protection === undefined) return 'base';
  return await findWorkflowOrigin(step, { pull: subject.pull, base: protection.commit, run: workflowRun });
}

/** The base had no workflow of these actions, so that the pull request had to bring one. */
function withoutWorkflows(protection: Protection): Protection {
  return { ...protection, files: protection.files.filter(({ kind }) => kind !== 'workflow') };
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
