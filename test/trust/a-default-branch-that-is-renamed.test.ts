/**
 * A default branch gets another name while a pull request is open, as GitHub does it: the branch keeps its commits, and open pull
 * requests are of the new name (docs/trust.md#the-default-branch-decides).
 */
import { expect, it } from 'vitest';
import { deleteRef, forceRef, readRef } from '../github-box/git/refs.ts';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const WEAK_GATE = '\n      - { metric: log_loss, at-most: 100 }';

async function rename({ repository }: Project, name: string): Promise<void> {
  const old = repository.defaultBranch;
  const tip = await readRef(repository.git, `refs/heads/${old}`);
  await forceRef(repository.git, `refs/heads/${name}`, tip!.sha);
  await deleteRef(repository.git, `refs/heads/${old}`);
  Object.assign(repository, { defaultBranch: name });
  for (const { pull, state } of repository.issues)
    if (pull !== undefined && state === 'open' && pull.baseRef === old)
      Object.assign(pull, { baseRef: name });
}

it('the default branch is renamed between evaluation and merge → the version is registered on it', async () => {
  await using project = await startProject();
  const pull = await project.propose({ branch: 'model', skill: 'good' });
  await project.evaluate(pull);
  await rename(project, 'trunk');
  const push = await project.merge(pull);
  const ended = await project.registerPush(push);
  expect(ended.outputs).toMatchObject({ registered: true, stage: 'production' });
});

it('the old name is taken by a branch with a weaker gate, and a pull request is merged into it → it is refused, and nothing is registered', async () => {
  await using project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  await rename(project, 'trunk');
  const weak = { [CONFIG]: configText('', WEAK_GATE) };
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'main', from: 'trunk', files: weak });
  await project.box.pushFiles({
    ...{ repository: REPOSITORY, branch: 'worse', from: 'main', files: { 'skill.txt': 'none\n' } },
    author: 'ann',
  });
  const number = await project.box.openPull({
    repository: REPOSITORY,
    head: 'worse',
    base: 'main',
    author: 'ann',
  });
  await project.evaluate({ number, branch: 'worse' });
  await project.merge({ number, branch: 'worse' });
  const inputs = { 'pull-request': String(number), stage: 'production' };
  const ended = await project.registerByHand({ inputs });
  expect(ended.failure).toContain('where main is an older name of trunk, propose the model again');
  expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
});
