/**
 * Whoever may push a tag must not choose a weaker opponent: the version that was assigned to the stage last stays the
 * one to compare with, until register assigns another (docs/trust.md#the-base-decides).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteRef } from '../github-box/git/refs.ts';
import { REPOSITORY, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
});
afterEach(() => project[Symbol.asyncDispose]());

const WITHDRAWALS = ['flight-delays#production!#2', 'flight-delays@v1.0.0!', 'flight-delays@deprecated'];

async function pushTag(tag: string, version = 'flight-delays@v1.0.0'): Promise<void> {
  const sha = await project.commitOf(version);
  await project.box.pushTag({ repository: REPOSITORY, tag, sha, author: 'ann' });
}

const commentOf = (number: number): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

describe.each(WITHDRAWALS)('the tag %s empties the stage', (tag) => {
  it('before a worse model is evaluated → it is compared with the last version, and the comment names the tag', async () => {
    await project.ship({ branch: 'best', skill: 'best' });
    await pushTag(tag);
    const pull = await project.propose({ branch: 'worse', skill: 'fair' });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'fail', champion: 'flight-delays@v1.0.0' });
    expect(commentOf(pull.number)).toContain('took the stage from flight-delays@\u200bv1.0.0');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^NOT_PASSED: /);
  });

  it('between the evaluation and the merge of a worse model → it is compared with the last version all the same', async () => {
    await project.ship({ branch: 'best', skill: 'best' });
    const pull = await project.propose({ branch: 'worse', skill: 'fair' });
    await project.evaluate(pull);
    await pushTag(tag);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^NOT_PASSED: /);
  });

  it('and the next model is better than the last version → it is registered and takes the stage', async () => {
    await project.ship({ branch: 'fair', skill: 'fair' });
    await pushTag(tag);
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ tag: 'flight-delays@v1.1.0', stage: 'production' });
    expect(ended.warnings.join('\n')).toContain('stays the version to compare with');
  });
});

it('a tag withdraws the newest version, so that the stage falls back to an older one → the newest stays the opponent until register promotes the older one', async () => {
  await project.ship({ branch: 'fair', skill: 'fair' });
  await project.ship({ branch: 'best', skill: 'best' });
  await pushTag('flight-delays@v1.1.0!', 'flight-delays@v1.1.0');
  const pull = await project.propose({ branch: 'between', skill: 'good' });
  const before = await project.evaluate(pull);
  expect(before.evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.1.0' });
  const inputs = { operation: 'promote', version: '1.0.0', stage: 'production' };
  const promoted = await project.registerByHand({ inputs });
  expect(promoted.outputs).toMatchObject({ stage: 'production' });
  const after = await project.evaluate(pull);
  expect(after.evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.0.0', verdict: 'pass' });
  expect(commentOf(pull.number)).not.toContain('took the stage');
});

it('a stage tag that somebody pushes gives the stage to an older version → the newer one stays the opponent until register promotes the older one, and the comment names the tag', async () => {
  await project.ship({ branch: 'fair', skill: 'fair' });
  await project.ship({ branch: 'best', skill: 'best' });
  await pushTag('flight-delays#production#3', 'flight-delays@v1.0.0');
  const pull = await project.propose({ branch: 'between', skill: 'good' });
  const before = await project.evaluate(pull);
  expect(before.evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.1.0', verdict: 'fail' });
  expect(commentOf(pull.number)).toContain('register did not make it');
  const inputs = { operation: 'promote', version: '1.0.0', stage: 'production' };
  const promoted = await project.registerByHand({ inputs });
  expect(promoted.outputs).toMatchObject({ stage: 'production' });
  const after = await project.evaluate(pull);
  expect(after.evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.0.0', verdict: 'pass' });
  expect(commentOf(pull.number)).not.toContain('register did not make it');
});

it('the only version was withdrawn → the comment names what works, and deleting the tag gives the stage back', async () => {
  await project.ship({ branch: 'best', skill: 'best' });
  await pushTag('flight-delays@v1.0.0!');
  const pull = await project.propose({ branch: 'worse', skill: 'fair' });
  await project.evaluate(pull);
  const comment = commentOf(pull.number).replaceAll('\u200b', '');
  expect(comment).toContain("git push --delete origin 'flight-delays@v1.0.0!'");
  expect(comment).not.toContain('operation: promote');
  await deleteRef(project.repository.git, 'refs/tags/flight-delays@v1.0.0!');
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.0.0', verdict: 'fail' });
  expect(commentOf(pull.number)).not.toContain('took the stage');
});

it('the release of the only version is deleted → the error names the ways out, and without its tags the next model is the first', async () => {
  await project.ship({ branch: 'fair', skill: 'fair' });
  project.repository.releases.splice(0);
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  const { train } = await project.evaluate(pull);
  expect(train.failure).toMatch(/^NOT_PUBLISHED: release of flight-delays@v1\.0\.0: .*got none/);
  expect(train.failure).toContain(
    'delete the tag and the tags of its stages, and the next version is the first',
  );
  for (const tag of await project.tags()) await deleteRef(project.repository.git, `refs/tags/${tag}`);
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass', champion: '' });
});
