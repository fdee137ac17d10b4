/**
 * Whether the base branch has the workflow that made the evidence: one that the pull request brings could hold any
 * steps. Only where the base has no workflow of these actions yet does a new one count, so that a first pull request
 * can bring both the workflow and the model (docs/lifecycle.md#which-runs-count).
 */
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { isWorkflowPath, WORKFLOW_FOLDER } from '../../../src/shared/domain/kernel/names.ts';
import { usesModelSteward } from '../../../src/shared/domain/supply-chain/evidence-runs.ts';
import type { Protection } from '../../../src/shared/domain/supply-chain/protection.ts';
import type { RegisterStep } from '../ports.ts';

/** "foreign": the pull request brings it, although the base has one. */
export type WorkflowOrigin = 'base' | 'first' | 'foreign';

export interface TestedWorkflow {
  readonly pull: PullRequest;
  /** What the pull request changes against the commit that its merge replaced. */
  readonly protection: Protection;
  readonly run: WorkflowRun;
}

export async function findWorkflowOrigin(
  step: RegisterStep,
  { pull, protection, run }: TestedWorkflow,
): Promise<WorkflowOrigin> {
  const { contents, log } = step.ports;
  const { id, workflowPath } = run;
  const { commit: base } = protection;
  if (await isMergedUnchanged(step, { pull, protection, run })) return 'base';
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

/** Without a request: what the merge has, and the pull request did not change, the base has. */
async function isMergedUnchanged(
  { ports: { checkout } }: RegisterStep,
  { pull, protection, run: { workflowPath } }: TestedWorkflow,
): Promise<boolean> {
  const { base, files, firstFiles, otherWorkflows, isEveryFileKnown } = protection;
  // Where the base has no configuration, the list of files counts as known although it may not be whole.
  if (base.kind === 'first' || !isEveryFileKnown) return false;
  const changed = [...[...files, ...firstFiles].map(({ path }) => path), ...otherWorkflows];
  if (changed.includes(workflowPath)) return false;
  if ((await checkout.head()).commit !== pull.mergeCommit) return false;
  return await (await checkout.committed()).exists(workflowPath);
}

/** A workflow of another repository may be called instead, so no version may exist either. */
async function isFirstWorkflow({ model, ports }: RegisterStep, base: string): Promise<boolean> {
  const paths = await ports.contents.filesIn(WORKFLOW_FOLDER, base);
  for (const path of paths.filter(isWorkflowPath)) {
    const text = await ports.contents.fileAt(path, base);
    if (text !== undefined && usesModelSteward(text)) return false;
  }
  return (await ports.tags.known(model.name)).length === 0;
}
