/** One ground for all tests of a file: building it costs more than most of what is tried on it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Box } from '../github-box/box.ts';

/**
 * Each test begins in the state of the box that `prepare` left, whatever the ones before it did there, and what a test does
 * that GitHub would refuse is an error of that test.
 * @param prepare called once, before the first test.
 */
export function shareGround(
  prepare: () => Promise<AsyncDisposable & { readonly hub: { readonly box: Box } }>,
): void {
  let ground: Awaited<ReturnType<typeof prepare>>;
  let restore: () => void;
  beforeAll(async () => {
    ground = await prepare();
    restore = ground.hub.box.snapshot();
  });
  beforeEach(() => {
    restore();
    ground.hub.box.requests.clear();
  });
  afterEach(() => {
    expect(ground.hub.box.violations).toEqual([]);
  });
  afterAll(() => ground[Symbol.asyncDispose]());
}
