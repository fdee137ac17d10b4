import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, startBoxGitHub, type BoxGitHub } from './box-github.ts';
import { scenarios } from './write-scenarios.ts';

const READ_EVERYTHING = {
  actions: 'read',
  contents: 'read',
  deployments: 'read',
  issues: 'read',
  'pull-requests': 'read',
  statuses: 'read',
} as const;

let ground: BoxGitHub;
let scenarioNumber = 0;
beforeAll(async () => {
  ground = await startBoxGitHub({ private: true });
  const retrain = 'on: { workflow_dispatch: { inputs: { issue: { type: string } } } }\njobs: {}\n';
  await ground.box.pushFiles({ repository: REPOSITORY, files: { '.github/workflows/retrain.yml': retrain } });
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
});

describe('one write permission', () => {
  it.each(scenarios)('is enough: $name with $permission', async (scenario) => {
    const stage = { ...ground };
    const { act, count } = await scenario.prepare(stage, ++scenarioNumber);
    stage.github = ground.as(ground.tokenWith({ ...READ_EVERYTHING, [scenario.permission]: 'write' }));
    await act();
    expect(count()).toBe(1);
  });

  // Who may not write does not see a draft, so its assets are not found before anything is refused.
  const seen = scenarios.filter(({ name }) => name !== 'an asset is uploaded');
  it.each(seen)('is named when it is missing: $name without $permission', async (scenario) => {
    const stage = { ...ground };
    const { act } = await scenario.prepare(stage, ++scenarioNumber);
    stage.github = ground.as(ground.tokenWith(READ_EVERYTHING));
    ground.box.requests.clear();
    const error: unknown = await act().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'PERMISSION_MISSING', status: 403 });
    expect(String(error)).toMatch(new RegExp(`the token lacks .*\`${scenario.permission}: write\``));
    // A refusal is definite: nothing is sent a second time.
    expect(ground.box.requests.writes()).toHaveLength(1);
  });
});
