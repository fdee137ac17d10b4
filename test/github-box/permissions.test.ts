import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import type { Permissions } from './state/tokens.ts';
import { createClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('tokens and their permissions', () => {
  let box: Box;

  beforeEach(async () => {
    box = await startBox();
    const files = { 'README.md': 'churn\n' };
    await box.createRepository({
      owner: 'acme',
      name: 'churn',
      private: true,
      files,
      collaborators: { ann: 'write', bob: 'read' },
    });
    await box.createRepository({ owner: 'acme', name: 'open', files });
  });

  afterEach(() => box.close());

  const bot = (permissions: Permissions, repository = 'acme/churn'): Octokit =>
    createClient(box, box.issueToken({ repository, permissions }));

  const person = (login: string): Octokit => createClient(box, box.issueToken({ login, type: 'user' }));

  it('names the permission that a token lacks, as GitHub does', async () => {
    const client = bot({ contents: 'read' });
    const failure = await failureOf(
      client.rest.git.createRef({ ...REPOSITORY, ref: 'refs/tags/x', sha: '0'.repeat(40) }),
    );
    expect(failure).toMatchObject({ status: 403, message: 'Resource not accessible by integration' });
    expect(failure.headers['x-accepted-github-permissions']).toBe('contents=write');
    const alternatives = await failureOf(client.rest.issues.listForRepo(REPOSITORY));
    expect(alternatives.headers['x-accepted-github-permissions']).toBe('issues=read; pull_requests=read');
  });

  it('asks for a permission to read a private repository, and for none in a public one', async () => {
    expect((await bot({}).rest.repos.get(REPOSITORY)).status).toBe(200);
    expect(await failureOf(bot({}).rest.actions.listWorkflowRunsForRepo(REPOSITORY))).toMatchObject({
      status: 403,
    });
    expect((await bot({ actions: 'read' }).rest.actions.listWorkflowRunsForRepo(REPOSITORY)).status).toBe(
      200,
    );
    const open = { owner: 'acme', repo: 'open' };
    expect((await bot({}, 'acme/open').rest.actions.listWorkflowRunsForRepo(open)).status).toBe(200);
  });

  it('hides a private repository from tokens of others and from anonymous requests', async () => {
    const outsider = bot({ contents: 'write' }, 'acme/open');
    expect(await failureOf(outsider.rest.repos.get(REPOSITORY))).toMatchObject({
      status: 404,
      message: 'Not Found',
    });
    expect((await fetch(`${box.apiUrl}/repos/acme/churn`)).status).toBe(404);
    expect((await fetch(`${box.apiUrl}/repos/acme/open`)).status).toBe(200);
  });

  it('lets a token write nowhere but in its own repository', async () => {
    const outsider = bot({ issues: 'write' });
    expect(
      await failureOf(outsider.rest.issues.create({ owner: 'acme', repo: 'open', title: 't' })),
    ).toMatchObject({ status: 403 });
  });

  it('refuses a token that was never issued, and writes without one', async () => {
    const forged = createClient(box, 'ghs_forged');
    expect(await failureOf(forged.rest.repos.get({ owner: 'acme', repo: 'open' }))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    });
    const response = await fetch(`${box.apiUrl}/repos/acme/open/issues`, {
      method: 'POST',
      body: '{"title":"t"}',
    });
    expect(response.status).toBe(401);
  });

  it('knows people by their role', async () => {
    const commit = { ...REPOSITORY, path: 'new.txt', message: 'new', content: 'eA==' };
    expect((await person('ann').rest.repos.createOrUpdateFileContents(commit)).status).toBe(201);
    expect(await failureOf(person('bob').rest.repos.createOrUpdateFileContents(commit))).toMatchObject({
      status: 403,
    });
    expect(await failureOf(person('eve').rest.repos.get(REPOSITORY))).toMatchObject({ status: 404 });
    const role = async (username: string): Promise<string> => {
      const { data } = await bot({}).rest.repos.getCollaboratorPermissionLevel({ ...REPOSITORY, username });
      return data.permission;
    };
    expect([await role('acme'), await role('ann'), await role('bob')]).toEqual(['admin', 'write', 'read']);
  });

  it('reports to a person who they are, and a workflow that it may not ask', async () => {
    expect((await person('ann').rest.users.getAuthenticated()).data.login).toBe('ann');
    expect(await failureOf(bot({}).rest.users.getAuthenticated())).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
    });
  });
});
