/**
 * What the evaluation of a pull request reached has to be the same in the commit that was evaluated and in the one that its
 * merge made (docs/lifecycle.md#stale-evidence). What the pull request itself changes is in both. The trees are compared, and no
 * commits between them: a branch can be put back.
 */
import { folderOf } from '../../../src/shared/domain/kernel/repository-path.ts';
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import { readScriptsOf } from '../../../src/shared/usecases/command-scripts.ts';
import { usedByWorkflow } from '../../../src/shared/usecases/read-jobs.ts';
import { findFilesToReview } from '../../../src/shared/usecases/read-protection.ts';
import { withReads, type UncountedChange } from '../../../src/shared/domain/supply-chain/read-changes.ts';
import { liesBesideReads } from '../../../src/shared/domain/supply-chain/reads.ts';
import { isScript } from '../../../src/shared/domain/supply-chain/script-names.ts';
import { FOR_PEOPLE } from '../../../src/shared/domain/supply-chain/sorted-changes.ts';
import type { FileChange } from '../../../src/shared/domain/supply-chain/protected-files.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { RegisterStep } from '../ports.ts';

export interface ReachedSince {
  /** One line for each file that is another one now, like `score.py: changed`. */
  readonly reached: readonly string[];
  /** Files that came since, beside those that the scoring read: it read none of them, and the next one may. */
  readonly late: readonly string[];
}

const NOTHING_SINCE: ReachedSince = { reached: [], late: [] };

export async function findReachedSince(
  { inputs, model, context, ports }: RegisterStep,
  { run, workflowRun, proposal }: Pick<EvaluatedEvidence, 'run' | 'workflowRun' | 'proposal'>,
): Promise<ReachedSince> {
  const { commit: before } = run.source;
  const after = proposal?.mergeCommit;
  if (after === undefined || before === after) return NOTHING_SINCE;
  const checkedOut = await ports.checkout.head();
  // More can be checked out: the next registration looks at what was merged after this pull request.
  const isCheckedOut = checkedOut.commit === after;
  const { tree } = isCheckedOut ? checkedOut : await ports.repositories.commit(after);
  const evaluated = await ports.repositories.commit(before);
  if (evaluated.tree === tree) return NOTHING_SINCE;
  const other = isCheckedOut ? await ports.checkout.objects() : tree;
  const paths = await ports.contents.filesOtherwise(evaluated.tree, other);
  const { configPath, labels } = inputs;
  const workflow = workflowRun.workflowPath;
  const repository = repositoryOf(context);
  // The configuration is the same in both, or the inputs are others already.
  const review = await findFilesToReview(
    ports,
    { before, after, paths },
    { configs: [model.config], labels, workflows: [workflow], repository, isCheckedOut, configPath },
  );
  const read = isCheckedOut
    ? readScriptsOf(await ports.checkout.committed())
    : (path: string) => ports.contents.fileAt(path, after);
  const sources = { read, contents: ports.contents, repository };
  const used = [workflow, ...(await usedByWorkflow(sources, workflow))];
  const { isWhole } = review;
  const { files, sharedFiles } = withReads(review, { own: run.reads, replaced: undefined });
  const reached = [...files, ...sharedFiles].filter((file) => isOfEvaluation(file, used));
  const lines = [...new Set(reached.map(({ path }) => path))].sort().map((path) => `${path}: changed`);
  const found = { before, run, uncounted: review.uncounted };
  return {
    reached: isWhole ? lines : [...lines, 'more scripts are changed than could be read'],
    late: await findLate(ports, found),
  };
}

interface LateCandidates extends Pick<EvaluatedEvidence, 'run'> {
  readonly before: string;
  readonly uncounted: readonly UncountedChange[];
}

/** One request, where there may be any. Texts for people are left out, as everywhere. */
async function findLate(
  { contents }: RegisterStep['ports'],
  { before, run, uncounted }: LateCandidates,
): Promise<readonly string[]> {
  const isBeside = liesBesideReads(run.reads?.scoring.filter(testLooking(run)));
  const beside = uncounted.filter(
    ({ path, isShared }) => !isShared && isBeside(path) && !FOR_PEOPLE.test(path),
  );
  if (beside.length === 0) return [];
  const known = await contents.objectsAt(before);
  return beside.map(({ path }) => path).filter((path) => !known.has(path));
}

/** The root has whatever a repository has: a score command that lies there, and the rows, do not look for more of them. */
function testLooking({ scored }: LateCandidates['run']): (path: string) => boolean {
  return (path) => folderOf(path) !== '' || (!isScript(path) && path !== scored?.data.path);
}

/** A workflow that only registers or deploys says nothing of an evaluation; `training` makes the model, whose inputs are compared. */
function isOfEvaluation({ kind, path }: FileChange, used: readonly string[]): boolean {
  if (kind === 'workflow') return used.some((one) => path === one || path.startsWith(`${one}/`));
  return kind !== 'training';
}
