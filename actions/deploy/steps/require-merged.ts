/** What is served is configured by the default branch: what was not merged configures nothing (docs/trust.md#the-default-branch-decides). */
import { findOtherRef, refuseOtherRef, type OtherRef } from '../../../src/shared/usecases/default-branch.ts';
import type { DeployStep } from '../ports.ts';

/** @throws InputError TRIGGER_UNTRUSTED on another branch, and on a tag of a commit that the default branch does not have. */
export async function requireMerged(step: DeployStep): Promise<void> {
  const other = await findOtherRef(step);
  if (other === undefined || (await isMergedTag(step, other))) return;
  throw refuseOtherRef(other, step.context, 'deploy');
}

/** The tag of a stage starts workflows too. A version that shares its code with another one has an empty commit on top. */
async function isMergedTag(
  { context, ports: { repositories } }: DeployStep,
  { ref, defaultBranch }: OtherRef,
): Promise<boolean> {
  if (!ref.startsWith('refs/tags/')) return false;
  const unmerged = await repositories.commitsBetween(`refs/heads/${defaultBranch}`, context.sha);
  const [only] = unmerged;
  if (only === undefined) return true;
  if (unmerged.length > 1) return false;
  const { tree, parents } = await repositories.commit(only);
  const [parent] = parents;
  return parents.length === 1 && parent !== undefined && (await repositories.commit(parent)).tree === tree;
}
