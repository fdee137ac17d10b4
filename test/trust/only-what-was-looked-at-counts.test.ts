/**
 * A version lies on the commit that was checked out, and more can be in it than its registration looked at. What no one looked
 * at does not count as approved: the next registration asks (docs/trust.md#what-was-merged-since).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readCommit, writeBlob, writeCommit } from '../github-box/git/objects.ts';
import { forceRef } from '../github-box/git/refs.ts';
import { writeTree } from '../github-box/git/tree.ts';
import type { Push } from '../github-box/human/commits.ts';
import {
  MODEL,
  PULL_WORKFLOW,
  REPOSITORY,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { CHEAT, SCRIPT, startProjectWithScript } from '../ground/sourced-script.ts';

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProjectWithScript();
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

async function evaluated(branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> {
  const pull = await project.propose({ branch, author: 'ann', files });
  await project.evaluate(pull);
  return pull;
}

const merge = (pull: Proposal): Promise<Push> => project.merge(pull, 'merge', 'ann');
const good = (): Promise<Proposal> => evaluated('good', { 'skill.txt': 'good\n' });
const cheat = (): Promise<Proposal> => evaluated('cheat', { [SCRIPT]: CHEAT });

function expectRegistered({ failure, outputs }: EndedRegister): void {
  expect(failure).toBeUndefined();
  expect(outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
}

async function expectWorseRefused(where: string): Promise<void> {
  const worse = await evaluated('worse', { 'skill.txt': 'none\n', 'data.txt': 'May\n' });
  const ended = await project.registerPush(await merge(worse), { actor: 'ann' });
  expect(ended.failure).toMatch(/^NOT_PASSED: /);
  expect(ended.failure).toContain(
    `what was merged since ${MODEL}@v1.1.0 changes how the model is evaluated (${SCRIPT} (score command), in ${where})`,
  );
  expect(await project.tags()).not.toContain(`${MODEL}@v1.2.0`);
}

it('a merge queue pushes a better model together with a pull request that no one approved → the next model needs that approval', async () => {
  const [model, other] = [await good(), await cheat()];
  const { before } = await merge(model);
  expectRegistered(await project.registerPush({ sha: (await merge(other)).sha, before }, { actor: 'ann' }));
  await expectWorseRefused(`#${other.number}`);
});

it('a better model is registered by its number after a pull request that no one approved was merged → the next model needs that approval', async () => {
  const model = await good();
  await merge(model);
  const other = await cheat();
  await merge(other);
  const inputs = { 'pull-request': String(model.number), stage: 'production' };
  expectRegistered(await project.registerByHand({ actor: 'ann', inputs }));
  await expectWorseRefused(`#${other.number}`);
});

it('somebody names a run of what was never merged, while the default branch has a change that no one approved → the next model needs that approval', async () => {
  const files = { 'skill.txt': 'good\n' };
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'good', files, author: 'ann' });
  const run = await project.box.startRun({
    ...{ repository: REPOSITORY, workflow: PULL_WORKFLOW, event: 'workflow_dispatch' },
    ...{ headBranch: 'good', job: 'train', actor: 'ann', permissions: { contents: 'read' } },
  });
  await project.evaluateIn(run);
  await project.box.pushFiles({ repository: REPOSITORY, files, author: 'ann' });
  const other = await cheat();
  await merge(other);
  const inputs = { 'run-id': String(run.id), stage: 'production' };
  expectRegistered(await project.registerByHand({ actor: 'bob', inputs }));
  await expectWorseRefused(`#${other.number}`);
});

/** A person merges it with git, and puts the script into the merge. */
async function mergeWithScript(pull: Proposal): Promise<Pick<Push, 'sha' | 'before'>> {
  const { sha: made, before } = await merge(pull);
  const { git, issues } = project.repository;
  const commit = (await readCommit(git, made))!;
  const script = { path: SCRIPT, mode: '100644', sha: await writeBlob(git, CHEAT) };
  const sha = await writeCommit(git, { ...commit, tree: await writeTree(git, commit.tree, [script]) });
  await forceRef(git, 'refs/heads/main', sha);
  const record = issues.find(({ number }) => number === pull.number)!.pull!;
  Object.assign(record, { mergeSha: sha, merged: { ...record.merged!, landed: [sha] } });
  return { sha, before };
}

it('a merge that a person pushes changes what its pull request does not → EVIDENCE_STALE with the file', async () => {
  const ended = await project.registerPush(await mergeWithScript(await good()), { actor: 'ann' });
  expect(ended.failure).toMatch(/^EVIDENCE_STALE: /);
  expect(ended.failure).toContain(`${SCRIPT}: changed`);
});

it('such a merge is of an approved pull request that changes no model → the approval is not of that, and the next model needs one', async () => {
  const pull = await evaluated('readme', { 'README.md': '2\n' });
  project.box.review({ repository: REPOSITORY, number: pull.number, by: 'bob' });
  const { sha, before } = await mergeWithScript(pull);
  await project.registerPush({ sha, before }, { actor: 'ann' });
  const worse = await evaluated('worse', { 'skill.txt': 'none\n', 'data.txt': 'May\n' });
  const ended = await project.registerPush(await merge(worse), { actor: 'ann' });
  expect(ended.failure).toContain(`(${SCRIPT} (score command), in ${sha.slice(0, 7)})`);
});
