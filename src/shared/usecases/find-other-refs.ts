/**
 * Code of the repository that the workflow of the evidence takes from a branch or a tag, which can be moved without a review
 * (docs/trust.md#code-at-another-ref). Costs no request where the workflow is checked out and names nothing of the kind.
 */
import { isRefOfBranch, movableUsesIn } from '../domain/supply-chain/own-refs.ts';
import type { Contents, Repositories, Tags } from '../ports/github.ts';
import type { Checkout } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { readScriptsOf } from './command-scripts.ts';
import { readWorkflowTexts } from './read-jobs.ts';

export interface OtherRefsPorts {
  readonly contents: Pick<Contents, 'fileAt'>;
  readonly repositories: Pick<Repositories, 'defaultBranch'>;
  readonly tags: Pick<Tags, 'get'>;
  readonly checkout: Pick<Checkout, 'committed'>;
}

export interface OtherRefsRequest {
  /** `owner/name`. */
  readonly repository: string;
  /** Paths of the workflows that made the evidence: each job of them may hand an artifact over. */
  readonly workflows: readonly string[];
  /** Whose workflows ran. */
  readonly commit: string;
  readonly isCheckedOut: boolean;
}

/** @returns what `uses` says, each once. */
export async function findOtherRefs(
  { contents, repositories, tags, checkout }: OtherRefsPorts,
  { repository, workflows, commit, isCheckedOut }: OtherRefsRequest,
): Promise<readonly string[]> {
  // Without git on the runner, the checkout is files alone.
  const committed = isCheckedOut ? await attempt(() => checkout.committed()) : undefined;
  const read =
    committed?.ok === true ? readScriptsOf(committed.value) : (path: string) => contents.fileAt(path, commit);
  const texts = await readWorkflowTexts({ read, contents, repository }, workflows);
  const movable = movableUsesIn(texts, repository);
  if (movable.length === 0) return [];
  const branch = await repositories.defaultBranch();
  // The platform takes a tag before a branch of the same name.
  const isTagToo = movable.some(({ ref }) => ref === branch) && (await tags.get(branch)) !== undefined;
  return movable.filter(({ ref }) => !isRefOfBranch(ref, branch, isTagToo)).map(({ uses }) => uses);
}
