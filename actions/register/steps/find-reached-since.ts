/**
 * What the evaluation of a pull request reached has to be the same in the commit that was evaluated and in the one that its
 * merge made (docs/lifecycle.md#stale-evidence). What the pull request itself changes is in both. The trees are compared, and no
 * commits between them: a branch can be put back.
 */
import { repositoryOf } from '../../../src/shared/domain/kernel/origin.ts';
import { readScriptsOf } from '../../../src/shared/usecases/command-scripts.ts';
import { usedByWorkflow } from '../../../src/shared/usecases/read-jobs.ts';
import { findFilesToReview } from '../../../src/shared/usecases/read-protection.ts';
import { withReads } from '../../../src/shared/domain/supply-chain/read-changes.ts';
import type { FileChange } from '../../../src/shared/domain/supply-chain/protected-files.ts';
import type { EvaluatedEvidence } from './open-evaluated-evidence.ts';
import type { RegisterStep } from '../ports.ts';

/** @returns one line for each file that is another one now, like `score.py: changed`. */
export async function findReachedSince(
  { inputs, model, context, ports }: RegisterStep,
  { run, workflowRun, proposal }: Pick<EvaluatedEvidence, 'run' | 'workflowRun' | 'proposal'>,
): Promise<readonly string[]> {
  const { commit: before } = run.source;
  const after = proposal?.mergeCommit;
  if (after === undefined || before === after) return [];
  const checkedOut = await ports.checkout.head();
  // More can be checked out: the next registration looks at what was merged after this pull request.
  const isCheckedOut = checkedOut.commit === after;
  const { tree } = isCheckedOut ? checkedOut : await ports.repositories.commit(after);
  const evaluated = await ports.repositories.commit(before);
  if (evaluated.tree === tree) return [];
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
  return isWhole ? lines : [...lines, 'more scripts are changed than could be read'];
}

/** A workflow that only registers or deploys says nothing of an evaluation; `training` makes the model, whose inputs are compared. */
function isOfEvaluation({ kind, path }: FileChange, used: readonly string[]): boolean {
  if (kind === 'workflow') return used.some((one) => path === one || path.startsWith(`${one}/`));
  return kind !== 'training';
}
