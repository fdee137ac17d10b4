/**
 * Something large that the tests of one file share. Files share a process, and what a module keeps is kept until the last
 * of them has ended: with a gigabyte of syntax trees each process that a later test starts takes 30 ms longer, because
 * Node forks.
 */
import { afterAll, beforeAll } from 'vitest';

/** @returns what `make` made before the first test; it is let go after the last. */
export function duringFile<T>(make: () => T | Promise<T>): () => T {
  let made: { readonly value: T } | undefined;
  beforeAll(async () => {
    made = { value: await make() };
  });
  afterAll(() => {
    made = undefined;
  });
  return () => {
    if (made === undefined)
      throw new Error('duringFile: expected to be read in a test, got a read outside of one');
    return made.value;
  };
}
