/** What no gate evaluates and no approval is asked for, the comment names: the merge is the decision. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const monitoring = (more: string): string => configText(`    monitor: { false-alarms: 1 per year${more} }\n`);

let project: Project;
beforeEach(async () => {
  project = await startProject({ config: monitoring(''), collaborators: { bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
});
afterEach(() => project[Symbol.asyncDispose]());

const commentOf = (number: number): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

it('a pull request blinds the monitor, and trains nothing → each key is named', async () => {
  const blind = ', smallest-effect: 1000, labels-after: 3650 days, ignore: [late, p_late]';
  const pull = await project.propose({ branch: 'blind', files: { [CONFIG]: monitoring(blind) } });
  const { train } = await project.evaluate(pull);
  expect(train.outputs).toMatchObject({ unaffected: true });
  const comment = commentOf(pull.number);
  expect(comment).toContain('changes about how `flight-delays` is monitored, checked and retrained**');
  expect(comment).toContain('- `monitor.smallest-effect`: `0.1` → `1000`');
  expect(comment).toContain('- `monitor.labels-after`: `1 day` → `3650 days`');
  expect(comment).toContain('- `monitor.ignore`: `none` → `late, p_late`');
});

it('it does so beside a better model → each key is named, and the merge decides', async () => {
  const files = { [CONFIG]: monitoring(', max-age: 90000 hours') };
  const pull = await project.propose({ branch: 'both', skill: 'good', files });
  await project.evaluate(pull);
  expect(commentOf(pull.number)).toContain('- `monitor.max-age`: none → `90000 hours`');
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.outputs).toMatchObject({ registered: true });
});

it('a pull request is into another branch than the default one → the comment says that nothing will be registered', async () => {
  const { box } = project;
  await box.pushFiles({ repository: REPOSITORY, branch: 'next', from: 'main', files: { 'a.txt': 'a' } });
  const files = { 'skill.txt': 'good\n' };
  await box.pushFiles({ repository: REPOSITORY, branch: 'better', from: 'next', files, author: 'ann' });
  const number = await box.openPull({ repository: REPOSITORY, head: 'better', base: 'next', author: 'ann' });
  await project.evaluate({ number, branch: 'better' });
  expect(commentOf(number)).toContain('**A merge into `next` registers no version**');
});
