/**
 * Which runs can hold the evidence of a pull request (docs/lifecycle.md#which-runs-count). The subject chooses them:
 * a run that somebody started by hand on the branch, or a workflow that the pull request brings, is not asked.
 */
import type { PullRequest, WorkflowRun } from '../kernel/platform.ts';
import { WORKFLOW_FOLDER } from '../kernel/names.ts';
import { parseInstant } from '../kernel/time.ts';
import { isPullRequest } from '../kernel/trigger.ts';
import { makesEvidence } from './own-action.ts';
import { usesOfWorkflow } from './workflow-text.ts';

export type IneligibleRun =
  | { readonly code: 'event'; readonly event: string }
  /** Of another branch, or of a fork, that has the same commit. */
  | { readonly code: 'other-head'; readonly head: string }
  | { readonly code: 'other-workflow'; readonly expected: string };

export interface EvidenceRules {
  readonly head: Pick<PullRequest['head'], 'ref' | 'repository'>;
  /** The only workflow whose evidence counts, where the configuration or the step names one. */
  readonly workflowFile: string | undefined;
}

/** @returns why the run does not count; undefined when it may. */
export function checkEvidenceRun(
  { event, headBranch, headRepository, workflowPath }: WorkflowRun,
  { head, workflowFile }: EvidenceRules,
): IneligibleRun | undefined {
  if (!isPullRequest(event)) return { code: 'event', event };
  if (headRepository !== head.repository || (event === 'pull_request' && headBranch !== head.ref))
    return { code: 'other-head', head: `${headRepository ?? 'a deleted repository'}:${headBranch ?? ''}` };
  if (workflowFile !== undefined && workflowPath !== workflowPathOf(workflowFile))
    return { code: 'other-workflow', expected: workflowFile };
  return undefined;
}

/** Another pull request of the same head branch. Times are RFC 3339. */
export interface OtherPull {
  readonly number: number;
  readonly base: string;
  /** Of its last commit, which stays the same once it is closed. */
  readonly headSha: string;
  readonly createdAt: string;
  readonly closedAt: string | undefined;
  /** When its base was changed last: a run of a push before it can be made seconds later. */
  readonly retargetedAt: string | undefined;
}

/** What a head branch was proposed for. Times are RFC 3339. */
export interface HeadUses {
  readonly others: readonly OtherPull[];
  /** When the base of the pull request was changed last. */
  readonly retargetedAt: string | undefined;
  /** When something happened last to a pull request that is not listed, at the latest; undefined where all are. */
  readonly unlistedUntil: string | undefined;
}

/** Why it is not known whether a run tested the merge into the base of its pull request. */
export type UnclearBase =
  /** `base` is undefined where it was another one when the run was made. */
  | { readonly code: 'other-pull'; readonly number: number; readonly base: string | undefined }
  | { readonly code: 'retargeted' }
  /** What else the branch was proposed for is not known, or not all of it. */
  | { readonly code: 'unknown' };

/** How long after its event the platform may still make a run. */
const RUN_DELAY_MS = 10 * 60_000;

/**
 * How long it takes on an ordinary day. Who changes the base does so once and pushes soon after: ten minutes in which no push
 * counts would be for nothing.
 */
const ORDINARY_DELAY_MS = 60_000;

type TestedRun = Pick<WorkflowRun, 'event' | 'createdAt' | 'headSha'>;

/**
 * The platform says of a run which commit and branch it tested, and not which pull request started it: one into another
 * base is merged with other files. What the others were when the run was made counts, and not what they are now.
 * @param uses undefined where the platform did not say them.
 * @param base of the pull request.
 */
export function findUnclearBase(
  run: TestedRun,
  uses: HeadUses | undefined,
  base: string,
): UnclearBase | undefined {
  if (run.event !== 'pull_request') return undefined;
  if (uses === undefined) return { code: 'unknown' };
  const { others, retargetedAt, unlistedUntil } = uses;
  const other = others.find(
    (pull) =>
      (pull.base !== base || isBefore(run, pull.retargetedAt, ORDINARY_DELAY_MS)) &&
      canHaveStarted(pull, run),
  );
  if (other !== undefined)
    return { code: 'other-pull', number: other.number, base: other.base === base ? undefined : other.base };
  if (isBefore(run, retargetedAt, ORDINARY_DELAY_MS)) return { code: 'retargeted' };
  return isBefore(run, unlistedUntil, RUN_DELAY_MS) ? { code: 'unknown' } : undefined;
}

/** Times are whole seconds: at the same time may be before, and so may what is no time. */
function isBefore({ createdAt }: TestedRun, instant: string | undefined, delayMs = 0): boolean {
  return instant !== undefined && !(parseInstant(createdAt) > parseInstant(instant) + delayMs);
}

/** A closed pull request starts runs too, when it is closed or labeled: of its last commit, whatever is pushed later. */
function canHaveStarted({ createdAt, closedAt, headSha }: OtherPull, run: TestedRun): boolean {
  if (parseInstant(run.createdAt) < parseInstant(createdAt)) return false;
  return closedAt === undefined || headSha === run.headSha || isBefore(run, closedAt, RUN_DELAY_MS);
}

function workflowPathOf(file: string): string {
  return `${WORKFLOW_FOLDER}/${file}`;
}

/** Whether a workflow trains or evaluates with these actions, whatever repository or folder they are used from. */
export function usesModelSteward(workflow: string): boolean {
  return usesOfWorkflow(workflow).some(makesEvidence);
}
