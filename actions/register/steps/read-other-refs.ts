/**
 * What the workflow of the evidence took of this repository from a branch or a tag (docs/trust.md#code-at-another-ref): what its text
 * says, and what the platform says of the workflows that the run called, which a tag that is gone by now does not hide.
 */
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type { PullRequest, WorkflowRun } from '../../../src/shared/domain/kernel/platform.ts';
import { findMovedWorkflows } from '../../../src/shared/domain/supply-chain/own-refs.ts';
import { findOtherRefs } from '../../../src/shared/usecases/find-other-refs.ts';
import type { RegisterStep } from '../ports.ts';

/** @param proposal the pull request of the run; undefined for a run without one. */
export async function readOtherRefs(
  { context, ports, inputs, model }: RegisterStep,
  run: WorkflowRun,
  proposal: PullRequest | undefined,
): Promise<readonly string[]> {
  const repository = repositoryOf(context);
  const commit = proposal?.mergeCommit ?? run.headSha;
  const isCheckedOut = (await ports.checkout.head()).commit === commit;
  const workflows = [run.workflowPath];
  const settings = { config: model.config, configPath: inputs.configPath };
  const named = await findOtherRefs(ports, { repository, workflows, commit, isCheckedOut, ...settings });
  const defaultBranch = await ports.repositories.defaultBranch();
  const moved = findMovedWorkflows(run, { repository, defaultBranch, pull: proposal?.number });
  const known = new Set(named.map((use) => use.toLowerCase()));
  return [...named, ...moved.filter((use) => !known.has(use.toLowerCase()))];
}
