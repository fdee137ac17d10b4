import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { Release } from '../../../src/shared/domain/kernel/platform.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import { assetSource } from '../../ground/asset-source.ts';
import { startBoxGitHub, type BoxGitHub } from './box-github.ts';

const TAG = 'churn@v1.0.0';
const DRAFT = { tag: TAG, name: 'churn v1.0.0', body: 'The card.' };
/** Larger than one chunk of a file stream, so that it is really streamed. */
const MODEL = randomBytes(300_000);

let ground: BoxGitHub;
let files: Files;
beforeEach(async () => {
  await start(false);
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

async function start(immutableReleases: boolean): Promise<void> {
  ground = await startBoxGitHub({ immutableReleases });
  const folder = join(ground.folder, 'files');
  await mkdir(folder);
  files = openFiles(folder);
  await writeFile(join(folder, 'model.bin'), MODEL);
  await ground.github.tags.create({
    name: TAG,
    commit: ground.sha,
    message: 'Register',
    taggedAt: '2026-11-20T10:00:00Z',
  });
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function publishWithModel(): Promise<Release> {
  const { releases } = ground.github;
  const draft = await releases.createDraft(DRAFT);
  await releases.uploadAsset(draft, 'model.bin', await assetSource(files, 'model.bin'));
  return releases.publish(draft, () => undefined);
}

describe('a release', () => {
  it('is a draft until it is published, and found as both', async () => {
    const { releases } = ground.github;
    const draft = await releases.createDraft(DRAFT);
    expect(draft).toMatchObject({
      tag: TAG,
      name: 'churn v1.0.0',
      body: 'The card.',
      draft: true,
      assets: [],
    });
    expect(await releases.find(TAG)).toEqual(draft);
    const published = await releases.publish(draft, () => undefined);
    expect(published).toMatchObject({ id: draft.id, draft: false });
    expect(await releases.find(TAG)).toEqual(published);
    expect(await releases.find('churn@v9.0.0')).toBeUndefined();
  });

  it('does not become the latest of the repository', async () => {
    await publishWithModel();
    expect(ground.repository.releases.map(({ makeLatest }) => makeLatest)).toEqual(['false']);
  });

  it('of one tag may have several drafts, and each is found with who made it, the oldest first', async () => {
    const { github, repository } = ground;
    const first = await github.releases.createDraft(DRAFT);
    const second = await github.releases.createDraft(DRAFT);
    const [record] = repository.releases;
    repository.releases.push({ ...record!, id: second.id + 1, author: 'eve' });
    expect(await github.releases.newestOf(TAG)).toEqual({
      published: undefined,
      drafts: [
        { release: first, author: 'github-actions[bot]', isOwn: true },
        { release: second, author: 'github-actions[bot]', isOwn: true },
        { release: expect.objectContaining({ id: second.id + 1 }), author: 'eve', isOwn: false },
      ],
    });
    const published = await github.releases.publish(second, () => undefined);
    expect(await github.releases.newestOf(TAG)).toEqual({ published, drafts: [] });
  });

  it('is published with the name and the notes that are given, whatever stands in its draft', async () => {
    const { github, repository } = ground;
    const draft = await github.releases.createDraft(DRAFT);
    Object.assign(repository.releases[0]!, { name: 'Other', body: 'Other notes.', prerelease: true });
    const published = await github.releases.publish(draft, () => undefined);
    expect(published).toMatchObject({ name: DRAFT.name, body: DRAFT.body });
    expect(repository.releases[0]?.prerelease).toBe(false);
  });

  it('that is published already can be published again', async () => {
    const published = await publishWithModel();
    expect(await ground.github.releases.publish(published, () => undefined)).toEqual(published);
    expect(ground.repository.releases).toHaveLength(1);
  });
});

it('a release with many assets has all of them', async () => {
  const { releases } = ground.github;
  const draft = await releases.createDraft(DRAFT);
  const names = Array.from({ length: 31 }, (_, index) => `file-${String(index).padStart(2, '0')}`);
  for (const name of names) {
    await files.write(name, name);
    await releases.uploadAsset(draft, name, await assetSource(files, name));
  }
  ground.box.requests.clear();
  expect((await releases.find(TAG))?.assets.map(({ name }) => name)).toEqual(names);
  expect(ground.box.requests.lines()).toContain('GET /repos/{owner}/{repo}/releases/{release_id}/assets 200');
});

it('a draft is looked for among the newest releases, however many there are', async () => {
  const { box, github, repository } = ground;
  const { releases } = github;
  const draft = await releases.createDraft(DRAFT);
  const older = Array.from({ length: 250 }, (_, index) => ({
    ...repository.releases[0]!,
    ...{ id: 1_000_000 + index, tagName: `other@v1.0.${index}`, draft: false },
  }));
  repository.releases.unshift(...older);
  box.requests.clear();
  expect((await releases.newestOf(TAG)).drafts.map(({ release }) => release)).toEqual([draft]);
  expect(await releases.newestOf('churn@v2.0.0')).toEqual({ published: undefined, drafts: [] });
  expect(box.requests.lines()).toEqual(Array(2).fill('GET /repos/{owner}/{repo}/releases 200'));
});

describe('an asset', () => {
  it('has the bytes of the file, by the digest of the server', async () => {
    const { releases } = ground.github;
    const asset = await releases.uploadAsset(
      await releases.createDraft(DRAFT),
      'model.bin',
      await assetSource(files, 'model.bin'),
    );
    expect(asset).toMatchObject({
      name: 'model.bin',
      state: 'uploaded',
      sizeBytes: MODEL.length,
      digest: `sha256:${digestOf(MODEL)}`,
    });
    expect((await releases.find(TAG))?.assets).toEqual([asset]);
  });

  it('that is empty is refused in the words of GitHub', async () => {
    const { releases } = ground.github;
    await files.write('empty.txt', '');
    const draft = await releases.createDraft(DRAFT);
    await expect(
      releases.uploadAsset(draft, 'empty.txt', await assetSource(files, 'empty.txt')),
    ).rejects.toThrow('size must be greater than or equal to 1');
  });

  it('that is equal is adopted without an upload', async () => {
    const { releases } = ground.github;
    const draft = await releases.createDraft(DRAFT);
    const first = await releases.uploadAsset(draft, 'model.bin', await assetSource(files, 'model.bin'));
    // Whoever read the draft before gets the refusal of a second asset of this name, and looks then.
    expect(await releases.uploadAsset(draft, 'model.bin', await assetSource(files, 'model.bin'))).toEqual(
      first,
    );
    const found = (await releases.find(TAG))!;
    ground.box.requests.clear();
    expect(await releases.uploadAsset(found, 'model.bin', await assetSource(files, 'model.bin'))).toEqual(
      first,
    );
    expect(ground.box.requests.writes()).toEqual([]);
  });

  it('whose upload failed half way is replaced', async () => {
    const { box, github } = ground;
    const draft = await github.releases.createDraft(DRAFT);
    box.faults.inject({ kind: 'broken-upload', method: 'POST', route: /\/assets$/ });
    const asset = await github.releases.uploadAsset(
      draft,
      'model.bin',
      await assetSource(files, 'model.bin'),
    );
    expect(asset.digest).toBe(`sha256:${digestOf(MODEL)}`);
    expect(ground.repository.releases[0]?.assets).toHaveLength(1);
  });

  it('that is complete and different is never touched', async () => {
    const { releases } = ground.github;
    const draft = await releases.createDraft(DRAFT);
    await files.write('other.bin', 'other bytes');
    await releases.uploadAsset(draft, 'model.bin', await assetSource(files, 'other.bin'));
    const found = (await releases.find(TAG))!;
    ground.box.requests.clear();
    await expect(
      releases.uploadAsset(found, 'model.bin', await assetSource(files, 'model.bin')),
    ).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      message: expect.stringContaining(`expected sha256:${digestOf(MODEL)} (300000 bytes)`),
    });
    expect(ground.box.requests.writes()).toEqual([]);
  });

  it('is downloaded from the storage without the token, and hashed on the way', async () => {
    const published = await publishWithModel();
    const to = openFiles(join(ground.folder, 'files'));
    const record = await ground.github.releases.downloadAsset(published, published.assets[0]!, {
      files: to,
      path: 'down/model.bin',
    });
    expect(record).toEqual({ path: 'down/model.bin', sha256: digestOf(MODEL), sizeBytes: MODEL.length });
    expect(Buffer.from(await to.read('down/model.bin'))).toEqual(MODEL);
    expect(await readdir(join(ground.folder, 'files', 'down'))).toEqual(['model.bin']);
  });

  it('is not accepted with other bytes than the server stores', async () => {
    const { releases } = ground.github;
    const published = await publishWithModel();
    const asset = { ...published.assets[0]!, digest: `sha256:${'0'.repeat(64)}` };
    await expect(releases.downloadAsset(published, asset, { files, path: 'down.bin' })).rejects.toMatchObject(
      { code: 'SERVICE_UNREACHABLE', message: expect.stringContaining('are stored') },
    );
    expect(await files.exists('down.bin')).toBe(false);
  });

  it('is never written outside the folder', async () => {
    const published = await publishWithModel();
    const write = ground.github.releases.downloadAsset(published, published.assets[0]!, {
      files,
      path: '../out.bin',
    });
    await expect(write).rejects.toMatchObject({ code: 'FILES_INVALID' });
  });
});

describe('where releases are immutable', () => {
  beforeEach(async () => {
    await ground[Symbol.asyncDispose]();
    await start(true);
  });

  it('the order draft, assets, publish works, and nothing can be added afterwards', async () => {
    const published = await publishWithModel();
    expect(published).toMatchObject({ immutable: true, draft: false });
    await files.write('late.txt', 'late');
    await expect(
      ground.github.releases.uploadAsset(published, 'late.txt', await assetSource(files, 'late.txt')),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('publishing again is recognized as done', async () => {
    const published = await publishWithModel();
    expect(await ground.github.releases.publish(published, () => undefined)).toEqual(published);
  });

  it('a burned tag ends in a conflict that says so', async () => {
    ground.repository.burnedTags.add(TAG);
    await expect(ground.github.releases.createDraft(DRAFT)).rejects.toMatchObject({
      code: 'VERSION_TAKEN',
      hint: expect.stringContaining('next version'),
    });
  });
});
