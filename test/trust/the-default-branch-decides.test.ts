/**
 * Whoever may write can make a branch, merge into it alone, and start a workflow on it: nothing of that is a version, a
 * stage or a deployment (docs/trust.md#the-default-branch-decides).
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StartedRun } from '../github-box/human/runs.ts';
import type { Push } from '../github-box/human/commits.ts';
import {
  configText,
  MODEL,
  PROMOTE_WORKFLOW,
  REGISTER_PERMISSIONS,
  REPOSITORY,
  startProject,
  type Project,
} from '../ground/project.ts';
import { startGround, type Ground } from '../ground/deployment.ts';
import { MODEL as SERVED_MODEL } from '../ground/served-model.ts';
import { runStepOrThrow } from '../ground/step.ts';

const WEAK = configText('', '\n      - { metric: log_loss, at-most: 100 }');
const FIRST = [`${MODEL}@v1.0.0`, `${MODEL}#production#1`];

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'good' });
});
afterEach(() => project[Symbol.asyncDispose]());

type MergedPush = Omit<Push, 'branch'> & { readonly number: number };

/** A worse model that passes the gate of a branch, and is merged there. */
async function mergeIntoOwnBranch(): Promise<MergedPush> {
  const { box } = project;
  const own = { repository: REPOSITORY, author: 'ann' };
  await box.pushFiles({ ...own, branch: 'mine', files: { '.github/model-steward.yml': WEAK } });
  const files = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };
  await box.pushFiles({ ...own, branch: 'worse', from: 'mine', files });
  const number = await box.openPull({ ...own, head: 'worse', base: 'mine' });
  const { evaluate } = await project.evaluate({ number, branch: 'worse' });
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  return { ...(await box.mergePull({ repository: REPOSITORY, number, by: 'ann' })), number };
}

async function startOn(
  headBranch: string,
  event: 'push' | 'workflow_dispatch',
  push?: Omit<Push, 'branch'>,
): Promise<StartedRun> {
  return await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: PROMOTE_WORKFLOW, event, headBranch, actor: 'ann' },
    ...(push && { headSha: push.sha, before: push.before }),
    permissions: REGISTER_PERMISSIONS,
  });
}

describe('a worse model is merged into a branch with a weak gate', () => {
  it('register runs there on the push → it registers nothing', async () => {
    const push = await mergeIntoOwnBranch();
    const ended = await project.step('register', await startOn('mine', 'push', push), {
      inputs: { stage: 'production' },
    });
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ registered: false, version: '', stage: '' });
    expect(ended.outputs.reason).toMatch(
      /^the push is to mine, and versions are registered on main, the default branch; .*makes that one the default branch$/,
    );
    expect(await project.tags()).toEqual(FIRST);
  });

  it.each(['push', 'workflow_dispatch'] as const)(
    'register is started there and names the pull request, by %s → it is refused',
    async (event) => {
      const push = await mergeIntoOwnBranch();
      const inputs = { stage: 'production', 'pull-request': String(push.number) };
      const ended = await project.step('register', await startOn('mine', event, push), { inputs });
      expect(ended.failure).toMatch(
        new RegExp(
          `^TRIGGER_UNTRUSTED: register: expected a run on main, .* got ${event} on mine\nHint: run the workflow on main`,
        ),
      );
      expect(await project.tags()).toEqual(FIRST);
    },
  );
});

describe('somebody starts a workflow on a branch', () => {
  beforeEach(async () => {
    await project.ship({ branch: 'second', skill: 'best' });
    await project.box.pushFiles({ repository: REPOSITORY, branch: 'mine', author: 'ann', files: { x: 'x' } });
  });

  it.each([
    ['promote', { version: '1.0.0' }],
    ['rollback', {}],
  ] as const)('%s → it is refused', async (operation, more) => {
    const before = await project.tags();
    const inputs = { operation, stage: 'production', ...more };
    const ended = await project.step('register', await startOn('mine', 'workflow_dispatch'), { inputs });
    expect(ended.failure).toMatch(
      new RegExp(
        `^TRIGGER_UNTRUSTED: ${operation}: expected a run on main, .* got workflow_dispatch on mine`,
      ),
    );
    expect(await project.tags()).toEqual(before);
  });

  it('to look up what is in a stage → it reads, as on every branch', async () => {
    const inputs = { operation: 'resolve', stage: 'production' };
    const ended = await project.step('register', await startOn('mine', 'workflow_dispatch'), { inputs });
    expect(ended.outputs).toMatchObject({ version: '1.1.0' });
  });
});

describe('deploy', () => {
  let ground: Ground;
  beforeEach(async () => {
    ground = await startGround();
    await ground.register('1.0.0');
  });
  afterEach(() => ground[Symbol.asyncDispose]());

  async function deployOn(
    sha: string,
    ref: string,
    inputs: Readonly<Record<string, string>> = {},
  ): Promise<readonly string[]> {
    const job = await ground.box.startRun({
      ...{ repository: REPOSITORY, workflow: PROMOTE_WORKFLOW, event: 'workflow_dispatch', job: 'deploy' },
      ...{ headSha: sha, headBranch: 'mine', workspace: join(ground.folder, 'workspace') },
      permissions: { actions: 'read', contents: 'write', deployments: 'write', packages: 'write' },
    });
    Object.assign(job.environment, { GITHUB_REF: ref });
    await runStepOrThrow({ box: ground.box, job, action: 'deploy', inputs, beside: true });
    return ground.deployments().map(([version]) => version);
  }

  it('it is started on a branch, or on a tag of what was not merged → it is refused, and a tag of the default branch is not', async () => {
    const own = { repository: REPOSITORY, author: 'ann', files: { x: 'x' } };
    const { sha } = await ground.box.pushFiles({ ...own, branch: 'mine' });
    ground.box.requests.clear();
    for (const [ref, name, inputs] of [
      ['refs/heads/mine', 'mine', {}],
      ['refs/tags/main', 'refs/tags/main', {}],
      ['refs/heads/mine', 'mine', { stage: 'empty' }],
    ] as const)
      await expect(deployOn(sha, ref, inputs)).rejects.toThrow(
        `deploy: expected a run on main, the default branch, got workflow_dispatch on ${name}`,
      );
    // Nothing was written, and nothing of a version read.
    const changes = ground.box.requests
      .lines()
      .filter((line) => !/^GET |^POST \/graphql |git-upload-pack /.test(line));
    expect(changes).toEqual([]);
    expect(ground.box.requests.lines().filter((line) => line.includes('/releases/'))).toEqual([]);
    expect(ground.deployments()).toEqual([]);
    const merged = await ground.github.tags.ofModel(SERVED_MODEL);
    expect(await deployOn(merged[0]!.commit, `refs/tags/${merged[0]!.name}`)).toEqual(['1.0.0']);
  });
});
