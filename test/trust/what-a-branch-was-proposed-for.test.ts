/**
 * Another pull request of the same commits counts as what it was when the run was made: closed, into another base, or
 * not on the list any more, it can still have started that run (docs/trust.md#one-branch-and-its-newest-state).
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findUnclearBase,
  type HeadUses,
  type OtherPull,
} from '../../src/shared/domain/supply-chain/evidence-runs.ts';
import { MODEL, REPOSITORY, startProject, type Project, type Proposal } from '../ground/project.ts';

/** Differs in nothing that an evaluation reaches: where a base does, the evidence is stale anyway. */
const OTHER_BASE = { 'notes.md': 'Of another branch\n' };
const BETTER = { 'skill.txt': 'good\n', 'data.txt': 'May\n' };

describe('the other pull request was', () => {
  let project: Project;
  beforeEach(async () => {
    project = await startProject({ collaborators: { ann: 'write', bob: 'write' } });
    await project.ship({ branch: 'first', skill: 'fair' });
    await push('other', OTHER_BASE);
    await push('better', BETTER);
  });
  afterEach(() => project[Symbol.asyncDispose]());

  const push = (branch: string, files: Readonly<Record<string, string>>) =>
    project.box.pushFiles({ repository: REPOSITORY, branch, files, author: 'ann' });

  /** A minute later, so that it is known what came first. */
  const wait = (): void => project.box.clock.advance(60_000);

  async function propose(base: string): Promise<Proposal> {
    const number = await project.box.openPull({
      repository: REPOSITORY,
      head: 'better',
      base,
      author: 'ann',
    });
    return { number, branch: 'better' };
  }

  const close = ({ number }: Proposal): void => project.box.closePull({ repository: REPOSITORY, number });

  async function retarget({ number }: Proposal, isAutomatic = false): Promise<void> {
    await project.box.retargetPull({ repository: REPOSITORY, number, base: 'main', isAutomatic });
  }

  async function pass(pull: Proposal): Promise<void> {
    expect((await project.evaluate(pull)).evaluate.outputs).toMatchObject({ verdict: 'pass' });
    wait();
  }

  async function expectRefused(pull: Proposal, why: RegExp): Promise<void> {
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toMatch(why);
    expect(await project.tags()).toEqual([`${MODEL}@v1.0.0`, `${MODEL}#production#1`]);
  }

  it('closed, and a run was made of its closing → somebody else has to approve it', async () => {
    const pull = await propose('main');
    const other = await propose('other');
    wait();
    close(other);
    project.box.clock.advance(2_000);
    await pass(other);
    await expectRefused(
      pull,
      /^NOT_PASSED: .*may be that of #\d+, the pull request of the same branch into other/,
    );
  });

  it('into another base when it was evaluated, and closed after that was changed → somebody else has to approve it', async () => {
    const other = await propose('other');
    await pass(other);
    await retarget(other);
    close(other);
    wait();
    await expectRefused(
      await propose('main'),
      /^NOT_PASSED: .*may be that of #\d+, .* not its base any more/,
    );
  });

  it('followed by 101 others → somebody else has to approve it', async () => {
    const pull = await propose('main');
    const other = await propose('other');
    wait();
    await pass(other);
    close(other);
    wait();
    for (let index = 0; index < 101; index += 1) close(await propose('first'));
    await expectRefused(pull, /^NOT_PASSED: .*GitHub does not say what else its branch was proposed for/);
  });

  it('never there, but the platform does not say when the base was changed → somebody else has to approve it', async () => {
    const pull = await propose('other');
    await pass(pull);
    await retarget(pull);
    project.box.faults.inject({ kind: 'status', status: 403, method: 'POST', route: /graphql/, times: 50 });
    await expectRefused(pull, /^NOT_PASSED: .*GitHub does not say what else its branch was proposed for/);
  });

  it('never there, but the platform changed the base → somebody else has to approve it', async () => {
    const pull = await propose('other');
    await pass(pull);
    await retarget(pull, true);
    await expectRefused(pull, /^NOT_PASSED: .*made before the base of the pull request was changed/);
  });
});

