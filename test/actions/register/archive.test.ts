/** Versions that are archived, deprecated and restored: who may still use them, and that nothing else changes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTag } from '../../github-box/git/objects.ts';
import { holdRequest } from '../../ground/held-request.ts';
import {
  configText,
  REPOSITORY,
  startProject,
  type EndedRegister,
  type Project,
} from '../../ground/project.ts';

const TAG = 'flight-delays@v1.0.0';
const REASON = 'trained on rows that were withdrawn';
let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({
    config: configText("    serve: { target: command, command: 'true' }\n"),
  });
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.ship({ branch: 'second', skill: 'good' });
  restore = project.box.snapshot();
});
beforeEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const operate = (operation: string, inputs: Readonly<Record<string, string>> = {}) =>
  project.registerByHand({ inputs: { operation, ...inputs } });
const mark = (operation: string, version = '1.0.0') => operate(operation, { version, reason: REASON });

const found = async (filter: string): Promise<readonly unknown[]> =>
  JSON.parse(String((await operate('search', { filter })).outputs.versions)) as readonly unknown[];

async function deploy(version: string) {
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: '.github/workflows/deploy.yml', event: 'workflow_dispatch' },
    permissions: { contents: 'write', deployments: 'write' },
  });
  return await project.step('deploy', run, { inputs: { version } });
}

describe('archive', () => {
  it('is one more tag with its reason, and changes nothing else', async () => {
    const before = await project.tags();
    const assets = project.release(TAG).assets.map(({ name, digest }) => [name, digest]);
    const ended = await mark('archive');
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: { registered: false, version: '1.0.0', tag: TAG, reason: `${TAG} is archived: ${REASON}` },
    });
    expect(await project.tags()).toEqual([...before, 'flight-delays#archived#3']);
    const tag = await readTag(project.repository.git, 'refs/tags/flight-delays#archived#3');
    expect(tag?.message).toBe(
      `Archive flight-delays v1.0.0\n\nReason: ${REASON}\nRun: ${ended.run.environment.GITHUB_SERVER_URL ?? ''}/acme/flights/actions/runs/${ended.run.id}/attempts/1`,
    );
    expect(project.release(TAG).assets.map(({ name, digest }) => [name, digest])).toEqual(assets);
    expect((await operate('verify', { version: '1.0.0' })).failure).toBeUndefined();
    expect(await found(`status = 'archived'`)).toMatchObject([{ version: '1.0.0', stages: [] }]);
  });

  it('again writes nothing', async () => {
    await mark('archive');
    project.box.requests.clear();
    const again = await mark('archive');
    expect(project.box.requests.writes()).toEqual([]);
    expect(again.outputs.reason).toBe(`${TAG} is archived, as it was before: ${REASON}`);
  });

  it('of a version with a stage is refused', async () => {
    const before = await project.tags();
    expect((await mark('archive', '1.1.0')).failure).toContain(
      'input "version": expected a version without a stage, got 1.1.0, which is assigned to production',
    );
    expect(await project.tags()).toEqual(before);
  });

  it('keeps the version out of stages and deployments, until it is restored', async () => {
    await mark('archive');
    const archived = `expected a version in use, got`;
    expect((await operate('promote', { version: '1.0.0' })).failure).toContain(
      `${TAG}: ${archived} one that is archived: ${REASON}`,
    );
    expect((await operate('rollback')).failure).toContain(archived);
    expect((await deploy('1.0.0')).failure).toContain(`${TAG}: ${archived} one that is archived: ${REASON}`);
    expect(await mark('restore')).toMatchObject({
      outputs: { reason: `${TAG} is neither archived nor deprecated: ${REASON}` },
    });
    expect(await project.tags()).toContain('flight-delays#archived!#4');
    expect((await deploy('1.0.0')).failure).toBeUndefined();
    expect((await operate('promote', { version: '1.0.0' })).outputs.stage).toBe('production');
  });
});

describe('an archive and a promotion of one version at once', () => {
  const CREATE = { method: 'POST', path: /\/git\/refs$/ } as const;
  const archive = { operation: 'archive', version: '1.0.0', reason: REASON };
  const promote = { operation: 'promote', version: '1.0.0', stage: 'staging' };
  const beside = (inputs: Readonly<Record<string, string>>) =>
    project.registerByHand({ beside: true, inputs });

  /** The tag of the first is planned before the second runs, and created after it. */
  async function overtake(
    first: Readonly<Record<string, string>>,
    second: Readonly<Record<string, string>>,
  ): Promise<{ readonly first: EndedRegister; readonly second: EndedRegister }> {
    const created = holdRequest(project.box, CREATE);
    const held = beside(first);
    await created.arrived;
    const ended = await beside(second);
    created.release();
    return { first: await held, second: ended };
  }

  it('the promotion is first → the archive is taken back, and refused', async () => {
    const { first, second } = await overtake(archive, promote);
    expect(second.failure).toBeUndefined();
    expect(first.failure).toContain('got 1.0.0, which is assigned to staging');
    expect((await project.tags()).filter((name) => name.includes('archived'))).toHaveLength(2);
    expect(await found(`status = 'active' and stage = 'staging'`)).toHaveLength(1);
  });

  it('the archive is first → the promotion stays, and the version is in use while it has the stage', async () => {
    const { first, second } = await overtake(promote, archive);
    expect([first.failure, second.failure]).toEqual([undefined, undefined]);
    expect(await found(`status = 'active' and stage = 'staging'`)).toHaveLength(1);
    expect((await deploy('1.0.0')).failure).toBeUndefined();
    await operate('promote', { version: '1.1.0', stage: 'staging' });
    expect((await deploy('1.0.0')).failure).toContain('archived');
  });
});

describe('deprecate', () => {
  it('is a warning wherever the version is used, also where it has a stage', async () => {
    await mark('deprecate', '1.1.0');
    expect(await found(`status = 'deprecated' and stage = 'production'`)).toHaveLength(1);
    const deployed = await deploy('1.1.0');
    expect(deployed.failure).toBeUndefined();
    expect(deployed.warnings.join('\n')).toContain(`flight-delays@v1.1.0 is deprecated: ${REASON}`);
    const promoted = await operate('promote', { version: '1.1.0', stage: 'staging' });
    expect(promoted.warnings.join('\n')).toContain(`flight-delays@v1.1.0 is deprecated: ${REASON}`);
  });

  it('and archive are both taken back by one restore', async () => {
    await mark('deprecate');
    await mark('archive');
    await mark('restore');
    expect(await found(`status = 'active'`)).toHaveLength(2);
    expect((await project.tags()).slice(-2)).toEqual([
      'flight-delays#archived!#5',
      'flight-delays#deprecated!#6',
    ]);
  });
});

describe('the inputs', () => {
  it.each(['archive', 'deprecate', 'restore'])(
    '%s needs a version and a reason in one line',
    async (name) => {
      const { failure } = await operate(name);
      expect(failure).toContain(`input "version": expected the version to ${name}, got nothing`);
      expect(failure).toContain('input "reason": expected one line that says why, got nothing');
      expect((await operate(name, { version: '1.0.0', reason: 'one\ntwo' })).failure).toContain(
        'input "reason": expected one line that says why, got several',
      );
    },
  );

  it('a mark is no stage', async () => {
    expect((await operate('promote', { version: '1.0.0', stage: 'archived' })).failure).toContain(
      'input "stage": expected the name of a stage, got "archived"',
    );
  });
});
