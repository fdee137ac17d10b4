/**
 * A worse model must not get in because the code of its pull request made the champion look worse than it is
 * (docs/trust.md#the-champion-answers-as-it-did).
 */
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import {
  configText,
  REPOSITORY,
  startProject,
  type Project,
  type ProjectOptions,
} from '../ground/project.ts';

const TAG = 'flight-delays@v1.0.0';

/** Answers for the champion as the worst model would. */
const SABOTAGE = `skill=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt")
[ "$skill" = good ] && skill=none
cp "predictions/$skill.csv" "$MODEL_STEWARD_OUT"
`;

async function startWithChampion(options: ProjectOptions = {}): Promise<Project> {
  const project = await startProject(options);
  await project.ship({ branch: 'first', skill: 'good' });
  expect(await project.tags()).toContain(TAG);
  return project;
}

/** Where the code of the checkout is asked for, or the champion's own cannot be used. */
const headCode = configText().replace('bash score.sh,', 'bash score.sh, code: head,');

describe('the code that scores the champion', () => {
  it('a pull request changes the score command → the champion is scored with the code of its own commit', async () => {
    await using project = await startWithChampion();
    const pull = await project.propose({ branch: 'worse', skill: 'fair', files: { 'score.sh': SABOTAGE } });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'fail' });
    expect(evaluate.summary).toContain('Champion 1.0.0: verified');
    expect(evaluate.summary).toContain('scored with the code of its own commit');
  });

  it('the score command reads its rows by a relative path → the champion gets the rows of the head', async () => {
    const showsRows = `cat holdout.csv
cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"
`;
    await using project = await startProject();
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': showsRows } });
    await project.ship({ branch: 'first', skill: 'good' });
    const printsNothing = showsRows.replace('cat holdout.csv', '');
    const files = { 'score.sh': printsNothing, 'holdout.csv': 'rows of the head\n' };
    const pull = await project.propose({ branch: 'other', skill: 'best', files });
    const { train, evaluate } = await project.evaluate(pull);
    expect(train.printed).toContain('rows of the head');
    expect(evaluate.summary).toContain('Champion 1.0.0: verified');
  });

  it("the champion's own code fails → the code of the checkout scores it, and the comment says so", async () => {
    const answers =
      'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';
    const readsOldRows = `grep -q old holdout.csv || { echo 'unknown rows'; exit 7; }\n${answers}`;
    await using project = await startProject();
    const before = { 'score.sh': readsOldRows, 'holdout.csv': 'old rows\n' };
    await project.box.pushFiles({ repository: REPOSITORY, files: before });
    await project.ship({ branch: 'first', skill: 'good' });
    const files = { 'score.sh': answers, 'holdout.csv': 'new rows\n' };
    const pull = await project.propose({ branch: 'rows', skill: 'best', files });
    const { summary } = (await project.evaluate(pull)).evaluate;
    expect(summary).toContain('was scored with the code of this checkout');
    expect(summary).toMatch(/got exit code 7[^]*unknown rows/);
    expect(summary).toContain('Champion 1.0.0: verified');
  });

  it('no code can score the champion → the comment shows the exit code and the last lines, as plain text', async () => {
    const complains = `grep -q good "$MODEL_STEWARD_MODEL/skill.txt" && { echo "KeyError: <b>column_7</b>"; exit 3; }
cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"
`;
    await using project = await startWithChampion({ private: false, config: headCode });
    const pull = await project.propose({
      branch: 'feature',
      skill: 'best',
      files: { 'score.sh': complains },
    });
    const { evaluate } = await project.evaluate(pull);
    const [comment] = project.repository.comments.filter(({ issue }) => issue === pull.number);
    expect(evaluate.outputs).toMatchObject({ verdict: 'inconclusive' });
    expect(comment?.body).toContain('could not be scored');
    expect(comment?.body).toContain('got exit code 3');
    expect(comment?.body).toContain('`KeyError: <b>column_7</b>');
    expect(comment?.body).not.toContain('are for other rows');
  });
});

describe('a score command that makes the champion look worse', () => {
  it.each([
    ['a private repository, whose release has the predictions', true],
    ['a public repository, whose release has a digest and metric values', false],
  ])('in %s → the comparison does not count, and the comment says what changed', async (_, isPrivate) => {
    await using project = await startWithChampion({ private: isPrivate, config: headCode });
    const pull = await project.propose({ branch: 'worse', skill: 'fair', files: { 'score.sh': SABOTAGE } });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.outputs).toMatchObject({ verdict: 'inconclusive' });
    const [comment] = project.repository.comments.filter(({ issue }) => issue === pull.number);
    expect(comment?.body).toContain('Champion 1.0.0: inconsistent');
    expect(comment?.body).toMatch(/`log_loss` is 0\.\d+, registered 0\.\d+/);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(/^NOT_PASSED: .*does not answer as it did/);
    expect(await project.tags()).not.toContain('flight-delays@v1.1.0');
  });
});

it('nothing changed → the comment and the release say that the champion is verified, and model.json keeps what the new version answered', async () => {
  await using project = await startWithChampion({ private: false });
  const ended = await project.ship({ branch: 'better', skill: 'best' });
  expect(ended.outputs).toMatchObject({ registered: true });
  const read = (name: string): unknown => JSON.parse(project.asset('flight-delays@v1.1.0', name));
  const document = read('model.json') as ModelVersion;
  const evaluation = read('evaluation.json') as Evaluation;
  expect(Object.keys(document.answers ?? {})).toEqual([evaluation.rows?.digest]);
  expect(document.metrics).toContainEqual(
    expect.objectContaining({ metric: 'log_loss', interval: expect.anything() }),
  );
  expect(evaluation.champion?.answers).toEqual({ state: 'verified', rows: 'same' });
  expect(project.release('flight-delays@v1.1.0').body).toContain('Champion 1.0.0: verified');
});
