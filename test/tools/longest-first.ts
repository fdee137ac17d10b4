/**
 * Sequencer: the files that take longest start first, so that none of them is left alone at the end while the other core
 * waits. vitest knows durations of a run before, and a fresh clone has none; the reporter of the slowest files has these.
 */
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** From more than ten seconds of an idle core. */
export const LONGEST: readonly string[] = [
  'test/typed-architecture.test.ts',
  'test/actions/register/forged-evidence.test.ts',
  'test/actions/deploy/roll-back.test.ts',
  'test/architecture.test.ts',
  'test/actions/evaluate/other-cases.test.ts',
  'test/actions/evaluate/challenger.test.ts',
  'test/actions/evaluate/forks.test.ts',
  'test/adapters/serving/docker/last-good-container.test.ts',
  'test/adapters/files/files.test.ts',
  'test/actions/train/tracking.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longestFirst(await super.sort(files), this.ctx.config.root);
  }
}

/** @returns the files of the list in its order, then the others in theirs. */
export function longestFirst<T extends Pick<TestSpecification, 'moduleId'>>(
  files: readonly T[],
  root: string,
): T[] {
  const placeOf = ({ moduleId }: T): number => {
    const place = LONGEST.indexOf(relative(root, moduleId));
    return place === -1 ? LONGEST.length : place;
  };
  return files.toSorted((left, right) => placeOf(left) - placeOf(right));
}
