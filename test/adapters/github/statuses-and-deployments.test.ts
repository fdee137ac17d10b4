import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RELEASE_MANAGER } from '../../ground/release-manager.ts';
import { startBoxGitHub, type BoxGitHub } from './box-github.ts';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

describe('a commit status', () => {
  it('is set with its context, and truncated to the length that GitHub accepts', async () => {
    const { github, repository, sha } = ground;
    await github.statuses.set(sha, {
      context: 'model-steward/churn',
      state: 'success',
      description: 'x'.repeat(200),
      targetUrl: 'https://github.com/acme/models/actions/runs/1',
    });
    expect(repository.statuses).toMatchObject([
      { sha, context: 'model-steward/churn', state: 'success', description: 'x'.repeat(140) },
    ]);
  });
});

describe('a deployment', () => {
  const wanted = {
    ref: 'main',
    task: 'deploy:churn',
    environment: 'production',
    description: 'churn 1.0.0',
    payload: { model: 'churn', run: 7, attempt: 1 },
  };

  it('is created without a merge and without waiting for statuses', async () => {
    const { box, github, sha } = ground;
    await github.statuses.set(sha, {
      context: 'ci',
      state: 'failure',
      description: 'no',
      targetUrl: 'https://e.org',
    });
    const deployment = await github.deployments.create(wanted);
    expect(deployment).toMatchObject({ sha, ref: 'main', task: 'deploy:churn', payload: wanted.payload });
    expect(box.requests.writes().at(-1)?.body).toMatchObject({ auto_merge: false, required_contexts: [] });
  });

  it('has no status at first, then its latest', async () => {
    const { deployments } = ground.github;
    const { id } = await deployments.create(wanted);
    expect(await deployments.status(id)).toBeUndefined();
    await deployments.setState(id, 'in_progress', { description: 'pushing the image' });
    await deployments.setState(id, 'success', {
      description: 'in service',
      environmentUrl: 'https://churn.example',
    });
    expect(await deployments.status(id)).toMatchObject({ state: 'success' });
    expect(ground.repository.deployments[0]?.statuses.map(({ state }) => state)).toEqual([
      'in_progress',
      'success',
    ]);
  });

  it('is listed newest first, by environment and task', async () => {
    const { deployments } = ground.github;
    const first = await deployments.create(wanted);
    const second = await deployments.create({ ...wanted, payload: { ...wanted.payload, run: 8 } });
    await deployments.create({ ...wanted, task: 'deploy:uplift' });
    await deployments.create({ ...wanted, environment: 'staging' });
    expect((await deployments.list('production', 'deploy:churn')).map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
  });

  it('is by hand where a person made it, unless the token is that of this person', async () => {
    const { github, box } = ground;
    const person = ground.as(
      box.issueToken({ login: RELEASE_MANAGER, type: 'user', permissions: { deployments: 'write' } }),
    );
    const byPerson = await person.deployments.create(wanted);
    expect(byPerson).toMatchObject({ creator: RELEASE_MANAGER, isByHand: false });
    const byRun = await github.deployments.create({ ...wanted, payload: { ...wanted.payload, run: 8 } });
    const whose = async ({ deployments }: typeof github) =>
      (await deployments.list('production', 'deploy:churn')).map(({ id, isByHand }) => [id, isByHand]);
    const [ofRun, ofPerson] = [
      ground.as(ground.tokenWith({ deployments: 'read' })),
      ground.as(box.issueToken({ login: RELEASE_MANAGER, type: 'user' })),
    ];
    expect(await whose(ofRun)).toEqual([
      [byRun.id, false],
      [byPerson.id, true],
    ]);
    expect(await whose(ofPerson)).toEqual([
      [byRun.id, false],
      [byPerson.id, false],
    ]);
  });
});
