/**
 * Who may force-push sets the default branch back to where a gate was looser. A branch without the commit of the version
 * may lack what was approved with it, so somebody else has to look (docs/trust.md#what-was-merged-since).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { forceRef } from '../github-box/git/refs.ts';
import {
  configText,
  MODEL,
  REPOSITORY,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const LOOSE_GATE = `
      - { metric: log_loss, at-most: 100 }`;
const MISSING = `what was merged since ${MODEL}@v1.0.0 changes how the model is evaluated (the commits: `;

let project: Project;
let restore: () => void;
beforeAll(async () => {
  const config = configText('', LOOSE_GATE);
  project = await startProject({ config, collaborators: { ann: 'write', bob: 'write' } });
  const loose = await project.commitOf('main');
  const files = { '.github/model-steward.yml': configText() };
  await project.ship({ branch: 'first', skill: 'good', author: 'ann', files });
  await forceRef(project.repository.git, 'refs/heads/main', loose);
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function evaluateWorse(): Promise<Proposal> {
  const files = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };
  const pull = await project.propose({ branch: 'worse', author: 'ann', files });
  expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
  return pull;
}

async function expectRefused(pull: Proposal): Promise<void> {
  const ended = await project.registerPush(await project.merge(pull, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(ended.failure).toContain(MISSING);
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

it('the default branch is set back to a looser gate, and a worse model is merged → somebody else has to approve it, and the comment says so before', async () => {
  const pull = await evaluateWorse();
  expect(project.repository.comments.map(({ body }) => body).join('\n')).toContain(
    'does not have the commit of that version any more',
  );
  await expectRefused(pull);
});

it('it is set back, and has newer commits → somebody else has to approve it', async () => {
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'README.md': '2\n' }, author: 'ann' });
  await expectRefused(await evaluateWorse());
});
