/** A pull request that changes nothing of the model, after a merge that registered none: it is red, and says why. */
import { expect, it } from 'vitest';
import { startProject } from '../ground/project.ts';

it('a change of the README after an unregistered merge → the comment says that its verdict is about that merge', async () => {
  await using project = await startProject();
  const commentOf = (number: number): string =>
    project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';
  const said = 'This pull request changes nothing that makes `flight-delays`.';
  await project.ship({ branch: 'first', skill: 'fair' });
  const worse = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
  await project.evaluate(worse);
  expect(commentOf(worse.number)).not.toContain(said);
  expect((await project.registerPush(await project.merge(worse))).failure).toMatch(/^NOT_PASSED: /);
  const text = await project.propose({ branch: 'text', files: { 'README.md': '# More about flights\n' } });
  const { evaluate } = await project.evaluate(text);
  expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
  expect(commentOf(text.number)).toContain(said);
  expect(commentOf(text.number)).toContain('so an earlier merge changed the model and registered none');
});
