/**
 * Parts and archives with limits of a few bytes: uploaded to the box, put together by GNU tar and coreutils, and by the
 * download; and each way in which somebody can change them.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createScratch } from '../../src/shared/adapters/files/scratch.ts';
import type { ModelAsset } from '../../src/shared/domain/documents/model.ts';
import { sha256 } from '../../src/shared/domain/kernel/digest.ts';
import {
  PACK_INDEX,
  planStorage,
  type StorageLimits,
  type StoragePlan,
} from '../../src/shared/domain/registry/plan-storage.ts';
import type { Files } from '../../src/shared/ports/workspace.ts';
import { createPieceSources, digestPieces } from '../../src/shared/usecases/asset-content.ts';
import { downloadModelFiles } from '../../src/shared/usecases/download-model.ts';
import { recordFiles } from '../../src/shared/usecases/record-files.ts';
import type { ReleasedVersion } from '../../src/shared/usecases/released-version.ts';
import { startBoxGitHub, type BoxGitHub } from '../adapters/github/box-github.ts';
import { silentLog } from '../adapters/github/test-client.ts';

const LIMITS: StorageLimits = { maxAssetBytes: 5000, partBytes: 3000, maxSingleFiles: 3 };

let ground: BoxGitHub;
let folder: string;
beforeAll(async () => {
  ground = await startBoxGitHub();
  folder = await mkdtemp(join(tmpdir(), 'stored-'));
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

let count = 0;

async function evidenceOf(contents: Readonly<Record<string, Uint8Array>>): Promise<Files> {
  count += 1;
  const root = join(folder, `evidence-${count}`);
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return openFiles(root);
}

interface Stored {
  readonly version: ReleasedVersion;
  readonly plan: StoragePlan;
}

/** What register does with the files of a model. */
async function store(files: Files): Promise<Stored> {
  const records = await recordFiles(files, await files.match(['model/**']));
  const plan = planStorage(
    records.map((record) => ({ ...record, role: 'model' })),
    LIMITS,
  );
  const digests = await digestPieces(files, plan);
  const sourceOf = createPieceSources(files, plan);
  const { releases, tags } = ground.github;
  const tag = `churn@v1.0.${count}`;
  await tags.create({ name: tag, commit: ground.sha, message: 'Register', taggedAt: '2026-11-20T10:00:00Z' });
  const draft = await releases.createDraft({ tag, name: tag, body: '' });
  const assets = plan.pieces.map((piece): ModelAsset => {
    const { asset, path, role, part, startBytes, endBytes } = piece;
    const digest = piece.sha256 ?? digests.get(asset)!;
    return { asset, path, role, sha256: digest, sizeBytes: endBytes - startBytes, ...(part && { part }) };
  });
  for (const { asset, sha256: digest } of assets)
    await releases.uploadAsset(draft, asset, sourceOf(asset, digest)!);
  if (plan.index !== undefined) assets.push(await storeIndex(draft, plan.index));
  const release = await releases.publish(draft, () => undefined);
  const relative = records.map((record) => ({ ...record, path: record.path.slice('model/'.length) }));
  const document = { files: relative, assets } as unknown as ReleasedVersion['document'];
  return { version: { tag, release, document, digest: '' }, plan };
}

async function storeIndex(
  draft: Parameters<BoxGitHub['github']['releases']['uploadAsset']>[0],
  text: string,
): Promise<ModelAsset> {
  const bytes = Buffer.from(text);
  const asset = { path: PACK_INDEX, sha256: sha256(bytes), sizeBytes: bytes.length };
  const stream = (): AsyncIterable<Uint8Array> => new Blob([bytes]).stream();
  await ground.github.releases.uploadAsset(draft, PACK_INDEX, { ...asset, stream });
  return { ...asset, asset: PACK_INDEX, role: 'pack-index' };
}

async function download(version: ReleasedVersion): Promise<Files> {
  count += 1;
  const into = openFiles(join(folder, `download-${count}`));
  const scratch = createScratch(folder);
  await downloadModelFiles({ releases: ground.github.releases, log: silentLog, scratch }, version, into);
  return into;
}

/** The assets in a folder, put together by a shell. @returns what `sha256sum` says of the files, by path. */
async function byShell({ version }: Stored, commands: string): Promise<string> {
  const root = await mkdtemp(join(folder, 'shell-'));
  const { assets } = ground.repository.releases.find(({ tagName }) => tagName === version.tag)!;
  for (const { name, bytes } of assets) await writeFile(join(root, name), bytes);
  execFileSync('bash', ['-ec', commands], { cwd: root });
  const script = 'find model -type f -print0 | sort -z | xargs -0 sha256sum';
  return execFileSync('bash', ['-c', script], { cwd: root, env: { ...process.env, LC_ALL: 'C' } }).toString();
}

