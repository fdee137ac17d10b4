/** Operations on stages: promote, rollback, resolve, download, history. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { startProject, type Project } from '../../ground/project.ts';

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
  restore = project.box.snapshot();
});
beforeEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const operate = (operation: string, inputs: Readonly<Record<string, string>> = {}) =>
  project.registerByHand({ inputs: { operation, ...inputs } });
const assigned = async (stage = 'production') => (await operate('resolve', { stage })).outputs.version;

describe('resolve', () => {
  it('names the version of a stage, and writes nothing', async () => {
    project.box.requests.clear();
    const ended = await project.registerByHand({
      inputs: { operation: 'resolve' },
      permissions: { contents: 'read' },
    });
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: {
        registered: false,
        version: '1.1.0',
        tag: 'flight-delays@v1.1.0',
        stage: 'production',
        'previous-version': '1.0.0',
        reason: 'flight-delays@v1.1.0 is assigned to production',
      },
    });
    expect(ended.outputs['model-digest']).toMatch(/^[0-9a-f]{64}$/);
    expect(project.box.requests.writes()).toEqual([]);
  });

  it('finds a version by its number, and says so for an empty stage', async () => {
    expect((await operate('resolve', { version: 'v1.0.0' })).outputs).toMatchObject({
      version: '1.0.0',
      stage: '',
    });
    const empty = await operate('resolve', { stage: 'staging' });
    expect(empty).toMatchObject({
      failure: undefined,
      outputs: { version: '', reason: 'the stage staging of flight-delays is empty' },
    });
    expect((await operate('resolve', { version: '9.0.0' })).failure).toContain(
      'input "version": expected a registered version of flight-delays, got 9.0.0\nHint: the newest are 1.1.0, 1.0.0',
    );
  });
});

describe('download', () => {
  it('fetches the model of a stage, every byte as it was registered', async () => {
    const { outputs, failure } = await project.registerByHand({
      inputs: { operation: 'download' },
      permissions: { contents: 'read' },
    });
    expect(failure).toBeUndefined();
    expect(outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
    await checkSums(String(outputs.path), 'flight-delays@v1.1.0');
    const older = await operate('download', { version: '1.0.0' });
    await checkSums(String(older.outputs.path), 'flight-delays@v1.0.0');
  });

  // Some servers report no digest.
  const other = Buffer.from('another model');
  it.each([`sha256:${sha256(other)}`, null])('of bytes that are others fails: digest %s', async (digest) => {
    const release = project.release('flight-delays@v1.0.0');
    const { assets } = release;
    release.assets = assets.map((asset) =>
      asset.name === 'model+skill.txt' ? { ...asset, bytes: other, digest } : asset,
    );
    const { outputs, failure } = await operate('download', { version: '1.0.0' });
    release.assets = assets;
    expect(failure).toContain('DIGEST_MISMATCH: release of flight-delays@v1.0.0: model+skill.txt');
    expect(outputs.path ?? '').toBe('');
  });
});

/** With coreutils, and the digests that the release has. */
async function checkSums(folder: string, tag: string): Promise<void> {
  const sums = project.asset(tag, 'SHA256SUMS');
  const checked = promisify(execFile)('sha256sum', ['--check', '--strict'], { cwd: folder });
  checked.child.stdin?.end(sums);
  expect((await checked).stdout).toContain('skill.txt: OK');
}

describe('promote', () => {
  it('gives a stage to a version by one more tag, and enters it in the ledger', async () => {
    const ended = await operate('promote', { version: '1.0.0', stage: 'staging' });
    expect(ended.outputs).toMatchObject({
      version: '1.0.0',
      stage: 'staging',
      'previous-version': '',
      reason: 'flight-delays@v1.0.0 is promoted to staging',
    });
    expect(await project.tags()).toContain('flight-delays#staging#3');
    const ledger = await project.ledger();
    expect(ledger[`flight-delays/2026/03/promoted-staging-${ended.run.id}-1.json`]).toMatchObject({
      event: 'promoted',
      stage: { name: 'staging', tag: 'flight-delays#staging#3', version: '1.0.0' },
    });
  });

  it('of the version that holds it already writes nothing', async () => {
    await operate('promote', { version: '1.0.0', stage: 'staging' });
    const tags = await project.tags();
    project.box.requests.clear();
    const ended = await operate('promote', { version: '1.0.0', stage: 'staging' });
    expect(ended.outputs).toMatchObject({ reason: 'flight-delays@v1.0.0 is assigned to staging' });
    expect(project.box.requests.writes()).toEqual([]);
    expect(await project.tags()).toEqual(tags);
  });

  it('needs a version', async () => {
    expect((await operate('promote')).failure).toContain(
      'input "version": expected the version to promote, got nothing',
    );
  });
});

