/** Retraining after retraining, each within the margin: what the champion alone lets through, the anchor stops (docs/lifecycle.md#the-anchor). */
import { afterEach, describe, expect, it } from 'vitest';
import { evaluationSchema, type ReadEvaluation } from '../../src/shared/domain/documents/evaluation.ts';
import { readTagMessage } from '../../src/shared/domain/registry/tag-message.ts';
import { readTag } from '../github-box/git/objects.ts';
import { REPOSITORY, type Project } from '../ground/project.ts';
import { configOf, retrainAs, startRetrainings, type Skill } from '../ground/retrainings.ts';

let project: Project;
afterEach(() => project[Symbol.asyncDispose]());

const LOOSE = configOf('not-worse-by: 0.5');

async function start(config: string, skill?: Skill): Promise<void> {
  project = await startRetrainings(config, skill);
}

async function superiorTo(version: string): Promise<readonly string[]> {
  const tag = await readTag(project.repository.git, `refs/tags/flight-delays@v${version}`);
  return readTagMessage(tag?.message ?? '').superiorTo;
}

function evaluationOf(version: string): ReadEvaluation {
  return evaluationSchema.parse(JSON.parse(project.asset(`flight-delays@v${version}`, 'evaluation.json')));
}

describe('retrainings that are each worse by less than the margin', () => {
  it('all pass against the champion alone', async () => {
    await start(configOf('not-worse-by: 0.07, against: champion'));
    expect((await retrainAs(project, 'weaker')).outputs).toMatchObject({
      version: '1.1.0',
      stage: 'production',
    });
    expect((await retrainAs(project, 'weakest')).outputs).toMatchObject({
      version: '1.2.0',
      stage: 'production',
    });
    expect(evaluationOf('1.2.0').anchor).toBeUndefined();
  });

  it('are stopped where they have lost a margin since the anchor, which is the first version', async () => {
    await start(configOf('not-worse-by: 0.07'));
    expect((await retrainAs(project, 'weaker')).outputs).toMatchObject({
      version: '1.1.0',
      stage: 'production',
    });
    // One comparison where champion and anchor are one version.
    expect(evaluationOf('1.1.0')).toMatchObject({
      anchor: { version: '1.0.0', evidence: 'champion', metrics: [] },
      rules: [{ metric: 'log_loss', kind: 'not-worse-by' }],
    });
    const stopped = await retrainAs(project, 'weakest');
    expect(stopped.failure).toMatch(/^NOT_PASSED: .*the verdict is (fail|inconclusive)/);
    expect(stopped.failure).toContain('which includes −0.07; compared with the anchor)');
  });
});

describe('the anchor', () => {
  it('moves to a version that is found superior to it, of which the tag says so', async () => {
    await start(configOf('superior-by: 0'), 'weakest');
    expect((await retrainAs(project, 'strong')).outputs).toMatchObject({
      version: '1.1.0',
      stage: 'production',
    });
    expect(await superiorTo('1.1.0')).toEqual(['1.0.0']);
    await project.box.pushFiles({ repository: REPOSITORY, files: { '.github/model-steward.yml': LOOSE } });
    expect((await retrainAs(project, 'weaker')).outputs).toMatchObject({ version: '1.2.0' });
    expect(evaluationOf('1.2.0').anchor).toMatchObject({ version: '1.1.0', evidence: 'champion' });
    expect(await superiorTo('1.2.0')).toEqual([]);
  });

  it('is the version that the configuration names', async () => {
    await start(configOf('not-worse-by: 0.5'));
    await retrainAs(project, 'weaker');
    await project.box.pushFiles({
      repository: REPOSITORY,
      files: {
        '.github/model-steward.yml': configOf('not-worse-by: 0.5', '    anchor: 1.1.0\n'),
      },
    });
    await retrainAs(project, 'weakest');
    expect(evaluationOf('1.2.0').anchor).toMatchObject({ version: '1.1.0', evidence: 'champion' });
  });

  it('is scored in train with its own code, and compared as the champion is', async () => {
    await start(configOf('not-worse-by: 0.5'));
    await retrainAs(project, 'weaker');
    await retrainAs(project, 'weakest');
    const { anchor, champion, rules } = evaluationOf('1.2.0');
    expect(champion).toMatchObject({ version: '1.1.0', evidence: 'scored' });
    expect(anchor).toMatchObject({ version: '1.0.0', evidence: 'scored', answers: { state: 'verified' } });
    expect(rules.map(({ against, outcome }) => [against, outcome])).toEqual([
      [undefined, 'pass'],
      ['anchor', 'pass'],
    ]);
    expect(anchor?.metrics.map(({ metric, comparedWith }) => [metric, comparedWith])).toEqual([
      ['log_loss', 'anchor'],
    ]);
    expect(await superiorTo('1.2.0')).toEqual([]);
  });
});
