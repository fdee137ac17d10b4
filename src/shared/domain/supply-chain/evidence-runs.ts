/**
 * Which runs can hold the evidence of a pull request (docs/lifecycle.md#which-runs-count). The subject chooses them:
 * a run that somebody started by hand on the branch, or a workflow that the pull request brings, is not asked.
 */
import type { PullRequest, WorkflowRun } from '../kernel/platform.ts';
import { parseInstant } from '../kernel/time.ts';
import { isPullRequest } from '../kernel/trigger.ts';
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

/** Another pull request of the same head branch. */
export interface OtherPull {
  readonly number: number;
  readonly base: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly closedAt: string | undefined;
}

/** What a head branch was proposed for. */
export interface HeadUses {
  readonly others: readonly OtherPull[];
  /** When the base of the pull request was changed last (RFC 3339). */
  readonly retargetedAt: string | undefined;
}

/** Why it is not known whether a run tested the merge into the base of its pull request. */
export type UnclearBase =
  | { readonly code: 'other-pull'; readonly number: number; readonly base: string }
  | { readonly code: 'retargeted' };

/**
 * The platform says of a run which commit and branch it tested, and not which pull request started it: one into another
 * base is merged with other files. Times are whole seconds.
 * @param base of the pull request.
 */
export function findUnclearBase(
  { event, createdAt }: Pick<WorkflowRun, 'event' | 'createdAt'>,
  { others, retargetedAt }: HeadUses,
  base: string,
): UnclearBase | undefined {
  if (event !== 'pull_request') return undefined;
  const at = parseInstant(createdAt);
  const other = others.find(
    (pull) =>
      pull.base !== base &&
      parseInstant(pull.createdAt) <= at &&
      (pull.closedAt === undefined || at <= parseInstant(pull.closedAt)),
  );
  if (other !== undefined) return { code: 'other-pull', number: other.number, base: other.base };
  return retargetedAt !== undefined && at <= parseInstant(retargetedAt) ? { code: 'retargeted' } : undefined;
}

export const WORKFLOW_FOLDER = '.github/workflows';

function workflowPathOf(file: string): string {
  return `${WORKFLOW_FOLDER}/${file}`;
}

/** Whether a workflow trains or evaluates with these actions, whatever repository or folder they are used from. */
export function usesModelSteward(workflow: string): boolean {
  return usesOfWorkflow(workflow).some((uses) => /\/actions\/(?:train|evaluate)(?:@|$)/.test(uses.trim()));
}