describe('rollback', () => {
  it('returns to the version before, once for each run of a job, and further back the next time', async () => {
    await operate('promote', { version: '1.1.0', stage: 'staging' });
    await operate('promote', { version: '1.0.0', stage: 'production' });
    await operate('promote', { version: '1.1.0', stage: 'production' });
    const back = await operate('rollback');
    expect(back.outputs).toMatchObject({
      version: '1.0.0',
      'previous-version': '1.1.0',
      reason: 'flight-delays@v1.0.0 is assigned to production again, replacing 1.1.0',
    });
    const again = await project.rerunRegister(back, { inputs: { operation: 'rollback' } });
    expect(again.outputs).toMatchObject({ version: '1.0.0' });
    expect(await assigned()).toBe('1.0.0');
    expect((await operate('rollback')).outputs.version).toBe('1.1.0');
    expect(Object.values(await project.ledger()).filter(({ event }) => event === 'rolled-back')).toHaveLength(
      2,
    );
    expect(await assigned('staging')).toBe('1.1.0');
  });

  it('returns to a version that is named', async () => {
    expect((await operate('rollback', { version: '1.0.0' })).outputs.version).toBe('1.0.0');
    expect(await assigned()).toBe('1.0.0');
  });

  it('fails where the stage had no version before', async () => {
    const ended = await operate('rollback', { stage: 'dev' });
    expect(ended.failure).toContain(
      'dev of flight-delays: expected a version before the assigned one, got none',
    );
  });
});

describe('history', () => {
  beforeEach(async () => {
    for (const version of ['1.0.0', '1.1.0']) await operate('promote', { version, stage: 'staging' });
  });

  it('says which versions had a stage, and writes nothing', async () => {
    project.box.requests.clear();
    const ended = await project.registerByHand({
      inputs: { operation: 'history', stage: 'staging' },
      permissions: { contents: 'read' },
    });
    expect(ended).toMatchObject({ failure: undefined, outputs: { registered: false, version: '1.1.0' } });
    const periods = periodsIn(ended.outputs);
    const [first, second] = periods;
    const run = expect.stringMatching(/\/actions\/runs\/\d+/) as string;
    expect(periods).toEqual([
      {
        ...{ stage: 'staging', version: '1.0.0', tag: 'flight-delays@v1.0.0', operation: 'promote', run },
        ...{ stageTag: 'flight-delays#staging#3', from: first?.from, to: second?.from },
      },
      {
        ...{ stage: 'staging', version: '1.1.0', tag: 'flight-delays@v1.1.0', operation: 'promote', run },
        ...{ stageTag: expect.stringContaining('#staging#') as string, from: second?.from, to: null },
      },
    ]);
    expect(ended.outputs.reason).toBe(
      `staging of flight-delays: 2 periods of 2 versions, 1.1.0 since ${second?.from ?? ''}`,
    );
    expect(ended.summary).toContain('  section 1.0.0\n  staging : ');
    expect(project.box.requests.writes()).toEqual([]);
  });

  it('of a moment names the version of it', async () => {
    const [first] = periodsIn((await operate('history', { stage: 'staging' })).outputs);
    const at = first?.from ?? '';
    const ended = await operate('history', { stage: 'staging', at });
    expect(ended.outputs).toMatchObject({
      ...{ version: '1.0.0', tag: 'flight-delays@v1.0.0', stage: 'staging' },
      reason: `staging of flight-delays was 1.0.0 at ${at}`,
    });
    expect((await operate('history', { stage: 'staging', at: '2020-05-03' })).outputs).toMatchObject({
      ...{ version: '', history: '[]' },
      reason: 'staging of flight-delays was empty at 2020-05-03',
    });
  });

  it('refuses a time that is none, and one beside another operation', async () => {
    expect((await operate('history', { at: '3 May' })).failure).toContain(
      'input "at": expected a day or a time like "2026-05-03" or "2026-05-03T14:30:00+02:00", got "3 May"',
    );
    expect((await operate('resolve', { at: '2026-05-03' })).failure).toContain(
      'input "at": expected nothing beside `operation: resolve`, got a time',
    );
  });
});

interface Period {
  readonly from: string;
  readonly to: string | null;
}

const periodsIn = (outputs: Readonly<Record<string, unknown>>): readonly Period[] =>
  JSON.parse(String(outputs.history)) as readonly Period[];
