/**
 * Which runs can hold the evidence of a pull request (docs/lifecycle.md#which-runs-count). The subject chooses them:
 * a run that somebody started by hand on the branch, or a workflow that the pull request brings, is not asked.
 */
import type { WorkflowRun } from '../kernel/platform.ts';
import { isPullRequest } from '../kernel/trigger.ts';

export type IneligibleRun =
  | { readonly code: 'event'; readonly event: string }
  | { readonly code: 'other-workflow'; readonly expected: string };

/**
 * @param workflowFile the only workflow whose evidence counts, where the configuration or the step names one.
 * @returns why the run does not count; undefined when it may.
 */
export function checkEvidenceRun(
  { event, workflowPath }: WorkflowRun,
  workflowFile: string | undefined,
): IneligibleRun | undefined {
  if (!isPullRequest(event)) return { code: 'event', event };
  if (workflowFile !== undefined && workflowPath !== workflowPathOf(workflowFile))
    return { code: 'other-workflow', expected: workflowFile };
  return undefined;
}

export const WORKFLOW_FOLDER = '.github/workflows';

function workflowPathOf(file: string): string {
  return `${WORKFLOW_FOLDER}/${file}`;
}

/** Whether a workflow trains or evaluates with these actions, whatever repository or folder they are used from. */
export function usesModelSteward(workflow: string): boolean {
  return /^\s*(?:-\s*)?(?:"uses"|'uses'|uses)\s*:\s*\S*\/actions\/(?:train|evaluate)["']?(?:@|\s|$)/m.test(
    workflow,
  );
}
