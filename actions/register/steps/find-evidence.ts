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
import {
  checkEvidenceRun,
  findUnclearBase,
  type UnclearBase,
} from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isPerson, startersOf } from '../../../src/shared/domain/supply-chain/approvals.ts';
import { isPullRequest } from '../../../src/shared/domain/kernel/trigger.ts';
import { isOwnRepository } from '../../../src/shared/domain/kernel/origin.ts';
import { readAttemptStarts } from '../../../src/shared/usecases/attempt-starts.ts';
import { branchName } from '../../../src/shared/usecases/default-branch.ts';
import type { Subject } from '../outcome.ts';
import type { RegisterStep } from '../ports.ts';
import { readBranchState, readMergedProtection } from './protected-base.ts';
import { requireSameKeys } from './require-same-keys.ts';
import { findWorkflowOrigin, type WorkflowOrigin } from './protected-workflow.ts';
import { readOtherRefs } from './read-other-refs.ts';
import { isOfDefaultBranch } from './subject.ts';

export interface FoundEvidence extends EvidenceArtifacts {
  readonly subject: Subject;
  readonly workflowRun: WorkflowRun;
  /** The commit that the run must have tested, or a merge of it. */
  readonly headSha: string;
  /** Whether the run is of another repository: its evidence can be commented on, and never registered. */
  readonly fork: boolean;
  /** What the pull request changes about its own evaluation; undefined for a run without one. */
  readonly protection: Protection | undefined;
  /** Of the pull request, or who started a run of what was never merged; undefined for a run of merged code. */
  readonly author: string | undefined;
  /** The pull request of the evidence, also of a run that a person names; undefined for a run without one. */
  readonly proposal: PullRequest | undefined;
  /** Runs of its last commit. */
  readonly headRuns: readonly WorkflowRun[];
  /** Why it may have been made for another branch. */
  readonly unclearBase: UnclearBase | undefined;
  /** What its workflow took of this repository from a branch or a tag that can be moved. */
  readonly otherRefs: readonly string[];
  /** Files that the default branch changed since, for a run of an older commit of it. */
  readonly changedSince: readonly string[];
}

export async function findEvidenceOfSubject(
  step: RegisterStep,
  subject: Subject,
): Promise<FoundEvidence | undefined> {
  const { ports } = step;
  const { runs, changedSince = [], ...whose } = await runsOf(step, subject);
  const { protection } = whose;
  for (const { workflowRun, unclearBase } of runs) {
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
      ...{ ...chosen, subject, workflowRun, headSha: headOf(subject), fork },
      ...{ ...whose, unclearBase, changedSince },
      otherRefs: await readOtherRefs(step, workflowRun, whose.proposal),
      protection: origin === 'first' ? own && withoutWorkflows(own) : own,
    };
  }
  return undefined;
}

type CandidateRun = Pick<FoundEvidence, 'workflowRun' | 'unclearBase'>;
type FoundRuns = Pick<FoundEvidence, 'protection' | 'author' | 'proposal' | 'headRuns'> & {
  readonly runs: readonly CandidateRun[];
  readonly changedSince?: readonly string[];
};

/** Newest first, whatever their conclusion: an overridden run is red. Those last that may be of another pull request. */
async function runsOf(step: RegisterStep, subject: Subject): Promise<FoundRuns> {
  if (subject.kind !== 'pull-request') {
    return await ownRuns(step, subject);
  }
  const { pull } = subject;
  const whose = { author: pull.author, proposal: pull };
  const runs = await step.ports.workflows.runsOfHead(subject.pull.head.sha);
  if (runs.length === 0) return { runs: [], protection: undefined, ...whose, headRuns: [] };
  await requireSameKeys(step, subject.pull);
  const protection = await readMergedProtection(step, subject.pull, runs);
  const eligible = eligibleRuns(step, subject.pull, { runs, protection });
  const candidates = eligible.map((run) => describeCandidate(run, subject.pull, protection));
  return {
    runs: [...candidates.filter(isClear), ...candidates.filter((run) => !isClear(run))],
    ...{ protection, ...whose, headRuns: runs },
  };
}

function describeCandidate(
  workflowRun: WorkflowRun,
  { base }: PullRequest,
  { uses }: Protection,
): CandidateRun {
  return { workflowRun, unclearBase: findUnclearBase(workflowRun, uses, base.ref) };
}

function isClear({ unclearBase }: CandidateRun): boolean {
  return unclearBase === undefined;
}

/** Of a retraining, or of a run that a person names. */
async function ownRuns(
  step: RegisterStep,
  subject: Exclude<Subject, { readonly kind: 'pull-request' }>,
): Promise<FoundRuns> {
  const { run } = subject;
  const pull = await pullOfRun(step, subject);
  if (pull !== undefined) {
    await requireSameKeys(step, pull);
    const protection = await readMergedProtection(step, pull, [run]);
    const candidate = describeCandidate(run, pull, protection);
    return { runs: [candidate], protection, author: pull.author, proposal: pull, headRuns: [run] };
  }
  const isMerged = subject.kind === 'retraining' || (await isOfDefaultBranch(step, run));
  if (!isMerged && isOwnRepository(step.context, run.headRepository)) requireOther(step, run);
  const branch = isMerged ? await readBranchState(step, run) : undefined;
  const author = isMerged ? undefined : run.actor;
  return {
    ...{ runs: [{ workflowRun: run, unclearBase: undefined }], author, proposal: undefined, headRuns: [] },
    ...{ protection: branch?.protection, changedSince: branch?.changed ?? [] },
  };
}

/** What was never merged, no second person has seen: its registration needs one. Anybody can make a bot start a run. */
function requireOther({ context }: RegisterStep, { id, headBranch, ...run }: WorkflowRun): void {
  const [starters, named] = [startersOf(run), startersOf(context)];
  if ([...starters, ...named].every(isPerson) && !named.some((login) => starters.includes(login))) return;
  throw new InputError(
    'INPUT_INVALID',
    `input "run-id": expected a run of the default branch or of a merged pull request, or somebody else than the person who started it, got run ${id}, which ${starters.join(' and ')} started on ${headBranch ?? 'a deleted branch'}`,
    {
      hint: 'merge it in a pull request, or ask another person with write permission to start this workflow',
    },
  );
}

/** A run that a person names may be that of a pull request: then the base of its merge decides here too. */
async function pullOfRun(
  { context, ports }: RegisterStep,
  { kind, run }: Exclude<Subject, { readonly kind: 'pull-request' }>,
): Promise<PullRequest | undefined> {
  if (kind !== 'manual' || !isPullRequest(run.event)) return undefined;
  const pulls = await ports.pullRequests.ofCommit(run.headSha);
  return pulls.find(
    ({ head, base }) =>
      head.sha === run.headSha && head.ref === run.headBranch && base.ref === branchName(context.ref),
  );
}

function eligibleRuns(
  { inputs, model, ports }: RegisterStep,
  { number, head }: PullRequest,
  { runs, protection }: { readonly runs: readonly WorkflowRun[]; readonly protection: Protection },
): readonly WorkflowRun[] {
  const { evidence } = protectedModel(model, protection).config;
  const workflowFile = inputs.workflow ?? evidence?.workflow;
  return runs.filter((run) => {
    const ineligible = checkEvidenceRun(run, { head, workflowFile });
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
  return await findWorkflowOrigin(step, { pull: subject.pull, protection, run: workflowRun });
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
