/**
 * Whether the base branch has the workflow that made the evidence: one that the pull request brings could hold any
 * steps. Only where the base has no workflow of these actions yet does a new one count, so that a first pull request
 * can bring both the workflow and the model (docs/lifecycle.md#which-runs-count).
 */
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { usesModelSteward, WORKFLOW_FOLDER } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import type { RegisterStep } from '../ports.ts';

/** "foreign": the pull request brings it, although the base has one. */
export type WorkflowOrigin = 'base' | 'first' | 'foreign';

export async function findWorkflowOrigin(
  step: RegisterStep,
  { pull, base, run }: { readonly pull: PullRequest; readonly base: string; readonly run: WorkflowRun },
): Promise<WorkflowOrigin> {
  const { contents, log } = step.ports;
  const { id, workflowPath } = run;
  if ((await contents.fileAt(workflowPath, base)) !== undefined) return 'base';
  if (await isFirstWorkflow(step, base)) {
    log.notice(`${workflowPath} is new: the base branch had no workflow that trains or evaluates.`);
    return 'first';
  }
  log.warning(
    `Run ${id} is no evidence of #${pull.number}: ${workflowPath} is not on the base branch. Merge the workflow in a pull request of its own, then train again.`,
  );
  return 'foreign';
}

/** A workflow of another repository may be called instead, so no version may exist either. */
async function isFirstWorkflow({ model, ports }: RegisterStep, base: string): Promise<boolean> {
  const paths = await ports.contents.filesIn(WORKFLOW_FOLDER, base);
  for (const path of paths.filter((name) => /\.ya?ml$/.test(name))) {
    const text = await ports.contents.fileAt(path, base);
    if (text !== undefined && usesModelSteward(text)) return false;
  }
  return (await ports.tags.known(model.name)).length === 0;
}
