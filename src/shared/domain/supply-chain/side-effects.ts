/**
 * What a training does beside its outputs, where the score command can meet it: training and scoring share a checkout, and a file
 * that is laid where the scoring looks changes what is evaluated, though no file of the commit is another one
 * (docs/trust.md#what-the-scoring-reads).
 */
import type { Run } from '../documents/run.ts';
import type { FileChange } from './protected-files.ts';
import type { ReadsOfRuns } from './reads-of-runs.ts';
import { isAmongReads, listAtLeast } from './reads.ts';

/** Numbers and digests in names, as those of runs, days and shards have them. */
const COUNTED = /[0-9a-f]{8,}|\d+/gi;

/** @param made paths of files that git does not track: in the document with "#" in the place of each number, as in those of the next run. */
export function listSideEffects(
  made: readonly string[],
  removed: readonly string[],
): NonNullable<Run['sideEffects']> {
  const named = made.map((path) => path.replace(COUNTED, '#'));
  return { made: [...listAtLeast(named, [])], removed: [...listAtLeast(removed, [])] };
}

/** What the training of the version that is replaced did not do. Without a record of that nothing is known to be new. */
export function findNewSideEffects({
  replaced: readBefore,
  sideEffects,
}: ReadsOfRuns): readonly FileChange[] {
  const { own, replaced: before } = sideEffects ?? {};
  if (own === undefined || before === undefined) return [];
  const { made, removed } = own;
  const wasMade = isAmongReads(before.made);
  const wasRemoved = isAmongReads(before.removed);
  const wasRead = isAmongReads(readBefore?.scoring);
  return [
    ...made.filter((path) => !wasMade(path)).map((path) => ({ kind: 'made', path }) as const),
    ...removed
      .filter((path) => !wasRemoved(path) && wasRead(path))
      .map((path) => ({ kind: 'removed', path }) as const),
  ];
}

interface ReviewedSideEffects {
  readonly files: readonly FileChange[];
}

/** With them among the files that need a review. */
export function withSideEffects<R extends ReviewedSideEffects | undefined>(review: R, reads: ReadsOfRuns): R {
  if (review === undefined) return review;
  const known = new Set(review.files.map(({ path }) => path));
  const found = findNewSideEffects(reads).filter(({ path }) => !known.has(path));
  return { ...review, files: [...review.files, ...found] };
}