it('a branch is proposed for two branches → comment and status say before the merge that somebody else has to approve it', async () => {
  await using project = await startProject({ collaborators: { ann: 'write' } });
  await project.ship({ branch: 'first', skill: 'fair' });
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'release', files: { 'r.md': '1\n' } });
  const pull = await project.propose({ branch: 'develop', skill: 'good', files: { 'data.txt': 'May\n' } });
  const other = await project.box.openPull({ repository: REPOSITORY, head: 'develop', base: 'release' });
  project.box.clock.advance(60_000);
  await project.evaluate(pull);
  const comment = project.repository.comments.find(({ issue }) => issue === pull.number)?.body;
  expect(comment).toContain(
    'It is not certain that this was evaluated for the branch into which it is merged',
  );
  expect(comment).toContain(`${other}, the pull request of the same branch into release`);
  expect(comment).toContain('a commit that is pushed after the other pull request was closed');
  expect(project.repository.statuses.at(-1)?.description).toMatch(/^needs an approval by somebody else: /);
  project.box.closePull({ repository: REPOSITORY, number: other });
  project.box.clock.advance(60 * 60_000);
  await project.box.pushFiles({ repository: REPOSITORY, branch: 'develop', files: { 'd.md': '1\n' } });
  await project.evaluate(pull);
  expect(project.repository.statuses.at(-1)?.description).not.toContain('approval');
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
});

describe('whether the base of a run is known', () => {
  const RUN = { event: 'pull_request', createdAt: '2026-03-02T12:00:00Z', headSha: 'aaa' };
  const OTHER: OtherPull = {
    ...{ number: 7, base: 'release', headSha: 'bbb', createdAt: '2026-03-01T12:00:00Z' },
    ...{ closedAt: '2026-03-01T13:00:00Z', retargetedAt: undefined },
  };
  const usesOf = (other: Partial<OtherPull>, more: Partial<HeadUses> = {}): HeadUses => ({
    ...{ others: [{ ...OTHER, ...other }], retargetedAt: undefined, unlistedUntil: undefined },
    ...more,
  });

  it.each([
    ['the other one was closed with an older commit', usesOf({})],
    ['the other one was opened later', usesOf({ createdAt: '2026-03-02T12:00:01Z', closedAt: undefined })],
    ['the other one has the same base', usesOf({ base: 'main', headSha: 'aaa', closedAt: undefined })],
    [
      'the base of the other one was changed a minute before',
      usesOf({ base: 'main', headSha: 'aaa', retargetedAt: '2026-03-02T11:58:59Z' }),
    ],
    ['the base was changed a minute before', usesOf({}, { retargetedAt: '2026-03-02T11:58:59Z' })],
    ['those that are not listed are older', usesOf({}, { unlistedUntil: '2026-03-02T11:00:00Z' })],
  ])('%s → yes', (_, uses) => {
    expect(findUnclearBase(RUN, uses, 'main')).toBeUndefined();
  });

  it.each([
    ['the other one is open', usesOf({ closedAt: undefined }), 'other-pull'],
    [
      'the other one was closed with this commit, and labeled later',
      usesOf({ headSha: 'aaa' }),
      'other-pull',
    ],
    [
      'the other one was closed five minutes before',
      usesOf({ closedAt: '2026-03-02T11:55:00Z' }),
      'other-pull',
    ],
    [
      'the base of the other one was changed seconds before, maybe between the push and its run',
      usesOf({ base: 'main', headSha: 'aaa', retargetedAt: '2026-03-02T11:59:50Z' }),
      'other-pull',
    ],
    [
      'the base was changed seconds before, maybe between the push and its run',
      usesOf({}, { retargetedAt: '2026-03-02T11:59:50Z' }),
      'retargeted',
    ],
    [
      'one that is not listed was changed later',
      usesOf({}, { unlistedUntil: '2026-03-03T12:00:00Z' }),
      'unknown',
    ],
    [
      'the other one was closed ten minutes before, to the second: a run can be made as late',
      usesOf({ closedAt: '2026-03-02T11:50:00Z' }),
      'other-pull',
    ],
    [
      'the base was changed a minute before, to the second',
      usesOf({}, { retargetedAt: '2026-03-02T11:59:00Z' }),
      'retargeted',
    ],
    [
      'when the base was changed is no time',
      usesOf({}, { retargetedAt: '2026-02-30T00:00:00Z' }),
      'retargeted',
    ],
    ['the platform does not say', undefined, 'unknown'],
  ])('%s → no', (_, uses, code) => {
    expect(findUnclearBase(RUN, uses, 'main')).toMatchObject({ code });
  });
});
