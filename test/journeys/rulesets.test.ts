/** Rulesets that forbid tags or branches (docs/lifecycle.md#a-write-that-is-refused). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REGISTER_PERMISSIONS, REPOSITORY, startProject, type Project } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

async function mergeEvaluated() {
  const pull = await project.propose({ branch: 'better', skill: 'good' });
  await project.evaluate(pull);
  return await project.merge(pull);
}

describe('a ruleset', () => {
  it('that forbids tags is named in one error, with what would have to be allowed', async () => {
    const push = await mergeEvaluated();
    await project.box.restrictCreation(REPOSITORY, ['refs/tags/*']);
    const ended = await project.registerPush(push);
    expect(ended.failure).toMatch(
      /^RULESET: create the tag "flight-delays@v1\.0\.0": a ruleset of the repository refuses it/,
    );
    for (const word of ['"*@v*"', '"*#*"', '"model-steward-ledger"', 'bypass list', '`token` input']) {
      expect(ended.failure).toContain(word);
    }
    expect(project.repository.releases).toEqual([]);
    expect(project.comments(1)[0]).toContain('`RULESET`');
  });

  it('that forbids stages leaves a version, and a run of the job after it was changed resumes', async () => {
    const push = await mergeEvaluated();
    await project.box.restrictCreation(REPOSITORY, ['refs/tags/*#*']);
    const ended = await project.registerPush(push);
    expect(ended.failure).toMatch(/^RULESET: create the tag "flight-delays#production#1"/);
    project.release('flight-delays@v1.0.0');
    await project.box.restrictCreation(REPOSITORY, []);
    const again = await project.rerunRegister(ended);
    expect(again.outputs).toMatchObject({ registered: true, version: '1.0.0', stage: 'production' });
    expect(await project.tags()).toEqual(['flight-delays@v1.0.0', 'flight-delays#production#1']);
  });

  it('that forbids the ledger undoes no publication: a warning, the event in an artifact, healed by the next run', async () => {
    const push = await mergeEvaluated();
    await project.box.restrictCreation(REPOSITORY, ['refs/heads/*']);
    const ended = await project.registerPush(push);
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: { registered: true, version: '1.0.0', stage: 'production' },
    });
    expect(ended.warnings).toEqual([
      expect.stringMatching(/registered-\d+-1\.json was not written: create the branch model-steward-ledger/),
      expect.stringMatching(/promoted-production-\d+-1\.json was not written: create the branch/),
    ]);
    const kept = project.box.world.results!.artifactsOf(ended.run.id).map(({ name }) => name);
    expect(kept).toEqual(['model-steward-flight-delays.event', 'model-steward-flight-delays.event-2']);
    expect(await project.ledger()).toEqual({});
    await project.box.restrictCreation(REPOSITORY, []);
    await project.rerunRegister(ended);
    expect(Object.values(await project.ledger()).map(({ event }) => event)).toEqual([
      'promoted',
      'registered',
    ]);
  });
});

describe('a token without a permission', () => {
  it.each([
    [{ ...REGISTER_PERMISSIONS, contents: 'read' }, 'contents: write'],
    [{ ...REGISTER_PERMISSIONS, actions: 'none' }, 'actions: read'],
  ] as const)('is named, and nothing is half-published (%j)', async (permissions, lacking) => {
    const ended = await project.registerPush(await mergeEvaluated(), { permissions });
    expect(ended.failure).toMatch(/^PERMISSION_MISSING: /);
    expect(ended.failure).toContain(`the token lacks \`${lacking}\``);
    expect(project.repository.releases).toEqual([]);
  });

  it('pull-requests cannot comment, which is only a warning', async () => {
    const push = await mergeEvaluated();
    const ended = await project.registerPush(push, {
      permissions: { ...REGISTER_PERMISSIONS, 'pull-requests': 'read' },
    });
    expect(ended).toMatchObject({ failure: undefined, outputs: { registered: true } });
    expect(ended.warnings).toEqual([expect.stringContaining('pull-requests: write')]);
  });
});
