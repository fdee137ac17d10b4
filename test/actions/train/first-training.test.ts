/** The first training of a model: everything that it left, under digests, in one artifact. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { envelopeSchema } from '../../../src/shared/domain/documents/envelope.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import { checkRun } from '../../../src/shared/domain/supply-chain/check-chain.ts';
import { columnNames, parseProfile } from '../../../src/shared/domain/monitoring/profile/profile.ts';
import type { StartedRun } from '../../github-box/human/runs.ts';
import {
  MODEL,
  openArtifact,
  REPOSITORY,
  SOURCES,
  startGround,
  startPullRun,
  train,
  type Ended,
  type Ground,
} from '../../ground/training.ts';

describe('the first training of a model, on a pull request', () => {
  let ground: Ground;
  let job: StartedRun;
  let ended: Ended;
  let folder: string;
  let run: Run;
  beforeAll(async () => {
    ground = await startGround();
    job = await startPullRun(ground, { 'notes.md': 'a first model\n' });
    ended = await train(ground, job, { program: SOURCES });
    expect(ended.errors).toEqual([]);
    ({ folder, run } = await openArtifact(ground, job));
  });
  afterAll(() => ground[Symbol.asyncDispose]());

  it('leaves one artifact, which carries the attempt in its name', () => {
    expect(ended.exitCode).toBe(0);
    expect(ended.artifacts.map(({ name }) => name)).toEqual(['model-steward-late-1']);
    expect(ended.outputs).toMatchObject({
      model: MODEL,
      unaffected: 'false',
      'run-id': String(job.id),
      artifact: 'model-steward-late-1',
      'artifact-id': String(ended.artifacts[0]!.id),
      'run-digest': documentDigest(run),
      'model-digest': run.modelSet!.digest,
      champion: '',
    });
    expect(JSON.parse(ended.outputs.metrics!)).toEqual({ log_loss: 0.5, 'test.auc': 0.75 });
  });

  it('keeps every file under the digest that it has', async () => {
    expect((await readdir(folder, { recursive: true })).sort()).toEqual([
      'SHA256SUMS',
      'example.json',
      'metrics.json',
      'model',
      'model/extra',
      'model/extra/notes.txt',
      'model/model.json',
      'parameters.json',
      'predictions-challenger.csv',
      'profile.json',
      'run.envelope.json',
      'run.json',
    ]);
    const listed = run.outputs.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
    const child = promisify(execFile)('sha256sum', ['--check', '--strict', '-'], { cwd: folder });
    child.child.stdin!.end(listed);
    expect((await child).stdout.split('\n')).toHaveLength(run.outputs.length + 1);
  });

  it('names the model by a digest that anybody can check with coreutils', async () => {
    const shell = promisify(execFile)(
      'bash',
      ['-ec', 'cd model; sha256sum --check --strict --quiet ../SHA256SUMS; sha256sum ../SHA256SUMS'],
      { cwd: folder },
    );
    expect((await shell).stdout.slice(0, 64)).toBe(run.modelSet!.digest);
    expect(run.modelSet!.files.map(({ path }) => path)).toEqual(['extra/notes.txt', 'model.json']);
  });

  it('says what the model was made of', () => {
    expect(run.source).toEqual({
      repository: REPOSITORY,
      commit: job.environment.GITHUB_SHA,
      tree: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      clean: true,
    });
    expect(run.inputs.files.map(({ path, role }) => [role, path].join(' '))).toEqual([
      'data data/holdout.csv',
      'data data/train.csv',
      'lock requirements.txt',
      'code score.sh',
      'code train.sh',
    ]);
    expect(run.parameters).toEqual({ rate: 0.25, 'method.name': 'mean' });
    expect(run.commands).toEqual({ train: 'bash train.sh', score: 'bash score.sh' });
    expect(run.environment).toEqual({ os: 'Linux', arch: 'X64' });
    expect(run.scored!.data.path).toBe('data/holdout.csv');
    expect(run.champion).toBeUndefined();
    expect(() => checkRun(run, MODEL, REPOSITORY)).not.toThrow();
  });

  it('puts into the envelope what changes with every run', async () => {
    const envelope = envelopeSchema.parse(
      JSON.parse(await readFile(join(folder, 'run.envelope.json'), 'utf8')),
    );
    expect(envelope).toMatchObject({
      document: { name: 'run.json', sha256: documentDigest(run) },
      run: { id: job.id, attempt: 1, workflow: '.github/workflows/model.yml', event: 'pull_request' },
    });
    expect(envelope.durationMs).toBeGreaterThan(0);
  });

  it('takes the reference profile by days, without ids and labels, and the performance by days', async () => {
    const profile = parseProfile(await readFile(join(folder, 'profile.json')), 'profile.json');
    expect(profile.rows).toBe(200);
    expect(profile.time!.days).toHaveLength(20);
    expect(columnNames(profile)).toEqual(['distance']);
    expect(profile.performance!.rows).toEqual(new Array(20).fill(5));
  });

  it('only reads from GitHub', () => {
    expect(ground.hub.box.requests.writes()).toEqual([]);
  });

  it('is described in the job summary', () => {
    expect(ended.summary).toContain('### `late`: trained');
    expect(ended.summary).toContain('The stage `production` is empty.');
    expect(ended.summary).toMatch(/\| `test\.auc` +\| +0\.75/);
    expect(ended.summary).toContain(run.modelSet!.digest);
  });

  it('gives the same document again for the same inputs', async () => {
    const again = await ground.hub.box.rerun(job, { job: 'train', permissions: { contents: 'read' } });
    const second = await train(ground, again);
    expect(second.outputs['run-digest']).toBe(ended.outputs['run-digest']);
    expect(second.outputs.artifact).toBe('model-steward-late-2');
  });
});
