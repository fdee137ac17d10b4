/**
 * A worse model must not get in because the code of its pull request made the champion look worse than it is
 * (docs/trust.md#the-champion-answers-as-it-did).
 */
import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import { startProject, type Project, type ProjectOptions } from '../ground/project.ts';

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

describe('a score command that makes the champion look worse', () => {
  it.each([
    ['a private repository, whose release has the predictions', true],
    ['a public repository, whose release has a digest and metric values', false],
  ])('in %s → the comparison does not count, and the comment says what changed', async (_, isPrivate) => {
    await using project = await startWithChampion({ private: isPrivate });
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
