import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('the check against GitHub’s API description', () => {
  let box: Box;
  let client: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
  });

  // Each test takes the violations that it provoked: what is left here is a defect.
  afterEach(() => box.close());

  const request = (route: string, options: object): Promise<{ status: number }> =>
    client.request(route, { ...REPOSITORY, ...options });

  it('refuses a body that GitHub would refuse, and remembers it', async () => {
    const failure = await failureOf(request('POST /repos/{owner}/{repo}/releases', { name: 5 }));
    expect(failure.status).toBe(422);
    const violations = box.takeViolations();
    expect(violations).toHaveLength(2);
    expect(violations.join('\n')).toContain("must have required property 'tag_name'");
    expect(violations.join('\n')).toContain('/name must be string');
    expect(box.world.findRepository('acme/churn')?.releases).toEqual([]);
  });

  it('refuses a query and a path that have the wrong type', async () => {
    expect(await failureOf(request('GET /repos/{owner}/{repo}/issues', { state: 'ajar' }))).toMatchObject({
      status: 422,
    });
    expect(
      await failureOf(request('GET /repos/{owner}/{repo}/issues/{issue_number}', { issue_number: 'one' })),
    ).toMatchObject({ status: 422 });
    expect(box.takeViolations()).toHaveLength(2);
  });

  it('remembers properties and parameters that GitHub would silently ignore', async () => {
    expect((await request('GET /repos/{owner}/{repo}/issues', { label: 'drift' })).status).toBe(200);
    expect(
      (await request('POST /repos/{owner}/{repo}/issues', { title: 'Drift', label: 'drift' })).status,
    ).toBe(201);
    expect(box.takeViolations()).toEqual([
      'GET /repos/acme/churn/issues: "label" has no effect: GitHub does not know it here, or the box does not',
      'POST /repos/acme/churn/issues: "label" has no effect: GitHub does not know it here, or the box does not',
    ]);
  });

  it('remembers parameters and properties that GitHub acts on and the box does not', async () => {
    await request('GET /repos/{owner}/{repo}/issues', { assignee: 'ann' });
    await request('POST /repos/{owner}/{repo}/releases', {
      tag_name: 'v1.0.0',
      draft: true,
      generate_release_notes: true,
    });
    expect(box.takeViolations()).toEqual([
      'GET /repos/acme/churn/issues: "assignee" has no effect: GitHub does not know it here, or the box does not',
      'POST /repos/acme/churn/releases: "generate_release_notes" has no effect: GitHub does not know it here, or the box does not',
    ]);
  });

  it('answers 404 to an operation outside the slice, and remembers it', async () => {
    expect(await failureOf(request('GET /repos/{owner}/{repo}/hooks', {}))).toMatchObject({ status: 404 });
    expect(box.takeViolations()).toEqual([
      "GET /repos/acme/churn/hooks: no such operation in the box's slice of the API",
    ]);
  });

  it('catches an answer that GitHub would not give', async () => {
    const [label] = box.world.findRepository('acme/churn')!.labels;
    Object.assign(label!, { color: 7 });
    await client.rest.issues.listLabelsForRepo(REPOSITORY);
    expect(box.takeViolations()).toEqual([
      'GET /repos/acme/churn/labels: GitHub would not answer 200: /0/color must be string {"type":"string"}',
    ]);
  });

  it('fails to close while a violation is left', async () => {
    const other = await startBox();
    await fetch(`${other.apiUrl}/nothing`);
    await expect(other.close()).rejects.toThrow('GET /nothing: no such operation');
  });
});
