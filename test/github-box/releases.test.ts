import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Box, startBox } from './box.ts';
import { createClient, createTrustedClient, failureOf, type Octokit, REPOSITORY } from './test-client.ts';

describe('releases', () => {
  let box: Box;
  let client: Octokit;

  beforeEach(async () => {
    box = await startBox();
    await box.createRepository({ owner: 'acme', name: 'churn', files: { 'README.md': 'churn\n' } });
    client = createTrustedClient(box);
  });

  afterEach(() => box.close());

  const draft = async (tag = 'churn@v1.0.0'): Promise<{ id: number; upload_url: string }> => {
    const { data } = await client.rest.repos.createRelease({
      ...REPOSITORY,
      tag_name: tag,
      draft: true,
      make_latest: 'false',
    });
    return data;
  };

  const upload = (
    release: { upload_url: string },
    name: string,
    bytes: Buffer,
  ): Promise<{ status: number; data: { id: number } }> =>
    client.request({
      method: 'POST',
      url: `${release.upload_url.replace('{?name,label}', '')}?name=${encodeURIComponent(name)}`,
      headers: { 'content-type': 'application/octet-stream' },
      data: bytes,
    });

  const publish = (id: number): Promise<unknown> =>
    client.rest.repos.updateRelease({ ...REPOSITORY, release_id: id, draft: false });

  it('keeps drafts from readers and from the look-up by tag, until they are published', async () => {
    const { id } = await draft();
    const reader = createClient(
      box,
      box.issueToken({ repository: 'acme/churn', permissions: { contents: 'read' } }),
    );
    const byTag = (): Promise<{ status: number }> =>
      client.rest.repos.getReleaseByTag({ ...REPOSITORY, tag: 'churn@v1.0.0' });
    expect(await failureOf(byTag())).toMatchObject({ status: 404 });
    expect((await reader.rest.repos.listReleases(REPOSITORY)).data).toEqual([]);
    expect((await client.rest.repos.listReleases(REPOSITORY)).data).toHaveLength(1);
    expect(
      await failureOf(client.rest.git.getRef({ ...REPOSITORY, ref: 'tags/churn@v1.0.0' })),
    ).toMatchObject({
      status: 404,
    });

    await publish(id);
    expect((await byTag()).status).toBe(200);
    expect((await reader.rest.repos.listReleases(REPOSITORY)).data).toHaveLength(1);
    expect((await client.rest.git.getRef({ ...REPOSITORY, ref: 'tags/churn@v1.0.0' })).status).toBe(200);
  });

  it('knows one published release a tag', async () => {
    await publish((await draft()).id);
    const second = await draft();
    expect(
      await failureOf(
        client.rest.repos.updateRelease({ ...REPOSITORY, release_id: second.id, draft: false }),
      ),
    ).toMatchObject({
      status: 422,
      message: 'Validation Failed',
    });
  });

  it('stores assets under GitHub’s spelling with the digest of their bytes, and redirects to them', async () => {
    const release = await draft();
    const bytes = Buffer.from('weights');
    const { data } = await upload(release, 'my model#1@v2.onnx', bytes);
    const { data: asset } = await client.rest.repos.getReleaseAsset({ ...REPOSITORY, asset_id: data.id });
    expect(asset).toMatchObject({
      name: 'my.model.1@v2.onnx',
      state: 'uploaded',
      size: 7,
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    });
    const token = box.issueToken({ repository: 'acme/churn', permissions: { contents: 'write' } });
    const response = await fetch(asset.url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/octet-stream' },
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    const location = response.headers.get('location') ?? '';
    expect(new URL(location).host).not.toBe(new URL(box.url).host);
    expect(await (await fetch(location)).text()).toBe('weights');
    expect((await fetch(location, { headers: { authorization: `Bearer ${token}` } })).status).toBe(400);
  });

  it('refuses a second asset of the same name, and takes it again after a deletion', async () => {
    const release = await draft();
    const { data } = await upload(release, 'model.bin', Buffer.from('one'));
    expect(await failureOf(upload(release, 'model.bin', Buffer.from('two')))).toMatchObject({ status: 422 });
    await client.rest.repos.deleteReleaseAsset({ ...REPOSITORY, asset_id: data.id });
    expect((await upload(release, 'model.bin', Buffer.from('two'))).status).toBe(201);
  });

  it('leaves an asset without bytes behind when an upload breaks off', async () => {
    const release = await draft();
    box.faults.inject({ kind: 'broken-upload', method: 'POST' });
    expect(await failureOf(upload(release, 'model.bin', Buffer.from('one')))).toMatchObject({ status: 502 });
    const { data } = await client.rest.repos.listReleaseAssets({ ...REPOSITORY, release_id: release.id });
    expect(data).toMatchObject([{ name: 'model.bin', state: 'starter', size: 0, digest: null }]);
  });

  it('freezes a release when the repository says so, and burns its tag when it is deleted', async () => {
    box.world.findRepository('acme/churn')!.immutableReleases = true;
    const release = await draft();
    const { data: asset } = await upload(release, 'model.bin', Buffer.from('one'));
    await publish(release.id);
    const { data } = await client.rest.repos.getRelease({ ...REPOSITORY, release_id: release.id });
    expect(data.immutable).toBe(true);
    const main = await tip();
    const refusals = [
      () => upload(release, 'more.bin', Buffer.from('two')),
      () => client.rest.repos.deleteReleaseAsset({ ...REPOSITORY, asset_id: asset.id }),
      () => client.rest.repos.updateRelease({ ...REPOSITORY, release_id: release.id, prerelease: true }),
      () => client.rest.git.deleteRef({ ...REPOSITORY, ref: 'tags/churn@v1.0.0' }),
      () => client.rest.git.updateRef({ ...REPOSITORY, ref: 'tags/churn@v1.0.0', sha: main, force: true }),
    ];
    for (const refuse of refusals) expect(await failureOf(refuse())).toMatchObject({ status: 422 });
    await client.rest.repos.updateRelease({
      ...REPOSITORY,
      release_id: release.id,
      body: 'notes may change',
    });

    await client.rest.repos.deleteRelease({ ...REPOSITORY, release_id: release.id });
    expect(
      await failureOf(client.rest.repos.createRelease({ ...REPOSITORY, tag_name: 'churn@v1.0.0' })),
    ).toMatchObject({ status: 422 });
  });

  const tip = async (): Promise<string> =>
    (await client.rest.git.getRef({ ...REPOSITORY, ref: 'heads/main' })).data.object.sha;

  it('leaves the latest release alone when a model says make_latest false', async () => {
    const code = await client.rest.repos.createRelease({ ...REPOSITORY, tag_name: 'v1.0.0' });
    await publish((await draft()).id);
    const { data } = await client.rest.repos.getLatestRelease(REPOSITORY);
    expect(data.id).toBe(code.data.id);
  });

  it('refuses notes above 125,000 characters and a target that does not exist', async () => {
    const create = (options: object): Promise<{ status: number }> =>
      client.rest.repos.createRelease({ ...REPOSITORY, tag_name: 'churn@v9.0.0', ...options });
    expect(await failureOf(create({ body: 'x'.repeat(125_001), draft: true }))).toMatchObject({
      status: 422,
    });
    expect(await failureOf(create({ target_commitish: 'nowhere' }))).toMatchObject({ status: 422 });
  });

  it('answers 404 when a workflow would release a commit that changes workflows', async () => {
    const files = { '.github/workflows/train.yml': 'on: push\n' };
    const { sha } = await box.pushFiles({ repository: 'acme/churn', branch: 'ci', files });
    const release = client.rest.repos.createRelease({
      ...REPOSITORY,
      tag_name: 'churn@v1.0.0',
      target_commitish: sha,
    });
    expect(await failureOf(release)).toMatchObject({ status: 404 });
  });
});
