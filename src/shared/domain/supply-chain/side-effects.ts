/**
 * What a training does beside its outputs, where the score command can meet it: training and scoring share a checkout, and a file
 * that is laid where the scoring looks changes what is evaluated, though no file of the commit is another one
 * (docs/trust.md#what-the-scoring-reads).
 */
import type { Run } from '../documents/run.ts';
import { parsePatterns } from '../kernel/glob.ts';
import { DVC_WRITTEN } from './dvc-outputs.ts';
import { lockFilePatterns } from './lock-files.ts';
import type { FileChange } from './protected-files.ts';
import type { ReadsOfRuns } from './reads-of-runs.ts';
import { expandReads, isAmongReads, listAtLeast } from './reads.ts';
import { FOR_PEOPLE } from './sorted-changes.ts';

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

/**
 * What this run did and the one of the version that is replaced did not, whatever files are changed. Of what neither has a record of, nothing is
 * known to be new.
 */
export function findNewEffects(reads: ReadsOfRuns): readonly FileChange[] {
  return [...findLostReads(reads), ...findTakenUp(reads), ...findNewSideEffects(reads)];
}

function findNewSideEffects({ replaced, sideEffects }: ReadsOfRuns): readonly FileChange[] {
  const { own, replaced: before } = sideEffects ?? {};
  if (own === undefined || before === undefined) return [];
  const wasMade = isAmongReads(before.made);
  const wasRemoved = isAmongReads(before.removed);
  const wasRead = isAmongReads(replaced?.scoring, replaced?.folders);
  const made = own.made.filter((path) => !wasMade(path));
  const removed = own.removed.filter((path) => !wasRemoved(path) && wasRead(path));
  return [
    ...made.map((path) => ({ kind: 'made', path }) as const),
    ...removed.map((path) => ({ kind: 'removed', path }) as const),
  ];
}

/** A shared module could read every file, and no list would say which of them the scoring uses. */
function findLostReads({ own, replaced }: ReadsOfRuns): readonly FileChange[] {
  return replaced !== undefined && own === undefined ? [{ kind: 'reads-lost', path: 'run.json' }] : [];
}

/** Code of the model from the next version on, whoever changes it then. */
function findTakenUp({ own, replaced }: ReadsOfRuns): readonly FileChange[] {
  if (own?.training === undefined || replaced?.training === undefined) return [];
  const wasScored = isAmongReads(replaced.scoring, replaced.folders);
  const wasTrained = isAmongReads(replaced.training, replaced.folders);
  const taken = expandReads(own.training, own.folders).filter(
    (path) => wasScored(path) && !wasTrained(path) && !hasOwnRule(path),
  );
  return taken.map((path) => ({ kind: 'taken-up', path }));
}

const LOCKS = parsePatterns(lockFilePatterns(undefined));

/** Tools read these before they do anything, and their changes are asked about by other rules, or are for people. */
function hasOwnRule(path: string): boolean {
  return LOCKS.matches(path) || FOR_PEOPLE.test(path) || DVC_WRITTEN.test(path);
}

interface ReviewedEffects {
  readonly files: readonly FileChange[];
  readonly sharedFiles: readonly FileChange[];
}

/** With them among the files that need a review. */
export function withNewEffects<R extends ReviewedEffects | undefined>(review: R, reads: ReadsOfRuns): R {
  if (review === undefined) return review;
  const listed = [...review.files, ...review.sharedFiles];
  // A script that takes another one up is asked about with it.
  const known = new Set(listed.flatMap(({ path, shares = [] }) => [path, ...shares]));
  const found = findNewEffects(reads).filter(({ path }) => !known.has(path));
  return { ...review, files: [...review.files, ...found] };
}
