/** A merge is registered by the gate and the approvals that the default branch has when it is registered. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configText, GATE, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const WEAK = '\n      - { metric: log_loss, at-most: 100 }';
const MAY_NOT_WRITE = { contents: 'read', actions: 'read', 'pull-requests': 'write' } as const;

let project: Project;
beforeEach(async () => {
  project = await startProject({
    config: configText('', WEAK),
    collaborators: { ann: 'write', bob: 'write', carol: 'write' },
  });
  await project.ship({ branch: 'first', skill: 'fair' });
});
afterEach(() => project[Symbol.asyncDispose]());

async function mergeUnregistered() {
  const pull = await project.propose({ branch: 'worse', skill: 'none', files: { 'data.txt': 'May\n' } });
  await project.evaluate(pull);
  const push = await project.merge(pull, 'merge', 'ann');
  const red = await project.registerPush(push, { actor: 'ann', permissions: MAY_NOT_WRITE });
  expect(red.failure).toContain('contents: write');
  return { pull, red };
}

async function configure(config: string) {
  await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: config } });
}

it('the gate was tightened since, and the old run is started again → it is refused, and the newer version stays', async () => {
  const { red } = await mergeUnregistered();
  await project.ship({ branch: 'better', skill: 'best', files: { 'data.txt': 'June\n' } });
  await configure(configText('    approvals: 2\n', GATE));
  const { failure } = await project.rerunRegister(red);
  expect(failure).toContain('EVIDENCE_STALE');
  expect(failure).toMatch(/got other values since for gate, approvals/);
  expect(await project.tags()).not.toContain('flight-delays@v1.2.0');
});

it('more approvals are asked since, and the pull request is named by hand → it is refused', async () => {
  const { pull } = await mergeUnregistered();
  await configure(configText('    approvals: 2\n', WEAK));
  const inputs = { 'pull-request': String(pull.number), stage: 'production' };
  const { failure } = await project.registerByHand({ actor: 'ann', inputs });
  expect(failure).toMatch(/EVIDENCE_STALE: #\d+: .* got other values since for approvals/);
});

it('only what decides about no pull request changed since → the old run registers', async () => {
  const { red } = await mergeUnregistered();
  await configure(configText('    monitor: { max-age: 40 days }\n', WEAK));
  const { failure, outputs } = await project.rerunRegister(red);
  expect(failure).toBeUndefined();
  expect(outputs).toMatchObject({ registered: true });
});
