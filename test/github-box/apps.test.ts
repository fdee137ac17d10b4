import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import {
  ALL_PERMISSIONS,
  createClient,
  createTrustedClient,
  failureOf,
  type Octokit,
  REPOSITORY,
} from './test-client.ts';

describe('the installation of an App', () => {
  let box: Box;
  let app: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    const token = box.issueToken({
      app: 'acme-steward',
      repository: 'acme/churn',
      permissions: ALL_PERMISSIONS,
    });
    app = createClient(box, token);
  });

  afterEach(() => box.close());

  it('writes as a bot of its own name, and says which App it was', async () => {
    const { data: issue } = await app.rest.issues.create({ ...REPOSITORY, title: 'Drift' });
    expect(issue.user).toMatchObject({ login: 'acme-steward[bot]', type: 'Bot' });
    expect(issue.performed_via_github_app).toMatchObject({ slug: 'acme-steward' });
    const { data: comment } = await app.rest.issues.createComment({
      ...REPOSITORY,
      issue_number: issue.number,
      body: 'worse',
    });
    expect(comment.performed_via_github_app).toMatchObject({ slug: 'acme-steward' });
    const listed = await app.rest.issues.listForRepo({ ...REPOSITORY, creator: 'acme-steward[bot]' });
    expect(listed.data).toHaveLength(1);
  });

  it('may not ask REST who it is', async () => {
    expect(await failureOf(app.rest.users.getAuthenticated())).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
    });
  });

  it('is not what a person writes through', async () => {
    const person = createClient(box, box.issueToken({ login: 'acme', type: 'user' }));
    const { data } = await person.rest.issues.create({ ...REPOSITORY, title: 'Drift' });
    expect(data.performed_via_github_app).toBeNull();
  });

  it('is an App of GitHub’s own for a workflow’s token', async () => {
    const { data } = await createTrustedClient(box).rest.issues.create({ ...REPOSITORY, title: 'Drift' });
    expect(data.performed_via_github_app).toMatchObject({ id: 15368, slug: 'github-actions' });
  });
});
