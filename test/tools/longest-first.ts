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

/** From more than five seconds of an idle core, those of each suite beside each other. */
export const LONGEST: readonly string[] = [
  'test/adapters/github/fault-matrix.test.ts',
  'test/actions/register/forged-evidence.test.ts',
  'test/actions/deploy/roll-back.test.ts',
  'test/actions/evaluate/forks.test.ts',
  'test/actions/evaluate/other-cases.test.ts',
  'test/adapters/serving/docker/two-rollouts.test.ts',
  'test/adapters/serving/docker/last-good-container.test.ts',
  'test/adapters/files/files.test.ts',
  'test/typed-architecture.test.ts',
  'test/architecture.test.ts',
  'test/domain/monitoring/real-flights.test.ts',
  'test/domain/metrics/catalog.test.ts',
  // Minutes of `npm run test:faults`, by the time that the processor works for each.
  'test/faults/interleaved-evaluations.test.ts',
  'test/faults/interleaved-registrations.test.ts',
  'test/faults/interleaved-monitors.test.ts',
  'test/faults/killed-processes.test.ts',
  'test/faults/said.test.ts',
  'test/faults/register.test.ts',
  'test/faults/interleaved-deployments.test.ts',
  'test/faults/monitor.test.ts',
  'test/faults/proposals.test.ts',
  'test/faults/train.test.ts',
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
