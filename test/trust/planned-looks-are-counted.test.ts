/** More pushes than the configuration plans for the same rows ask for new ones (docs/statistics.md#many-looks). */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project, type Proposal } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ config: configText('    looks: 2\n') });
});
afterEach(() => project[Symbol.asyncDispose]());

const statusOf = (sha: string): string | undefined =>
  project.repository.statuses
    .filter((status) => status.sha === sha)
    .map(({ state, description }) => `${state}: ${description}`)
    .at(-1);

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

async function push(pull: Proposal, files: Readonly<Record<string, string>>): Promise<string> {
  const { sha } = await project.box.pushFiles({ repository: REPOSITORY, branch: pull.branch, files });
  await project.evaluate(pull);
  return sha;
}

it('the third of two planned looks → the status fails although the rules pass, and the comment says why', async () => {
  const pull = await project.propose({ branch: 'first', skill: 'none' });
  await project.evaluate(pull);
  expect(commentOf(pull)).toContain('**Look 1 of 2 that are planned on these rows**');
  const second = await push(pull, { 'skill.txt': 'good\n' });
  expect(statusOf(second)).toMatch(/^success: /);
  expect(commentOf(pull)).toContain('**Look 2 of 2 that are planned');
  const third = await push(pull, { 'skill.txt': 'fair\n' });
  expect(statusOf(third)).toBe(
    'failure: more looks at these rows than the 2 that are planned: evaluate on new rows',
  );
  expect(commentOf(pull)).toContain('**Look 3 of 2 that are planned');
  expect(commentOf(pull)).toContain('with a chance of up to 3.8 %');
  // Predictions that were compared before are no new look, but the rows are worn out all the same.
  const again = await push(pull, { 'skill.txt': 'good\n' });
  expect(commentOf(pull)).toContain('**Look 3 of 2');
  expect(statusOf(again)).toMatch(/^failure: /);
});

it('a pull request that removes the plan → both configurations evaluate, and the comment names the change', async () => {
  const pull = await project.propose({
    branch: 'loose',
    skill: 'good',
    files: { '.github/model-steward.yml': configText('') },
  });
  await project.evaluate(pull);
  expect(commentOf(pull)).toContain('**What this pull request changes about its own evaluation**');
  expect(commentOf(pull)).toContain('`looks`');
  expect(commentOf(pull)).toContain('97.5 % CI');
});
