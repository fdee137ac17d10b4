/**
 * A merge that a person makes with git can have its parents the other way round, and files that neither side has. The
 * approval of its pull request is none of them (docs/trust.md#what-was-merged-since).
 */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { readCommit, writeBlob, writeCommit } from '../github-box/git/objects.ts';
import { forceRef } from '../github-box/git/refs.ts';
import { writeTree } from '../github-box/git/tree.ts';
import type { Push } from '../github-box/human/commits.ts';
import {
  configText,
  MODEL,
  REPOSITORY,
  type EndedRegister,
  type Project,
  type Proposal,
} from '../ground/project.ts';
import { CHEAT, PLAIN, SCRIPT, startProjectWithScript } from '../ground/sourced-script.ts';

const CONFIG = '.github/model-steward.yml';
const gateText = (most: number): string => configText('', `\n      - { metric: log_loss, at-most: ${most} }`);

let project: Project;
let restore: () => void;
beforeAll(async () => {
  project = await startProjectWithScript();
  restore = project.box.snapshot();
});
afterEach(() => restore());
afterAll(() => project[Symbol.asyncDispose]());

interface HandMade {
  readonly isReversed?: boolean;
  readonly files?: Readonly<Record<string, string>>;
}

/** A person makes it with git, and pushes it. */
async function mergeByHand(
  pull: Proposal,
  { isReversed = false, files = {} }: HandMade,
): Promise<Pick<Push, 'sha' | 'before'>> {
  const { sha: made, before } = await project.merge(pull, 'merge', 'ann');
  const { git, issues } = project.repository;
  const commit = (await readCommit(git, made))!;
  const changes = Object.entries(files).map(async ([path, text]) => ({
    ...{ path, mode: '100644', sha: await writeBlob(git, text) },
  }));
  const tree = await writeTree(git, commit.tree, await Promise.all(changes));
  const parents = isReversed ? commit.parents.toReversed() : commit.parents;
  const sha = await writeCommit(git, { ...commit, parents, tree });
  await forceRef(git, 'refs/heads/main', sha);
  const record = issues.find(({ number }) => number === pull.number)!.pull!;
  Object.assign(record, { mergeSha: sha, merged: { ...record.merged!, landed: [sha] } });
  return { sha, before };
}

async function evaluated(branch: string, files: Readonly<Record<string, string>>): Promise<Proposal> {
  const pull = await project.propose({ branch, author: 'ann', files });
  await project.evaluate(pull);
  return pull;
}

const approve = ({ number }: Proposal): unknown =>
  project.box.review({ repository: REPOSITORY, number, by: 'bob' });

const register = (push: Pick<Push, 'sha' | 'before'>): Promise<EndedRegister> =>
  project.registerPush(push, { actor: 'ann' });

async function registerWorse(): Promise<EndedRegister> {
  const worse = await evaluated('worse', { 'skill.txt': 'none\n', 'data.txt': 'May\n' });
  return await register(await project.merge(worse, 'merge', 'ann'));
}

it('a merge with its parents the other way round loosens a gate that an approved pull request changed before → the next model needs an approval', async () => {
  const stricter = await evaluated('approved', { [CONFIG]: gateText(10) });
  approve(stricter);
  await register(await project.merge(stricter, 'merge', 'ann'));
  const loose = await evaluated('loose', { [CONFIG]: gateText(100) });
  await register(await mergeByHand(loose, { isReversed: true }));
  expect((await registerWorse()).failure).toContain(`(gate, in #${loose.number})`);
});

it.each([
  ['a better model and a script of the scoring', { 'skill.txt': 'good\n', [SCRIPT]: `${PLAIN}# fast\n` }],
  ['a better model alone', { 'skill.txt': 'good\n' }],
  ['a script of the scoring alone', { [SCRIPT]: `${PLAIN}# fast\n` }],
])(
  '%s: it is approved, and its merge has a script that neither side had → the next model needs an approval',
  async (_, files) => {
    const pull = await evaluated('approved', files);
    approve(pull);
    const push = await mergeByHand(pull, { files: { [SCRIPT]: CHEAT } });
    const { failure: ofMerge } = await register(push);
    // A model was evaluated with another script than the merge has.
    if ('skill.txt' in files) expect(ofMerge).toMatch(/^EVIDENCE_STALE: /);
    else expect(ofMerge).toBeUndefined();
    const { failure } = await registerWorse();
    expect(failure).toContain(`(${SCRIPT} (score command), in ${push.sha.slice(0, 7)}`);
  },
);

it('a pull request has a merge of the default branch with another script, and is approved → nothing more is asked', async () => {
  const { git } = project.repository;
  const pull = await evaluated('approved', { [SCRIPT]: `${PLAIN}# fast\n` });
  await project.box.pushFiles({ repository: REPOSITORY, files: { 'notes.txt': '1\n' } });
  const tip = (await readCommit(git, 'refs/heads/approved'))!;
  const script = { path: SCRIPT, mode: '100644', sha: await writeBlob(git, `${PLAIN}# faster\n`) };
  const parents = [tip.sha, await project.commitOf('main')];
  const merge = { ...tip, parents, tree: await writeTree(git, tip.tree, [script]) };
  await forceRef(git, 'refs/heads/approved', await writeCommit(git, merge));
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'approved', files: { 'README.md': '2\n' } });
  approve(pull);
  await register(await project.merge(pull, 'merge', 'ann'));
  const best = await evaluated('best', { 'skill.txt': 'best\n', 'data.txt': 'June\n' });
  const ended = await register(await project.merge(best, 'merge', 'ann'));
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

it('a better model and its script are approved, and a person merges both as they are → nothing more is asked', async () => {
  const pull = await evaluated('approved', { 'skill.txt': 'good\n', [SCRIPT]: `${PLAIN}# fast\n` });
  approve(pull);
  await register(await mergeByHand(pull, { files: { 'notes.txt': '1\n' } }));
  const best = await evaluated('best', { 'skill.txt': 'best\n', 'data.txt': 'June\n' });
  const ended = await register(await project.merge(best, 'merge', 'ann'));
  expect(ended.outputs).toMatchObject({ version: '1.2.0', stage: 'production' });
  expect(project.release(`${MODEL}@v1.2.0`).body).not.toContain(SCRIPT);
});