const JOIN = 'for f in *@part-0001; do cat -- "${f%0001}"* > "${f%@part-0001}" && rm -- "${f%0001}"*; done; ';

async function sumsOf(files: Files): Promise<string> {
  const records = await recordFiles(files, await files.match(['model/**']));
  return records.map(({ path, sha256: digest }) => `${digest}  ${path}\n`).join('');
}

describe('files that no asset can hold', () => {
  it('a large file is in parts, which `cat` joins and a download too', async () => {
    const files = await evidenceOf({
      'model/w.bin': randomBytes(7001),
      'model/config.json': Buffer.from('{}'),
    });
    const stored = await store(files);
    expect(stored.version.release.assets.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['model+config.json', 2],
      ['model+w.bin@part-0001', 3000],
      ['model+w.bin@part-0002', 3000],
      ['model+w.bin@part-0003', 1001],
    ]);
    const restore = `${JOIN}mkdir model; for f in model+*; do mv "$f" "model/\${f#model+}"; done`;
    expect(await byShell(stored, restore)).toBe(await sumsOf(files));
    expect(await sumsOf(await download(stored.version))).toBe(await sumsOf(files));
  });

  it('many files are an archive in parts, which GNU tar unpacks and a download too', async () => {
    const sizes = [0, 1, 511, 512, 513, 2999, 6000, 0];
    const contents = Object.fromEntries(
      sizes.map((size, n) => [`model/d${n % 3}/ä ${n}`, randomBytes(size)]),
    );
    const files = await evidenceOf({ ...contents, [`model/${'deep/'.repeat(30)}x`]: Buffer.from('x') });
    const stored = await store(files);
    expect(stored.version.release.assets.length).toBeGreaterThan(4);
    expect(await byShell(stored, `${JOIN}tar -xf model.tar`)).toBe(await sumsOf(files));
    expect(await sumsOf(await download(stored.version))).toBe(await sumsOf(files));
  });
});

describe('what somebody changed', () => {
  const withAssets = (
    { version }: Stored,
    change: (assets: readonly ModelAsset[]) => readonly ModelAsset[],
  ): ReleasedVersion => ({
    ...version,
    document: { ...version.document, assets: [...change(version.document.assets)] },
  });

  it.each<readonly [string, (assets: readonly ModelAsset[]) => readonly ModelAsset[], RegExp]>([
    ['a part is missing', (assets) => assets.toSpliced(1, 1), /parts 1 to 3/],
    ['a part is there twice', (assets) => [...assets, assets[1]!], /parts 1 to 3/],
    [
      'two parts are exchanged',
      ([first, second, ...rest]) => [
        { ...first!, part: second!.part },
        { ...second!, part: first!.part },
        ...rest,
      ],
      /model\/w\.bin: expected the registered bytes, got SHA-256/,
    ],
    [
      'a part is of another size',
      ([first, ...rest]) => [{ ...first!, sizeBytes: 1 }, ...rest],
      /parts of 7001 bytes/,
    ],
  ])('%s → the download fails, and no file is left', async (_, change, said) => {
    const stored = await store(await evidenceOf({ 'model/w.bin': randomBytes(7001) }));
    await expect(download(withAssets(stored, change))).rejects.toThrow(said);
    expect(await openFiles(join(folder, `download-${count}`)).match(['**'])).toEqual([]);
  });

  it('the index names another file, or bytes of another file → the download fails', async () => {
    const contents = Object.fromEntries([1, 2, 3, 4].map((n) => [`model/${n}`, Buffer.from(`${n}`)]));
    const stored = await store(await evidenceOf(contents));
    const { assets } = ground.repository.releases.find(({ tagName }) => tagName === stored.version.tag)!;
    const at = assets.findIndex(({ name }) => name === PACK_INDEX);
    const spoil = async (pattern: RegExp, text: string, said: RegExp): Promise<void> => {
      const bytes = Buffer.from(stored.plan.index!.replace(pattern, text));
      const digest = sha256(bytes);
      assets[at] = { ...assets[at]!, bytes, digest: `sha256:${digest}` };
      const release = (await ground.github.releases.find(stored.version.tag))!;
      const changed = withAssets(stored, (named) =>
        named.map((asset) => (asset.role === 'pack-index' ? { ...asset, sha256: digest } : asset)),
      );
      await expect(download({ ...changed, release })).rejects.toThrow(said);
    };
    await spoil(
      /model\/4/,
      'model/../../x',
      /model\.tar\.index: model\/4: expected the registered bytes, got none/,
    );
    await spoil(/^1024 /m, '1025 ', /model\.tar: model\/1: expected the registered bytes/);
    await spoil(/^1024 /m, '9000 ', /line 2: expected "<first byte>/);
    await spoil(/.*\n$/, 'nothing\n', /line 4: expected "<first byte>/);
  });
});
