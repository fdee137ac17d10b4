/**
 * The tag of a version says up to where its registration looked at what was merged. Whoever may push tags can make it again, and say
 * that everything since was looked at (docs/trust.md#what-was-merged-since).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTag, writeTag } from '../github-box/git/objects.ts';
import { forceRef, readRef } from '../github-box/git/refs.ts';
import {
  configText,
  MODEL,
  REPOSITORY,
  startProject,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const TAG = `${MODEL}@v1.0.0`;
const LOOSE = `
      - { metric: log_loss, at-most: 100 }`;

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
});
afterEach(() => project[Symbol.asyncDispose]());

async function evaluated(branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> {
  const pull = await project.propose({ branch, author: 'ann', files });
  await project.evaluate(pull);
  return pull;
}

/** With all that it says but one: the newest commit counts as looked at. */
async function remakeTag(merged: string): Promise<void> {
  const { git } = project.repository;
  const name = `refs/tags/${TAG}`;
  const tag = (await readTag(git, (await readRef(git, name))?.sha ?? ''))!;
  const message = tag.message.replace(/^Merged: .*$/m, `Merged: ${merged}`);
  expect(message).not.toBe(tag.message);
  await forceRef(git, name, await writeTag(git, { ...tag, message }));
}

it('a looser gate is merged without an approval, and the tag of the version is made again with that merge in it → the next pull request needs the approval, and a warning names the tag', async () => {
  const loose = await evaluated('loose', { '.github/model-steward.yml': configText('', LOOSE) });
  const { sha } = await project.merge(loose, 'merge', 'ann');
  await remakeTag(sha);
  const worse = await evaluated('worse', { 'skill.txt': 'none\n', 'data.txt': 'May\n' });
  const comment = project.repository.comments.find(({ issue }) => issue === worse.number)?.body ?? '';
  expect(comment).toContain(`#${loose.number}`);
  const ended = await project.registerPush(await project.merge(worse, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.failure).toContain(`(gate, in #${loose.number})`);
  expect(ended.warnings.join('\n')).toContain(
    `${TAG}: expected in \`Merged\` a commit that its code has, got ${sha.slice(0, 12)}`,
  );
  expect(await project.tags()).toEqual([TAG, `${MODEL}#production#1`]);
});

it('the tag names an older commit of its code → what was merged since is counted from there', async () => {
  const before = await project.commitOf('main');
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'README.md': '2\n' }, author: 'ann' });
  await remakeTag((await project.repository.git.objects.read(`${before}^1`))!.sha);
  const good = await evaluated('good', { 'skill.txt': 'good\n' });
  const ended = await project.registerPush(await project.merge(good, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.warnings.filter((text) => text.includes('Merged'))).toEqual([]);
  expect(ended.outputs).toMatchObject({ registered: true });
});
