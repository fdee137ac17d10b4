/**
 * Code of the repository that the workflow of the evidence, or a file of dependencies, takes from a branch or a tag, which can be moved without a review
 * (docs/trust.md#code-at-another-ref). Costs no request where the workflow is checked out and names nothing of the kind.
 */
import { depthOf, isBelow } from '../domain/kernel/repository-path.ts';
import { manifestsWithoutLock } from '../domain/supply-chain/own-packages.ts';
import { fetchedRefsIn } from '../domain/supply-chain/fetched-refs.ts';
import type { ScriptText } from '../domain/supply-chain/opened-files.ts';
import { movableUsesIn } from '../domain/supply-chain/own-refs.ts';
import { movableSourcesIn } from '../domain/supply-chain/package-sources.ts';
import { isRefOfBranch } from '../domain/supply-chain/ref-values.ts';
import type { Contents, Repositories, Tags } from '../ports/github.ts';
import type { Checkout, CommittedFiles } from '../ports/workspace.ts';
import { attempt } from './attempt.ts';
import { readScriptsOf } from './command-scripts.ts';
import { readWorkflows } from './read-jobs.ts';

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
  const { texts, jobs } = await readWorkflows({ read, contents, repository }, workflows);
  const tracked = committed?.ok === true ? await committed.value.match(['**']) : [];
  const isPath = (name: string): boolean =>
    tracked.some((path) => path === name || isBelow(path, name.replace(/\/+$/, '')));
  const manifests = committed?.ok === true ? await readManifests(committed.value) : [];
  const workflowTexts = texts.map((text) => ({ path: 'workflow.yml', text }));
  const sources = [...workflowTexts, ...manifests].flatMap((one) => movableSourcesIn(one, repository));
  const fetched = fetchedRefsIn(jobs, { repository, isPath });
  const movable = [...movableUsesIn(texts, repository), ...sources, ...fetched];
  if (movable.length === 0) return [];
  const branch = await repositories.defaultBranch();
  // The platform takes a tag before a branch of the same name.
  const isTagToo = movable.some(({ ref }) => ref === branch) && (await tags.get(branch)) !== undefined;
  const others = movable.filter(({ ref }) => !isRefOfBranch(ref, branch, isTagToo));
  return [...new Set(others.map(({ uses }) => uses))];
}

/** Each is read. */
const MAX_MANIFESTS = 100;

/** Files of dependencies, those near the root first. */
async function readManifests(committed: CommittedFiles): Promise<readonly ScriptText[]> {
  const read = readScriptsOf(committed);
  const paths = manifestsWithoutLock(await committed.match(['**']));
  const near = paths.toSorted((one, other) => depthOf(one) - depthOf(other)).slice(0, MAX_MANIFESTS);
  const texts: ScriptText[] = [];
  for (const path of near) texts.push({ path, text: (await read(path)) ?? '' });
  return texts;
}
