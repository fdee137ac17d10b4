/** A version takes a stage only from the version that it was compared with, whatever stage the configuration names. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configText, REPOSITORY, startProject, type Project } from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const STAGING = configText('    stage: staging\n');

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { bob: 'write' } });
  await project.ship({ branch: 'best', skill: 'best' });
});
afterEach(() => project[Symbol.asyncDispose]());

it('a worse model names an empty stage in its configuration → it is compared with the version in the stage of the base', async () => {
  const pull = await project.propose({ branch: 'worse', skill: 'fair', files: { [CONFIG]: STAGING } });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ champion: 'flight-delays@v1.0.0' });
  expect(evaluate.outputs.verdict).not.toBe('pass');
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
});

it('the configuration names an empty stage, and register takes another one → the version there is the opponent', async () => {
  await project.box.pushFiles({ repository: REPOSITORY, files: { [CONFIG]: STAGING } });
  const pull = await project.propose({ branch: 'worse', skill: 'fair' });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass', champion: '' });
  const ended = await project.registerPush(await project.merge(pull), { inputs: { stage: 'production' } });
  expect(ended.failure).toMatch(/^CHAMPION_MOVED: /);
  expect(ended.failure).toContain('`stage` of the configuration has to be production');
  expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
});

it('register takes an empty stage → the version in the stage of the configuration remains the opponent', async () => {
  const pull = await project.propose({ branch: 'worse', skill: 'fair' });
  await project.evaluate(pull);
  const ended = await project.registerPush(await project.merge(pull), { inputs: { stage: 'canary' } });
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
});
