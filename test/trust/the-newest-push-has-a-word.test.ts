/**
 * A green comment of an earlier push must not stand for the newest one: when that cannot be evaluated, comment and
 * status say so (docs/lifecycle.md#the-newest-push-could-not-be-evaluated).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPOSITORY, startProject, type Project, type Proposal } from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const commentOn = ({ number }: Proposal): readonly string[] =>
  project.repository.comments
    .filter(({ issue, body }) => issue === number && body.includes('model-steward:evaluate'))
    .map(({ body }) => body);

/** States and descriptions of a commit, oldest first. */
const statusesOf = (sha: string): readonly (readonly [string, string])[] =>
  project.repository.statuses
    .filter((status) => status.sha === sha)
    .map(({ state, description }) => [state, description ?? '']);

async function push(pull: Proposal, files: Readonly<Record<string, string>>): Promise<string> {
  const { sha } = await project.box.pushFiles({ repository: REPOSITORY, branch: pull.branch, files });
  return sha;
}

describe('the newest push', () => {
  it('its training fails after a push that passed → comment and status say so, above the last verdict, until a push is evaluated', async () => {
    const pull = await project.propose({ branch: 'good', skill: 'good' });
    await project.evaluate(pull);
    const [passed] = commentOn(pull);
    expect(passed).toMatch(/^### .* · pass · \[`[0-9a-f]{7}`\]\(.*\/commit\/[0-9a-f]{40}\)$/m);
    const sha = await push(pull, { 'train.sh': 'exit 1\n' });
    const { train, evaluate } = await project.evaluate(pull);
    expect(train.failure).toBeDefined();
    expect(evaluate.failure).toContain('EVIDENCE_INVALID');
    const [word, ...others] = commentOn(pull);
    expect(others).toEqual([]);
    expect(word).toContain(`**The newest push [\`${sha.slice(0, 7)}\`](`);
    expect(word!.indexOf('was not evaluated')).toBeLessThan(word!.indexOf(' · pass · '));
    expect(statusesOf(sha)).toMatchObject([
      ['failure', expect.stringMatching(/^not evaluated: EVIDENCE_INVALID/)],
    ]);
    await push(pull, { 'train.sh': FIXED });
    await project.evaluate(pull);
    expect(commentOn(pull)[0]).not.toContain('was not evaluated');
    expect(commentOn(pull)[0]).toContain('Earlier pushes (1)');
  });

  it('its predictions cannot be read → the first comment of the pull request says which file and why', async () => {
    const pull = await project.propose({
      branch: 'broken',
      skill: 'good',
      files: { 'score.sh': 'printf "flight,p_late\\n1,often\\n" > "$MODEL_STEWARD_OUT"\n' },
    });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.failure).toContain('DATA_INVALID');
    expect(commentOn(pull)).toMatchObject([
      expect.stringMatching(/was not evaluated\.\*\* `DATA_INVALID`: /),
    ]);
  });

  it('its configuration cannot be parsed after a push that passed → comment and status say so, above the last verdict', async () => {
    const pull = await project.propose({ branch: 'typo', skill: 'good' });
    await project.evaluate(pull);
    const sha = await push(pull, { '.github/model-steward.yml': 'models: [\n' });
    const { evaluate } = await project.evaluate(pull);
    expect(evaluate.failure).toContain('CONFIG_INVALID');
    const [word, ...others] = commentOn(pull);
    expect(others).toEqual([]);
    expect(word).toMatch(
      new RegExp(`The newest push \\[\`${sha.slice(0, 7)}\`.* was not evaluated\\.\\*\\* \`CONFIG_INVALID\``),
    );
    expect(word!.indexOf('was not evaluated')).toBeLessThan(word!.indexOf(' · pass · '));
    expect(statusesOf(sha)).toMatchObject([
      ['failure', expect.stringMatching(/^not evaluated: CONFIG_INVALID/)],
    ]);
  });

  it('it takes the change of the model back after a push that passed → the comment says that it is unaffected, and which commit the verdict is of', async () => {
    await project.ship({ branch: 'first', skill: 'good' });
    const pull = await project.propose({ branch: 'second', skill: 'best' });
    await project.evaluate(pull);
    const [mark] = /model-steward:push [0-9a-f]{7}/.exec(commentOn(pull)[0] ?? '') ?? [];
    const sha = await push(pull, { 'skill.txt': 'good\n' });
    await project.evaluate(pull);
    expect(statusesOf(sha)).toMatchObject([['success', expect.stringMatching(/^unaffected: /)]]);
    const [word, ...others] = commentOn(pull);
    expect(others).toEqual([]);
    expect(word).toContain(`The newest push [\`${sha.slice(0, 7)}\`](`);
    expect(word).toContain(`it is unaffected. What follows is about [\`${mark?.slice(-7)}\`](`);
    expect(word!.indexOf('it is unaffected')).toBeLessThan(word!.indexOf(' · pass · '));
  });
});

const FIXED =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';
