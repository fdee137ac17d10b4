/**
 * A change that needs an approval must not be had in two steps, of which the first makes the second one ordinary
 * (docs/trust.md#the-base-decides).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  REPOSITORY,
  startProject,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const TRAIN =
  'mkdir -p model && cat skill.txt data.txt > model/skill.txt && echo \'{"rows": 700}\' > metrics.json\n';
const SCORE =
  '. ./lib.sh\ncp "predictions/$(answers "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';
const LIB = 'answers() { head -n 1 "$1"; }\n';
/** The worst model gets the answers of the best one. */
const CHEAT = 'answers() { head -n 1 "$1" | sed s/none/best/; }\n';
const BETTER = { 'skill.txt': 'good\n', 'data.txt': 'March\n' };
const WORSE = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': SCORE, 'lib.sh': LIB } });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

/** By one person alone. */
async function mergeAlone(
  branch: string,
  files: Readonly<Record<string, string>>,
  approvedBy?: string,
): Promise<{ readonly pull: Proposal; readonly ended: EndedRegister }> {
  const pull = await project.propose({ branch, author: 'ann', files });
  await project.evaluate(pull);
  if (approvedBy !== undefined)
    project.box.review({ repository: REPOSITORY, number: pull.number, by: approvedBy });
  const push = await project.merge(pull, 'merge', 'ann');
  return { pull, ended: await project.registerPush(push, { actor: 'ann' }) };
}

describe('the training takes up a script of the scoring, which is code of the model from then on', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['its script sources it', { 'train.sh': `. ./lib.sh\n${TRAIN}` }, 'train.sh'],
    [
      'its command names it',
      { [CONFIG]: configText().replace('bash train.sh,', "'bash train.sh; bash lib.sh',") },
      'lib.sh',
    ],
  ])('%s → the first pull request asks for an approval already', async (_, files, path) => {
    const { pull, ended } = await mergeAlone('share', { ...files, ...BETTER });
    const words = 'makes what reaches rows or scores code of the training';
    expect(commentOf(pull)).toContain(`- \`${path}\` (${words})`);
    expect(ended.failure).toContain(`the pull request changes its own evaluation (${path} (${words}))`);
    expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
  });

  it('the next pull request changes it and the model → it needs the approval that was refused', async () => {
    const { pull, ended } = await mergeAlone('share', { 'train.sh': `. ./lib.sh\n${TRAIN}`, ...BETTER });
    expect(ended.failure).toMatch(/^NOT_PASSED: /);
    const next = await mergeAlone('next', { 'lib.sh': CHEAT, ...WORSE });
    expect(commentOf(next.pull)).toContain('what training and scoring have in common: `lib.sh`');
    expect(next.ended.failure).toContain(`what was merged since ${MODEL}@v1.0.0 changes`);
    expect(next.ended.failure).toContain(`in #${pull.number}`);
    expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
  });

  it('somebody else approves it → it is registered, and the next change of that script is one of the model', async () => {
    const files = { 'train.sh': `. ./lib.sh\n${TRAIN}`, ...BETTER };
    const { ended } = await mergeAlone('share', files, 'bob');
    expect(ended.outputs).toMatchObject({ version: '1.1.0' });
    const more = { 'lib.sh': `${LIB}# of both\n`, 'skill.txt': 'best\n', 'data.txt': 'June\n' };
    const next = await mergeAlone('next', more);
    expect(commentOf(next.pull)).toContain('what training and scoring have in common: `lib.sh`');
    expect(next.ended.outputs).toMatchObject({ version: '1.2.0', stage: 'production' });
  });
});
