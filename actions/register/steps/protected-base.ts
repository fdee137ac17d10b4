/**
 * The commit of the base branch that a merge replaced, whose configuration decides (docs/trust.md#the-base-decides).
 * `base.sha` of a merged pull request can be older than that: what was merged before it would not count. So it is read
 * from the commits: the first parent of a merge commit or of a squashed one; after a rebase, the parent of the first
 * commit of the pull request.
 */
import { ConflictError } from '../../../src/shared/domain/kernel/errors.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import type {
  ChangedFiles,
  Commit,
  PullRequest,
  WorkflowRun,
} from '../../../src/shared/domain/kernel/platform.ts';
import { isPullRequest } from '../../../src/shared/domain/kernel/trigger.ts';
import {
  compareWithBase,
  withEvidenceWorkflow,
  type Protection,
} from '../../../src/shared/domain/supply-chain/protection.ts';
import {
  findFilesToReview,
  readBaseConfig,
  readProtection,
} from '../../../src/shared/usecases/read-protection.ts';
import { configPathOf } from '../../../src/shared/usecases/load-config.ts';
import type { RegisterStep } from '../ports.ts';

/** @param runs of the pull request. */
export async function readMergedProtection(
  step: RegisterStep,
  pull: PullRequest,
  runs: readonly Pick<WorkflowRun, 'event' | 'workflowPath'>[],
): Promise<Protection> {
  const { inputs, model, config, context, ports } = step;
  const { configPath, labels } = inputs;
  const replaced = await findMergedBase(step, pull);
  const checkedOut = await ports.checkout.head();
  const ofPulls = runs.filter(({ event }) => isPullRequest(event));
  const merged = await filesOfMerge(step, replaced);
  const protection = await readProtection(ports, {
    ...{ pull: pull.number, commit: replaced.commit, head: pull.head.sha, headRef: pull.head.ref },
    ...{ configPath, labels, model, config },
    workflows: [...new Set(ofPulls.map(({ workflowPath }) => workflowPath))],
    repository: repositoryOf(context),
    isCheckedOut: checkedOut.commit === pull.mergeCommit,
    merged: merged?.changedFiles,
  });
  const isMergeOwn = merged !== undefined && (await hasOwnContent(step, pull, { protection, merged }));
  return { ...protection, isMergeOwn };
}

/** The default branch, as it is now, against the commit of a run of it. */
export interface BranchState {
  readonly protection: Protection;
  /** Files that it changed since, both names of a renamed one. */
  readonly changed: readonly string[];
}

/**
 * What the default branch says now about a run of an older commit of it: a run that is started again has the code and
 * the configuration of its first attempt.
 * @returns undefined where the commit of the run is the newest.
 * @throws ConflictError EVIDENCE_STALE where the branch does not have that commit any more.
 */
export async function readBranchState(
  step: RegisterStep,
  run: Pick<WorkflowRun, 'id' | 'headSha' | 'workflowPath'>,
): Promise<BranchState | undefined> {
  const { inputs, model, config, context, ports } = step;
  const name = await ports.repositories.defaultBranch();
  const compared = await ports.contents.compare(run.headSha, `refs/heads/${name}`);
  if (compared === undefined || compared.lacking > 0) throw leftBranch(run, name);
  const { changedFiles } = compared;
  const commit = compared.commits.at(-1);
  if (commit === undefined) return undefined;
  const { configPath, labels } = inputs;
  const found = await readBaseConfig(ports, { commit, configPath, model, config });
  const base = found.kind === 'first' ? ({ kind: 'removed' } as const) : found;
  const configs = [...(base.kind === 'configured' ? [base.config] : []), model.config];
  const changed = { before: run.headSha, after: commit, paths: changedFiles.paths };
  const { isWhole, ...review } = await findFilesToReview(ports, changed, {
    ...{ configs, labels, workflows: [run.workflowPath], isCheckedOut: true, configPath },
    repository: repositoryOf(context),
  });
  const protection = withEvidenceWorkflow(
    {
      ...{ ...review, commit, base, keys: compareWithBase(base, model.config) },
      ...{ isEveryFileKnown: changedFiles.isComplete && isWhole, firstFiles: [] },
      monitoring: [],
    },
    run.workflowPath,
  );
  return { protection, changed: changedFiles.paths };
}

