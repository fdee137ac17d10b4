/**
 * GitHub's lists can lag behind what exists. A model must not pass because the list that names its opponent was empty
 * for a moment (docs/lifecycle.md#a-list-that-lacks-what-exists).
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startProject, type Project, type Proposal } from '../ground/project.ts';
import type { EndedStep } from '../ground/step.ts';

let project: Project;
let pull: Proposal;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'best' });
  pull = await project.propose({ branch: 'worse', skill: 'fair' });
});
beforeEach(() => {
  project.box.faults.clear();
});
afterAll(() => project[Symbol.asyncDispose]());

/** Train sees the champion; then so many lists of tags are empty. */
async function evaluateWithoutTags(times: number): Promise<EndedStep> {
  const route = '/repos/{owner}/{repo}/git/matching-refs/{ref}';
  project.box.faults.inject({ kind: 'lagging-list', route, lagMs: 365 * 86_400_000, after: 1, times });
  return (await project.evaluate(pull)).evaluate;
}

it('the list of tags is empty for a moment → it is read again, and the champion is compared with', async () => {
  const ended = await evaluateWithoutTags(1);
  expect(ended.outputs).toMatchObject({ verdict: 'fail', champion: 'flight-delays@v1.0.0' });
});

it('the list of tags stays empty → nothing is evaluated against an empty stage', async () => {
  const ended = await evaluateWithoutTags(100);
  expect(ended.failure).toMatch(
    /^CHAMPION_MOVED: champion: expected the tag flight-delays@v1\.0\.0, which train found, got a list of 0 tags/,
  );
});
