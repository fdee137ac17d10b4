import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('deployments and commit statuses', () => {
  let box: Box;
  let client: Octokit;
  let main: string;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
    main = (await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' })).data.object.sha;
  });

  afterEach(() => box.close());

  const deploy = async (options: object = {}): Promise<number> => {
    const response = await client.rest.repos.createDeployment({
      ...REPOSITORY,
      ref: 'main',
      auto_merge: false,
      required_contexts: [],
      ...options,
    });
    return (response.data as { id: number }).id;
  };

  const succeed = (id: number): Promise<unknown> =>
    client.rest.repos.createDeploymentStatus({ ...REPOSITORY, deployment_id: id, state: 'success' });

  const lastState = async (id: number): Promise<string | undefined> => {
    const { data } = await client.rest.repos.listDeploymentStatuses({ ...REPOSITORY, deployment_id: id });
    return data[0]?.state;
  };

  it('finds deployments by environment and task, newest first', async () => {
    const first = await deploy({
      environment: 'production',
      task: 'deploy:churn',
      payload: { version: '1.0.0' },
    });
    const second = await deploy({ environment: 'production', task: 'deploy:churn' });
    await deploy({ environment: 'staging' });
    const { data } = await client.rest.repos.listDeployments({
      ...REPOSITORY,
      environment: 'production',
      task: 'deploy:churn',
    });
    expect(data.map(({ id }) => id)).toEqual([second, first]);
    expect(data[1]).toMatchObject({ sha: main, payload: { version: '1.0.0' }, production_environment: true });
  });

  it('retires earlier deployments to an environment, but not in production', async () => {
    const staging = await deploy({ environment: 'staging' });
    const production = await deploy();
    await succeed(staging);
    await succeed(production);
    await succeed(await deploy({ environment: 'staging' }));
    await succeed(await deploy());
    expect(await lastState(staging)).toBe('inactive');
    expect(await lastState(production)).toBe('success');
  });

  it('refuses to deploy what is not green, by default that nothing is required', async () => {
    await client.rest.repos.createCommitStatus({ ...REPOSITORY, sha: main, state: 'pending', context: 'ci' });
    const needy = client.rest.repos.createDeployment({ ...REPOSITORY, ref: 'main', auto_merge: false });
    expect(await failureOf(needy)).toMatchObject({ status: 409 });
    await client.rest.repos.createCommitStatus({ ...REPOSITORY, sha: main, state: 'success', context: 'ci' });
    expect(
      (await client.rest.repos.createDeployment({ ...REPOSITORY, ref: 'main', auto_merge: false })).status,
    ).toBe(201);
  });

  it('merges the default branch into an outdated one instead of deploying it', async () => {
    await box.pushFiles({ repository: 'acme/churn', branch: 'old', files: { a: 'a' } });
    await box.pushFiles({ repository: 'acme/churn', files: { b: 'b' } });
    const merged = await client.rest.repos.createDeployment({
      ...REPOSITORY,
      ref: 'old',
      required_contexts: [],
    });
    expect(merged.status).toBe(202);
    expect((await client.rest.repos.listDeployments(REPOSITORY)).data).toEqual([]);
  });

  it('combines the newest status of each context', async () => {
    const set = (context: string, state: 'success' | 'failure'): Promise<unknown> =>
      client.rest.repos.createCommitStatus({ ...REPOSITORY, sha: main, state, context });
    await set('model-steward/churn', 'failure');
    await set('ci', 'success');
    const combined = async (): Promise<unknown> =>
      (await client.rest.repos.getCombinedStatusForRef({ ...REPOSITORY, ref: 'main' })).data;
    expect(await combined()).toMatchObject({ state: 'failure', total_count: 2 });
    await set('model-steward/churn', 'success');
    expect(await combined()).toMatchObject({ state: 'success', total_count: 2 });
    const { data } = await client.rest.repos.listCommitStatusesForRef({ ...REPOSITORY, ref: main });
    expect(data).toHaveLength(3);
  });

  it('refuses a description above 140 characters and a commit that does not exist', async () => {
    const set = (options: object): Promise<{ status: number }> =>
      client.rest.repos.createCommitStatus({ ...REPOSITORY, sha: main, state: 'success', ...options });
    expect(await failureOf(set({ description: 'x'.repeat(141) }))).toMatchObject({ status: 422 });
    expect(await failureOf(set({ sha: 'f'.repeat(40) }))).toMatchObject({ status: 422 });
    expect((await set({ description: 'x'.repeat(140) })).status).toBe(201);
  });
});
