/**
 * Whether the base branch has the workflow that made the evidence: one that the pull request brings could hold any
 * steps. Only where the base has no workflow of these actions yet does a new one count, so that a first pull request
 * can bring both the workflow and the model (docs/lifecycle.md#which-runs-count).
 */
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { usesModelSteward, WORKFLOW_FOLDER } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import { listModelTags } from '../../../src/shared/usecases/model-tags.ts';
import type { RegisterStep } from '../ports.ts';

export async function isProtectedWorkflow(
  step: RegisterStep,
  { base, number }: PullRequest,
  { id, workflowPath }: WorkflowRun,
): Promise<boolean> {
  const { contents, log } = step.ports;
  if ((await contents.fileAt(workflowPath, base.sha)) !== undefined) return true;
  if (await isFirstWorkflow(step, base.sha)) {
    log.notice(`${workflowPath} is new: the base branch had no workflow that trains or evaluates.`);
    return true;
  }
  log.warning(
    `Run ${id} is no evidence of #${number}: ${workflowPath} is not on the base branch. Merge the workflow in a pull request of its own, then train again.`,
  );
  return false;
}

/** A workflow of another repository may be called instead, so no version may exist either. */
async function isFirstWorkflow({ model, ports }: RegisterStep, base: string): Promise<boolean> {
  const paths = await ports.contents.filesIn(WORKFLOW_FOLDER, base);
  for (const path of paths.filter((name) => /\.ya?ml$/.test(name))) {
    const text = await ports.contents.fileAt(path, base);
    if (text !== undefined && usesModelSteward(text)) return false;
  }
  return (await listModelTags(ports.tags, model.name)).length === 0;
}
