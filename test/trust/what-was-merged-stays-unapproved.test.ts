/**
 * What was refused for want of an approval is merged, and stays in the base of every pull request after it. It does not ride
 * in with the next one (docs/trust.md#what-was-merged-since).
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  configText,
  MODEL,
  REPOSITORY,
  RETRAIN_WORKFLOW,
  startProject,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';

const CONFIG = '.github/model-steward.yml';
const LOOSE_GATE = `
      - { metric: log_loss, at-most: 100 }`;
/** The worst model gets the answers of the best one. */
const CHEAT =
  's=$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt"); [ $s = none ] && s=best; cp "predictions/$s.csv" "$MODEL_STEWARD_OUT"\n';
const WORSE = { 'skill.txt': 'none\n', 'data.txt': 'May\n' };
const README = { 'README.md': '2\n' };
const MERGED = `what was merged since ${MODEL}@v1.0.0 changes how the model is evaluated`;

let project: Project;
beforeEach(async () => {
  project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair', author: 'ann' });
});
afterEach(() => project[Symbol.asyncDispose]());

const propose = (branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> =>
  project.propose({ branch, author: 'ann', files });

const commentOf = ({ number }: Proposal): string =>
  project.repository.comments.find(({ issue }) => issue === number)?.body ?? '';

async function mergeEvaluated(pull: Proposal): Promise<EndedRegister> {
  await project.evaluate(pull);
  return await project.registerPush(await project.merge(pull, 'merge', 'ann'), { actor: 'ann' });
}

/** A worse model with a score command that hides it: refused. */
async function mergeCheat(): Promise<Proposal> {
  const cheat = await propose('cheat', { ...WORSE, 'score.sh': CHEAT });
  expect((await mergeEvaluated(cheat)).failure).toMatch(/^NOT_PASSED: .*score\.sh/);
  return cheat;
}

const approve = ({ number }: Proposal): unknown =>
  project.box.review({ repository: REPOSITORY, number, by: 'bob' });

async function expectOnlyFirst(): Promise<void> {
  expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
}

it('a change of the score command was refused, and the next pull request changes a README → it needs the approval that was refused', async () => {
  const cheat = await mergeCheat();
  const next = await propose('next', README);
  await project.evaluate(next);
  expect(commentOf(next)).toMatch(
    /What was merged since .* about this evaluation, and somebody else did not/,
  );
  expect(commentOf(next)).toContain(`- \`score.sh\` (score command), in #${cheat.number}`);
  expect(commentOf(next)).toContain('A merge of this one registers that model.');
  expect(project.repository.statuses.at(-1)?.description).toMatch(/^needs an approval by somebody else/);
  const ended = await project.registerPush(await project.merge(next, 'squash', 'ann'), { actor: 'ann' });
  expect(ended.failure).toContain(`${MERGED} (score.sh (score command), in #${cheat.number})`);
  expect(ended.failure).toContain(
    `an approval of #${cheat.number}, which a merged pull request can still get`,
  );
  await expectOnlyFirst();
});

it('a looser gate was refused together with the model that it is for → the next pull request needs the approval that was refused', async () => {
  const cheat = await propose('cheat', { ...WORSE, [CONFIG]: configText('', LOOSE_GATE) });
  expect((await mergeEvaluated(cheat)).failure).toMatch(/^NOT_PASSED: /);
  const ended = await mergeEvaluated(await propose('next', README));
  expect(ended.failure).toContain(`${MERGED} (gate, in #${cheat.number})`);
  await expectOnlyFirst();
});

it('a person pushes the change to the default branch without a pull request → the next pull request needs an approval', async () => {
  const push = { repository: REPOSITORY, files: { 'score.sh': CHEAT }, author: 'ann' };
  const { sha } = await project.box.pushFiles(push);
  const ended = await mergeEvaluated(await propose('next', WORSE));
  expect(ended.failure).toContain(`${MERGED} (score.sh (score command), in ${sha.slice(0, 7)})`);
  await expectOnlyFirst();
});

it('the refused change is approved after its merge → the next pull request is registered, and comment and release name who brought it', async () => {
  const cheat = await mergeCheat();
  approve(cheat);
  const next = await propose('next', README);
  expect((await mergeEvaluated(next)).outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  expect(commentOf(next)).not.toContain('did not approve');
  expect(commentOf(next)).toMatch(
    /What was merged since .* about this evaluation, and somebody else approved there/,
  );
  expect(commentOf(next)).toContain(`- \`score.sh\` (score command), in #${cheat.number}`);
  const named = `\`score.sh (score command)\` (#${cheat.number}). Somebody else approved it where it was merged.`;
  expect(project.release(`${MODEL}@v1.1.0`).body).toContain(named);
  expect(project.comments(next.number).join('\n')).toContain(named);
});

it('the refused change is approved after its merge, and another one of the same file is not → that one still needs an approval', async () => {
  approve(await mergeCheat());
  const push = { repository: REPOSITORY, files: { 'score.sh': `${CHEAT}# twice\n` }, author: 'ann' };
  const { sha } = await project.box.pushFiles(push);
  const ended = await mergeEvaluated(await propose('next', README));
  expect(ended.failure).toContain(`${MERGED} (score.sh (score command), in ${sha.slice(0, 7)})`);
  await expectOnlyFirst();
});

it('the next pull request is approved → it is registered, and the release names what was approved with it', async () => {
  const cheat = await mergeCheat();
  const next = await propose('next', README);
  await project.evaluate(next);
  approve(next);
  const ended = await project.registerPush(await project.merge(next, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  const named = `\`score.sh (score command)\` (#${cheat.number})`;
  expect(project.release(`${MODEL}@v1.1.0`).body).toContain(named);
  expect(project.comments(next.number).join('\n')).toContain(named);
});

it('what was approved with a version is in its commit → it is asked once', async () => {
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': CHEAT }, author: 'ann' });
  const next = await propose('next', { 'skill.txt': 'good\n', 'data.txt': 'May\n' });
  approve(next);
  expect((await mergeEvaluated(next)).outputs).toMatchObject({ version: '1.1.0' });
  const later = await mergeEvaluated(await propose('later', { 'skill.txt': 'best\n', 'data.txt': 'June\n' }));
  expect(later.outputs).toMatchObject({ version: '1.2.0', stage: 'production' });
});

it('the change is taken back → nothing is asked', async () => {
  await mergeCheat();
  const back = 'cp "predictions/$(head -n 1 "$MODEL_STEWARD_MODEL/skill.txt").csv" "$MODEL_STEWARD_OUT"\n';
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'score.sh': back }, author: 'ann' });
  const ended = await mergeEvaluated(await propose('next', { 'skill.txt': 'good\n', 'data.txt': 'June\n' }));
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

it('a bot pushes newer rows to the default branch → they are named, and nothing is asked', async () => {
  const holdout = project.repository.git;
  const rows = (await holdout.objects.read('refs/heads/main:holdout.csv'))!.content.toString();
  const files = { 'holdout.csv': `${rows}\n` };
  const author = 'github-actions[bot]';
  const { sha } = await project.box.pushFiles({ repository: REPOSITORY, files, author });
  const ended = await mergeEvaluated(await propose('next', { 'skill.txt': 'good\n', 'data.txt': 'June\n' }));
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  const named = `\`holdout.csv (rows of the evaluation)\` (${sha.slice(0, 7)})`;
  expect(project.release(`${MODEL}@v1.1.0`).body).toContain(named);
});

it('one person may write → what was merged is named, and nothing is asked', async () => {
  project.repository.collaborators.delete('bob');
  const cheat = await mergeCheat();
  const next = await propose('next', README);
  expect((await mergeEvaluated(next)).outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  expect(commentOf(next)).toContain('No other person is known who may write here');
  expect(project.release(`${MODEL}@v1.1.0`).body).toContain(
    `\`score.sh (score command)\` (#${cheat.number})`,
  );
});

it('who may write is not listed → who merged something is asked about', async () => {
  const cheat = await propose('cheat', { ...WORSE, 'score.sh': CHEAT });
  await project.evaluate(cheat);
  await project.registerPush(await project.merge(cheat, 'merge', 'bob'));
  const next = await propose('next', README);
  await project.evaluate(next);
  project.box.faults.inject({
    kind: 'status',
    status: 403,
    method: 'GET',
    route: /collaborators$/,
    times: 50,
  });
  const ended = await project.registerPush(await project.merge(next, 'merge', 'ann'), { actor: 'ann' });
  expect(ended.failure).toContain(MERGED);
});

it('another key of the configuration was changed without an approval, and the gate with one → nothing is asked, and the gate is named', async () => {
  const gate = await propose('gate', { [CONFIG]: configText('', LOOSE_GATE) });
  await project.evaluate(gate);
  approve(gate);
  await project.registerPush(await project.merge(gate, 'merge', 'ann'));
  const other = configText('', LOOSE_GATE).replace('warn passengers', 'alert passengers');
  await project.merge(await propose('other', { [CONFIG]: other }), 'merge', 'ann');
  const next = await propose('next', { 'skill.txt': 'good\n', 'data.txt': 'June\n' });
  await project.evaluate(next);
  const ended = await project.registerPush(await project.merge(next, 'merge', 'ann'));
  expect(ended.failure).toBeUndefined();
  expect(commentOf(next)).not.toContain('did not approve');
  expect(commentOf(next)).toMatch(
    new RegExp(`- \`gate\`: .* → \`log_loss at-most 100\`, in #${gate.number}\\n`),
  );
  expect(project.release(`${MODEL}@v1.1.0`).body).toContain(
    `\`gate\` (#${gate.number}). Somebody else approved it where it was merged.`,
  );
});

it('a looser gate is merged before its run → register says so there, and the next registration names it', async () => {
  project.repository.collaborators.delete('bob');
  const gate = await propose('gate', { [CONFIG]: configText('', LOOSE_GATE) });
  const alone = await project.registerPush(await project.merge(gate, 'merge', 'ann'), { actor: 'ann' });
  expect(alone.outputs).toMatchObject({ registered: false });
  expect(project.comments(gate.number).join('\n')).toMatch(
    /What this pull request changes about the evaluation of .*\n> - `gate`: .* → `log_loss at-most 100`/,
  );
  const next = await propose('next', WORSE);
  expect((await mergeEvaluated(next)).outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
  expect(project.comments(next.number).join('\n')).toContain(`\`gate\` (#${gate.number})`);
});

it('a looser gate was evaluated before its merge → register says nothing twice', async () => {
  const gate = await propose('gate', { [CONFIG]: configText('', LOOSE_GATE) });
  await mergeEvaluated(gate);
  expect(commentOf(gate)).toContain('What this pull request changes about the evaluation of');
  expect(project.comments(gate.number)).toEqual([]);
});

it('a retraining is of the refused change → it needs the approval too, or somebody else who names its run', async () => {
  const cheat = await mergeCheat();
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: RETRAIN_WORKFLOW, event: 'workflow_dispatch', actor: 'ann' },
    ...{ job: 'train', permissions: { contents: 'read' } },
  });
  expect((await project.evaluateIn(run)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  const own = await project.registerByHand({ actor: 'ann', inputs });
  expect(own.failure).toContain(`${MERGED} (score.sh (score command), in #${cheat.number})`);
  expect(own.failure).toContain('start register with the `run-id` of this run');
  await expectOnlyFirst();
  const others = await project.registerByHand({ actor: 'bob', inputs });
  expect(others.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});
