/**
 * GitHub's lists can lag behind what exists. A model must not pass because the list that names its opponent was empty
 * for a moment (docs/lifecycle.md#a-list-that-lacks-what-exists).
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { configText, startProject, type Project, type Proposal } from '../ground/project.ts';
import type { EndedStep } from '../ground/step.ts';

/** Without a champion the second rule does not apply, and each model keeps the first one. */
const GATE = `
      - { metric: log_loss, at-most: 9 }
      - { metric: log_loss, superior-by: 0.001 }`;

let project: Project;
let pull: Proposal;
beforeAll(async () => {
  project = await startProject({ config: configText('', GATE) });
  await project.ship({ branch: 'first', skill: 'best' });
  pull = await project.propose({ branch: 'worse', skill: 'fair' });
});
beforeEach(() => {
  project.box.faults.clear();
});
afterAll(() => project[Symbol.asyncDispose]());

const route = '/repos/{owner}/{repo}/git/matching-refs/{ref}';
const LAGGING = { kind: 'lagging-list', route, lagMs: 365 * 86_400_000 } as const;

/** Train sees the champion; then so many lists of tags are empty. */
async function evaluateWithoutTags(times: number): Promise<EndedStep> {
  project.box.faults.inject({ ...LAGGING, after: 1, times });
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

it('the list of tags is empty for a moment while a model that failed is registered → it is compared with the champion, and refused', async () => {
  expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'fail' });
  const push = await project.merge(pull);
  project.box.faults.inject({ ...LAGGING, times: 1 });
  const ended = await project.registerPush(push);
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
});
