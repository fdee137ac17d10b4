import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import type { Artifact } from '../../../src/shared/domain/kernel/platform.ts';
import type { Files } from '../../../src/shared/ports/workspace.ts';
import type { StartedRun } from '../../github-box/human/runs.ts';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

const NAME = 'model-steward-churn-1';
const FILES = { 'run.json': '{"schema":"model-steward/run/1"}', 'model/weights.bin': 'w'.repeat(100_000) };

let ground: BoxGitHub;
let run: StartedRun;
beforeEach(async () => {
  ground = await startBoxGitHub();
  run = await ground.box.startRun({
    repository: REPOSITORY,
    workflow: '.github/workflows/model.yml',
    event: 'push',
  });
  // The toolkit's clients find the runner's services in the environment.
  for (const [name, value] of Object.entries(run.environment)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await ground[Symbol.asyncDispose]();
});

async function upload(): Promise<Artifact> {
  const files = openFiles(join(ground.folder, 'evidence'));
  for (const [path, content] of Object.entries(FILES)) await files.write(path, content);
  await ground.github.artifactUploads.upload(NAME, files, Object.keys(FILES));
  const [artifact] = await ground.github.artifacts.ofRun(run.id);
  return artifact!;
}

function downloads(): Files {
  return openFiles(join(ground.folder, 'down'));
}

describe('an artifact', () => {
  it('is listed under its run, with digest, size and end of retention', async () => {
    const artifact = await upload();
    expect(artifact).toMatchObject({
      name: NAME,
      expired: false,
      expiresAt: expect.stringMatching(/^2027-01-30T/),
    });
    expect(artifact.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(artifact.sizeBytes).toBeGreaterThan(0);
    expect(await ground.github.artifacts.ofRun(run.id + 1000).catch((error: unknown) => error)).toMatchObject(
      { status: 404 },
    );
  });

  it('comes back as it went up', async () => {
    const artifact = await upload();
    const before = await readdir(ground.folder);
    const files = downloads();
    await ground.github.artifacts.download(artifact, files);
    expect(await files.match(['**'])).toEqual(['model/weights.bin', 'run.json']);
    expect(Buffer.from(await files.read('model/weights.bin')).toString()).toBe(FILES['model/weights.bin']);
    // The zip itself is gone.
    expect(await readdir(ground.folder)).toEqual([...before, 'down'].sort());
  });

  it('under a name that is taken is an error that says so', async () => {
    await upload();
    await expect(upload()).rejects.toThrow(`artifact "${NAME}": expected it to be stored`);
  });

  it('is not unpacked when its bytes are not those that the server names', async () => {
    const artifact = { ...(await upload()), digest: `sha256:${'0'.repeat(64)}` };
    const files = downloads();
    await expect(ground.github.artifacts.download(artifact, files)).rejects.toThrow(
      `download the artifact "${NAME}": expected a complete answer`,
    );
    expect(await files.match(['**'])).toEqual([]);
  });

  it('that has expired, before or after it was listed, ends in a conflict that says what to do', async () => {
    const artifact = await upload();
    ground.box.world.results?.expire(artifact.id);
    const [listed] = await ground.github.artifacts.ofRun(run.id);
    for (const expired of [artifact, listed!]) {
      await expect(ground.github.artifacts.download(expired, downloads())).rejects.toMatchObject({
        code: 'EVIDENCE_EXPIRED',
        hint: 'train again: the new run stores new evidence',
      });
    }
  });
});

describe('the cache', () => {
  it('gives back under its key what was saved, and nothing under another', async () => {
    const { fileCache } = ground.github;
    const folder = openFiles(join(run.workspace, 'champion'));
    await folder.write('model.bin', 'bytes');
    await fileCache.save(folder, 'champion-abc');
    expect(await fileCache.restore(folder, 'champion-abc')).toBe('restored');
    expect(await fileCache.restore(folder, 'champion-xyz')).toBe('absent');
  });

  it('that cannot be reached costs time, not the run', async () => {
    vi.stubEnv('ACTIONS_RESULTS_URL', 'not an address');
    const { fileCache } = ground.github;
    const folder = openFiles(join(run.workspace, 'champion'));
    expect(await fileCache.restore(folder, 'champion-abc')).toBe('absent');
    await expect(fileCache.save(folder, 'champion-abc')).resolves.toBeUndefined();
  });
});
