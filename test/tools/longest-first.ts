/**
 * Sequencer: files that start processes run before all others, while the test process is small: Node forks, which takes
 * 1 ms of a process of 100 MB and 30 ms of one of a gigabyte, and this is what walls and tables of the other files leave
 * it with. Among them and among the others, those that take longest start first, so that none of them is left alone at the
 * end while the other core waits. vitest knows durations of a run before, and a fresh clone has none; the reporter of the
 * slowest files has these.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders of files that start git, Node or a training, most of them through the GitHub in a box. */
export const PROCESS_STARTERS: readonly string[] = [
  'test/actions/',
  'test/adapters/',
  'test/repositories/',
  'test/runtime/',
];

/** From five seconds of an idle core or of its waiting, those of each suite beside each other. */
export const LONGEST: readonly string[] = [
  'test/repositories/quick.test.ts',
  'test/actions/register/forged-evidence.test.ts',
  'test/journeys/two-rollouts-on-one-engine.test.ts',
  'test/runtime/run-action.test.ts',
  'test/adapters/process/cancellation.test.ts',
  'test/journeys/last-good-container.test.ts',
  'test/actions/evaluate/other-cases.test.ts',
  'test/adapters/data/csv-threads.test.ts',
  'test/adapters/files/files.test.ts',
  'test/actions/evaluate/forks.test.ts',
  'test/actions/register/stages.test.ts',
  'test/journeys/unreadable-current-data.test.ts',
  'test/typed-architecture.test.ts',
  'test/domain/table/csv-kernel.test.ts',
  'test/architecture.test.ts',
  'test/domain/monitoring/real-flights.test.ts',
  'test/domain/documents/tomorrow.test.ts',
  'test/words.test.ts',
  // From fifteen seconds of `npm run test:stories`.
  'test/github-box/fault-matrix.test.ts',
  'test/journeys/measured-scoring.test.ts',
  'test/journeys/deploy-to-docker.test.ts',
  'test/trust/what-was-merged-stays-unapproved.test.ts',
  'test/trust/a-bot-is-no-second-person.test.ts',
  'test/trust/the-base-is-the-branch-of-the-merge.test.ts',
  'test/trust/the-base-decides.test.ts',
  'test/trust/no-trigger-has-rules-of-its-own.test.ts',
  'test/trust/a-tag-chooses-no-opponent.test.ts',
  'test/trust/an-override-is-of-one-evaluation.test.ts',
  'test/bundles/dist.test.ts',
  'test/trust/each-trigger-reads-the-same.test.ts',
  'test/trust/an-override-needs-somebody-else.test.ts',
  'test/trust/requests-do-not-grow.test.ts',
  'test/recipes/played.test.ts',
  'test/journeys/anchor.test.ts',
  'test/trust/late-is-late.test.ts',
  'test/trust/a-retraining-is-of-merged-work.test.ts',
  'test/journeys/champion-moved.test.ts',
  'test/journeys/roll-back.test.ts',
  'test/journeys/retraining-pull-request.test.ts',
  'test/journeys/published-files.test.ts',
  'test/bundles/loop.test.ts',
  'test/trust/only-what-was-looked-at-counts.test.ts',
  'test/trust/the-subject-chooses-the-evidence.test.ts',
  // Minutes of `npm run test:faults`, by the time that the processor works for each.
  'test/faults/interleaved-evaluations.test.ts',
  'test/faults/interleaved-registrations.test.ts',
  'test/faults/interleaved-monitors.test.ts',
  'test/faults/killed-processes.test.ts',
  'test/faults/said.test.ts',
  'test/faults/register.test.ts',
  'test/faults/interleaved-deployments.test.ts',
  'test/faults/train.test.ts',
  'test/faults/every-write.test.ts',
  'test/faults/monitor.test.ts',
  'test/faults/proposals.test.ts',
  'test/faults/evaluate.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files), this.ctx.config.root);
  }
}

/** @returns the files that start processes, then the others; of each first those of the list in its order. */
export function longestFirst<T extends Pick<TestSpecification, 'moduleId'>>(
  files: readonly T[],
  root: string,
): T[] {
  const placeOf = ({ moduleId }: T): number => {
    const path = relative(root, moduleId);
    const place = LONGEST.indexOf(path);
    const later = PROCESS_STARTERS.some((folder) => path.startsWith(folder)) ? 0 : LONGEST.length + 1;
    return later + (place === -1 ? LONGEST.length : place);
  };
  return files.toSorted((left, right) => placeOf(left) - placeOf(right));
}