function leftBranch({ id, headSha }: Pick<WorkflowRun, 'id' | 'headSha'>, branch: string): ConflictError {
  return new ConflictError(
    'EVIDENCE_STALE',
    `run ${id}: expected a commit that ${branch} has, got ${headSha.slice(0, 12)}, which it does not have any more`,
    { hint: `train again on ${branch} as it is now` },
  );
}

/** Never a commit of the pull request itself: where GitHub does not say which is which, the older `base.sha`. */
async function findMergedBase({ ports }: RegisterStep, pull: PullRequest): Promise<MergedBase> {
  const { mergeCommit, commits, base, head } = pull;
  if (mergeCommit === undefined) return { commit: base.sha };
  const merge = await ports.repositories.commit(mergeCommit);
  const [parent = base.sha, second] = merge.parents;
  if (second !== undefined) return { commit: second === head.sha ? parent : base.sha, merge };
  if (commits === 1 || parent === base.sha) return { commit: parent };
  const numbers = await numbersOf(ports, parent);
  if (numbers.includes(pull.number))
    return { commit: await findRebasedBase(ports, { ...pull, mergeCommit }) };
  return { commit: numbers.length === 0 ? base.sha : parent };
}

interface MergedBase {
  readonly commit: string;
  /** Of two parents, which a person can make and push: it may hold what the pull request does not list. */
  readonly merge?: Commit;
}

interface FilesOfMerge {
  readonly merge: Commit;
  readonly changedFiles: ChangedFiles;
}

/** @returns undefined where GitHub made what was merged from the pull request alone. */
async function filesOfMerge(
  { ports }: RegisterStep,
  { commit, merge }: MergedBase,
): Promise<FilesOfMerge | undefined> {
  if (merge === undefined) return undefined;
  const compared = await ports.contents.compare(commit, merge.sha);
  return { merge, changedFiles: compared?.changedFiles ?? { paths: [], isComplete: false } };
}

/** What differs from both sides is of the merge itself. */
async function hasOwnContent(
  { inputs, ports }: RegisterStep,
  { head }: PullRequest,
  { protection, merged }: { readonly protection: Protection; readonly merged: FilesOfMerge },
): Promise<boolean> {
  if (merged.merge.isOfPlatform) return false;
  const ofHead = await ports.contents.compare(head.sha, merged.merge.sha);
  if (ofHead?.changedFiles.isComplete !== true || !protection.isEveryFileKnown) return true;
  const deciding = [configPathOf(inputs.configPath), ...protection.files.map(({ path }) => path)];
  const own = merged.changedFiles.paths.filter((path) => ofHead.changedFiles.paths.includes(path));
  return own.some((path) => deciding.includes(path));
}

/** A rebase leaves as many commits as the pull request has, or fewer where the base had one already. */
async function findRebasedBase(
  ports: RegisterStep['ports'],
  { number, base, commits, mergeCommit }: PullRequest & { readonly mergeCommit: string },
): Promise<string> {
  const merged = await ports.repositories.commitsBetween(base.sha, mergeCommit);
  const first = Math.max(0, merged.length - (commits ?? merged.length));
  for (const [index, sha] of merged.entries()) {
    if (index < first) continue;
    const numbers = await numbersOf(ports, sha);
    if (numbers.length === 0) return base.sha;
    if (numbers.includes(number)) return merged[index - 1] ?? base.sha;
  }
  return base.sha;
}

/** Empty also while GitHub does not know the commit yet. */
async function numbersOf(
  { pullRequests }: RegisterStep['ports'],
  commit: string,
): Promise<readonly number[]> {
  return (await pullRequests.ofCommit(commit)).map(({ number }) => number);
}
