/**
 * Changed files that runs were seen to read. What no rule finds by following names is found so, whatever the format in which a program
 * finds them (docs/trust.md#what-the-scoring-reads).
 */
import { folderOf } from '../kernel/repository-path.ts';
import type { FileChange } from './protected-files.ts';
import type { ReadsOfRuns } from './reads-of-runs.ts';
import { expandReads, isAmongReads } from './reads.ts';
import type { SortedChanges } from './sorted-changes.ts';

/** A changed file that counts for no reason that names give. */
export interface UncountedChange {
  readonly path: string;
  /** Whether what the training reaches by names has it, before the change as after it. */
  readonly isShared: boolean;
  /** Whether the configuration of the base makes it an input of the training. */
  readonly isInput: boolean;
  /** Whether the base does not have it, of a model without a version: nothing was ever evaluated by another one. */
  readonly isFirst?: boolean;
}

interface ReviewedFiles {
  readonly files: readonly FileChange[];
  readonly sharedFiles: readonly FileChange[];
  readonly firstFiles?: readonly FileChange[];
  readonly uncounted: readonly UncountedChange[];
  readonly sorted: SortedChanges;
}

/** With what the scoring read among the files that need a review, or among those of the model where the training reads them too. */
export function withReads<R extends ReviewedFiles | undefined>(review: R, reads: ReadsOfRuns): R {
  if (review === undefined) return review;
  const read = readByScoring(review, reads);
  const isShared = testShared(reads);
  const asChange = ({ path }: UncountedChange): FileChange => ({ kind: 'read', path });
  const { files, sharedFiles, firstFiles, sorted } = review;
  const first = read.filter((change) => change.isFirst === true && !isShared(change));
  const paths = new Set(read.map(({ path }) => path));
  const isLeft = (path: string): boolean => !paths.has(path);
  const unseen = sorted.unseen.filter(isLeft);
  const isTrainedOn = isAmongReads(reads.own?.training, reads.own?.folders);
  return {
    ...review,
    files: [...files, ...read.filter((change) => !isShared(change) && !first.includes(change)).map(asChange)],
    ...(firstFiles !== undefined && { firstFiles: [...firstFiles, ...first.map(asChange)] }),
    sharedFiles: [...sharedFiles, ...read.filter(isShared).map(asChange)],
    sorted: {
      evaluation: [...new Set([...sorted.evaluation, ...paths])].sort(),
      model: [...sorted.model.filter(isLeft), ...unseen.filter(isTrainedOn)].sort(),
      unseen: unseen.filter((path) => !isTrainedOn(path)),
      isReadingSeen: reads.own !== undefined,
    },
  };
}

/** What the scoring of either run read, and counts for no other reason. */
function readByScoring(
  { files, sharedFiles, uncounted }: Pick<ReviewedFiles, 'files' | 'sharedFiles' | 'uncounted'>,
  { own, replaced }: ReadsOfRuns,
): readonly UncountedChange[] {
  const known = new Set([...files, ...sharedFiles].map(({ path }) => path));
  const lists = [own, replaced].map((reads) => isAmongReads(reads?.scoring, reads?.folders));
  return uncounted.filter(({ path }) => !known.has(path) && lists.some((isRead) => isRead(path)));
}

/**
 * A training could read a file only in order to have it in common with the scoring. So the training of the version that is replaced
 * says what they have in common; of a file that is new, the others of its folder do. Without such a record the configuration of the
 * base has to name the file as an input.
 */
function testShared({ own, replaced }: ReadsOfRuns): (change: UncountedChange) => boolean {
  const isOfOwn = isAmongReads(own?.training, own?.folders);
  const isOfReplaced = isAmongReads(replaced?.training, replaced?.folders);
  const isScored = isAmongReads(replaced?.scoring, replaced?.folders);
  const scored = expandReads(replaced?.scoring ?? [], replaced?.folders);
  const isOfSharedFolder = (path: string): boolean => {
    const beside = scored.filter((other) => folderOf(other) === folderOf(path));
    return beside.length > 0 && beside.every(isOfReplaced);
  };
  return ({ path, isShared, isInput }) => {
    if (isShared) return true;
    if (replaced?.training === undefined) return isInput && (own?.training === undefined || isOfOwn(path));
    return isOfReplaced(path) || (!isScored(path) && isOfOwn(path) && isOfSharedFolder(path));
  };
}
