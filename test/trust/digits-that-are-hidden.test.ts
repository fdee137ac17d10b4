/** With `report: verdict-only` no page and no file that the author of a pull request can read has a digit of the evaluation. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configText, startProject, type Project, type Proposal } from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';

let project: Project;
beforeEach(async () => {
  project = await startProject({
    config: configText('    report: verdict-only\n'),
    collaborators: { carol: 'write' },
  });
});
afterEach(() => project[Symbol.asyncDispose]());

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

const INTERVAL = /[+−]?\d\.\d+ to [+−]?\d\.\d+/;

it('a version passes and is registered → its release has the verdict, and no digit', async () => {
  const pull = await project.propose({ branch: 'first', skill: 'good' });
  const { evaluate } = await project.evaluate(pull);
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  const comment = commentOf(pull);
  expect(comment).toContain('**Verdict only.**');
  expect(`${comment}\n${evaluate.summary}`).not.toMatch(INTERVAL);
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.failure).toBeUndefined();
  expect(ended.outputs).toMatchObject({ version: '1.0.0' });
  const document = JSON.parse(project.asset('flight-delays@v1.0.0', 'evaluation.json')) as object;
  expect(document).toMatchObject({ digits: 'hidden', metrics: [], verdict: 'pass' });
  expect(project.release('flight-delays@v1.0.0').body).not.toMatch(INTERVAL);
  // The next one is compared with it, as any other.
  const next = await project.propose({ branch: 'second', skill: 'none' });
  const second = await project.evaluate(next);
  expect(second.evaluate.outputs).toMatchObject({ verdict: 'fail', champion: 'flight-delays@v1.0.0' });
  expect(`${commentOf(next)}\n${second.evaluate.outputs.reason}`).not.toMatch(INTERVAL);
});

it('a pull request removes the key → it is shown no digits either', async () => {
  const pull = await project.propose({ branch: 'open', skill: 'good', files: { [CONFIG]: configText('') } });
  const { evaluate } = await project.evaluate(pull);
  expect(commentOf(pull)).toContain('`report`');
  expect(`${commentOf(pull)}\n${evaluate.summary}`).not.toMatch(INTERVAL);
});
