/** A challenger against a champion: both score the same rows, from bytes that have the registered digest. */
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import {
  openArtifact,
  PROJECT,
  registerTrained,
  startGround,
  startPullRun,
  startRun,
  train,
  type Ground,
} from '../../ground/training.ts';

/** A pull request that makes the model say 0.5 instead of 0.25. */
const CHALLENGER = { 'train.sh': PROJECT['train.sh']!.replace('\\"rate\\": 0.25', '\\"rate\\": 0.5') };

describe('a challenger and the champion', () => {
  let ground: Ground;
  let modelDigest: string;
  beforeAll(async () => {
    ground = await startGround();
    const job = await startRun(ground, { event: 'push' });
    expect((await train(ground, job)).errors).toEqual([]);
    const { run } = await registerTrained(ground, job);
    modelDigest = run.modelSet!.digest;
  });
  beforeEach(() => ground.hub.box.requests.clear());
  afterAll(() => ground[Symbol.asyncDispose]());

  const assetDownloads = (): readonly string[] =>
    ground.hub.box.requests.lines().filter((line) => line.includes('/releases/assets/{asset_id}'));

  it('score the same rows', async () => {
    const job = await startPullRun(ground, CHALLENGER);
    const ended = await train(ground, job);
    expect(ended.errors).toEqual([]);
    expect(ended.outputs).toMatchObject({ unaffected: 'false', champion: 'late@v1.0.0' });
    const { folder, run } = await openArtifact(ground, job);
    expect(run.champion).toEqual({ version: '1.0.0', tag: 'late@v1.0.0', stage: 'production', modelDigest });
    const [challenger, champion] = await Promise.all(
      ['challenger', 'champion'].map((name) => readFile(join(folder, `predictions-${name}.csv`), 'utf8')),
    );
    expect(challenger!.split('\n')[1]).toBe('200,2001-01-01,1,0.5');
    expect(champion!.split('\n')[1]).toBe('200,2001-01-01,1,0.25');
    expect(run.scored!.champion).toEqual({ code: 'version' });
    expect(challenger!.split('\n')).toHaveLength(champion!.split('\n').length);
    expect(ended.summary).toContain('Scored on the same rows as `late@v1.0.0`');
    expect(ground.hub.box.requests.writes()).toEqual([]);
    // model.json, run.json, and the two files of the model.
    expect(assetDownloads()).toHaveLength(4);
  });

  it('take the files from the cache in a later run, and verify them', async () => {
    // Hosted runners all have the same folders, which are part of the cache's key, and find them empty.
    const first = await startPullRun(ground, CHALLENGER);
    expect((await train(ground, first)).errors).toEqual([]);
    ground.hub.box.requests.clear();
    const { workspace } = first;
    const again = await ground.hub.box.rerun(first, { workspace, permissions: { contents: 'read' } });
    const ended = await train(ground, again, { emptyTemp: first.environment.RUNNER_TEMP! });
    expect(ended.errors).toEqual([]);
    expect(ended.printed).toContain('scoring with {"rate": 0.25}');
    expect(assetDownloads()).toHaveLength(2);
  });

  const foreign: readonly (readonly [string, (path: string) => Promise<void>])[] = [
    ['other bytes', (path) => writeFile(path, '{"rate": 0.99}')],
    ['a link', (path) => symlink('/etc/passwd', path)],
  ];
  it.each(foreign)('replace %s in the folder of the cached files', async (_kind, plant) => {
    const job = await startPullRun(ground, CHALLENGER);
    const folder = join(job.environment.RUNNER_TEMP!, 'model-steward-models', modelDigest, 'model');
    await mkdir(folder, { recursive: true });
    await plant(join(folder, 'model.json'));
    const ended = await train(ground, job);
    expect(ended.errors).toEqual([]);
    expect(ended.printed).toContain('scoring with {"rate": 0.25}');
    expect(ended.printed).not.toContain('0.99');
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'extra',
      'extra/notes.txt',
      'model.json',
    ]);
  });

  it('are still evidence when the code of the checkout is asked for, and cannot score the champion', async () => {
    const config = '.github/model-steward.yml';
    const job = await startPullRun(ground, {
      ...CHALLENGER,
      [config]: PROJECT[config]!.replace('bash score.sh,', 'bash score.sh, code: head,'),
      'score.sh': `grep -q 0.5 "$MODEL_STEWARD_MODEL/model.json" || exit 3\n${PROJECT['score.sh']!}`,
    });
    const ended = await train(ground, job);
    expect(ended.errors).toEqual([]);
    const { run } = await openArtifact(ground, job);
    expect(run.champion!.tag).toBe('late@v1.0.0');
    expect(run.outputs.map(({ role }) => role)).not.toContain('predictions-champion');
    expect(run.scored!.champion).toMatchObject({ failures: [{ code: 'head', lastLines: [] }] });
    expect(run.scored!.champion!.code).toBeUndefined();
    expect(ended.summary).toContain('could not score the champion');
  });

  it('do not use a release whose bytes are not the registered ones', async () => {
    const { assets } = ground.hub.repository.releases[0]!;
    const index = assets.findIndex(({ name }) => name === 'model+model.json');
    const registered = assets[index]!;
    onTestFinished(() => void (assets[index] = registered));
    const bytes = Buffer.from('{"rate": 0.99}');
    assets[index] = { ...registered, bytes, digest: `sha256:${sha256(bytes)}` };
    const job = await startPullRun(ground, CHALLENGER);
    const ended = await train(ground, job);
    expect(ended.exitCode).toBe(1);
    expect(ended.errors.join()).toContain('DIGEST_MISMATCH: release of late@v1.0.0');
    // The reason for the comment, and no evidence.
    expect(ended.artifacts.map(({ name }) => name)).toEqual(['model-steward-late-1.failure']);
  });
});
