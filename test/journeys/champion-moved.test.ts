/** Another version was assigned between the evaluation and the merge (docs/lifecycle.md#the-champion-changed). */
import { afterEach, describe, expect, it } from 'vitest';
import { configText, startProject, type Project } from '../ground/project.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const promote = (version: string) => project.registerByHand({ inputs: { operation: 'promote', version } });

/** Versions 1.0.0 (fair) and 1.1.0 (good); 1.1.0 is in production. */
async function startWithTwo(isPrivate: boolean): Promise<void> {
  project = await startProject({
    private: isPrivate,
    config: configText('    retrain: { workflow: retrain.yml }\n'),
  });
  await project.ship({ branch: 'first', skill: 'fair' });
  const second = await project.ship({ branch: 'second', skill: 'good' });
  expect(second.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
}

describe('the champion moved', () => {
  it('to one that the challenger beats as well: evaluated again on its stored predictions, and registered', async () => {
    await startWithTwo(true);
    const pull = await project.propose({ branch: 'third', skill: 'best' });
    await project.evaluate(pull);
    await promote('1.0.0');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({
      version: '1.2.0',
      stage: 'production',
      'previous-version': '1.0.0',
    });
    const tag = 'flight-delays@v1.2.0';
    expect(JSON.parse(project.asset(tag, 'evaluation.json'))).toMatchObject({
      champion: { version: '1.1.0', evidence: 'scored' },
    });
    expect(JSON.parse(project.asset(tag, 'evaluation-again.json'))).toMatchObject({
      champion: { version: '1.0.0', evidence: 'stored' },
      verdict: 'pass',
    });
    expect(project.comments(pull.number)[0]).toContain('evaluated again by the current gate and champion');
    expect(Object.values(await project.ledger())).toContainEqual(
      expect.objectContaining({
        event: 'registered',
        evaluation: JSON.parse(project.asset(tag, 'evaluation.json')) as unknown,
        reevaluation: JSON.parse(project.asset(tag, 'evaluation-again.json')) as unknown,
      }),
    );
  });

  it('to one that the challenger does not beat: refused, with both names', async () => {
    await startWithTwo(true);
    await promote('1.0.0');
    const pull = await project.propose({
      branch: 'third',
      files: { 'data.txt': 'February\n' },
      skill: 'good',
    });
    await project.evaluate(pull);
    await promote('1.1.0');
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(
      /^CHAMPION_MOVED: champion: expected flight-delays@v1\.0\.0, with which the model was compared, got flight-delays@v1\.1\.0; evaluated again: the verdict is/,
    );
    expect(await project.tags()).not.toContain('flight-delays@v1.2.0');
  });

  it('to one whose predictions are not published: refused, because nothing can be compared', async () => {
    await startWithTwo(false);
    const pull = await project.propose({ branch: 'third', skill: 'best' });
    await project.evaluate(pull);
    await promote('1.0.0');
    const ended = await project.registerPush(await project.merge(pull), {
      permissions: { contents: 'write', actions: 'write', 'pull-requests': 'write' },
    });
    expect(ended.failure).toContain('CHAMPION_MOVED');
    expect(ended.failure).toContain('whose release stores no predictions of the same rows');
    expect(project.box.dispatches).toHaveLength(1);
  });

  it('to none: evaluated again against the baseline', async () => {
    project = await startProject();
    await project.ship({ branch: 'first', skill: 'fair' });
    const pull = await project.propose({ branch: 'second', skill: 'good' });
    await project.evaluate(pull);
    const commit = await project.commitOf('flight-delays@v1.0.0');
    await project.box.pushTag({
      repository: 'acme/flights',
      tag: 'flight-delays#production!#2',
      sha: commit,
    });
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production', 'previous-version': '' });
  });
});

describe('the same bytes as the champion', () => {
  it('need no new version', async () => {
    project = await startProject();
    await project.ship({ branch: 'first', skill: 'fair' });
    const pull = await project.propose({
      branch: 'refactored',
      files: {
        'train.sh':
          'mkdir -p model; cat skill.txt data.txt > model/skill.txt; echo \'{"rows": 700}\' > metrics.json\n',
      },
    });
    await project.evaluate(pull);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended).toMatchObject({
      failure: undefined,
      outputs: {
        registered: false,
        reason: 'the model has the same bytes as flight-delays@v1.0.0, which is assigned to production',
      },
    });
  });
});
