import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';

const MARKER = '<!-- model-steward:drift model=churn -->';
const LABELS = ['model-steward', 'model: churn', 'drift'];
const ISSUE = { title: 'Drift in churn', body: `${MARKER}\nage moved`, labels: LABELS, marker: MARKER };

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

describe('an issue', () => {
  it('is opened with its labels, which are created when they are missing', async () => {
    const issue = await ground.github.issues.create(ISSUE);
    expect(issue).toMatchObject({
      title: ISSUE.title,
      state: 'open',
      author: 'github-actions[bot]',
      labels: LABELS,
    });
    expect(ground.repository.labels.map(({ name }) => name)).toEqual(expect.arrayContaining(LABELS));
  });

  it('is updated, closed and reopened in place', async () => {
    const { issues } = ground.github;
    const { number } = await issues.create(ISSUE);
    expect((await issues.update(number, { body: `${MARKER}\nworse` })).body).toBe(`${MARKER}\nworse`);
    await issues.close(number, 'completed');
    expect(await issues.get(number)).toMatchObject({ state: 'closed', title: ISSUE.title });
    await issues.reopen(number);
    expect(await issues.get(number)).toMatchObject({ state: 'open', body: `${MARKER}\nworse` });
  });

  it('is found by labels, author and marker, open ones first, then newest first', async () => {
    const { box, github } = ground;
    const numbers: number[] = [];
    for (const body of ['one', 'two', 'three']) {
      const { number } = await github.issues.create({ ...ISSUE, body: `${MARKER}\n${body}` });
      numbers.push(number);
      await github.issues.close(number, 'completed');
    }
    for (const number of numbers.slice(0, 2)) await github.issues.reopen(number);
    await github.issues.create({ ...ISSUE, labels: ['bug'], body: 'no marker', marker: 'other' });
    await github.issues.create({
      ...ISSUE,
      labels: ['bug'],
      body: `quoted: \`${MARKER}\``,
      marker: 'quoted',
    });
    box.openIssue({ repository: REPOSITORY, by: 'mallory', title: 'forged', body: MARKER, labels: LABELS });
    const found = await github.issues.find(LABELS, MARKER);
    expect(found.map(({ number }) => number)).toEqual([numbers[1], numbers[0], numbers[2]]);
  });

  describe('that people have changed', () => {
    const recordOf = (number: number) => ground.repository.issues.find((issue) => issue.number === number)!;
    const numbersFound = async (): Promise<readonly number[]> =>
      (await ground.github.issues.find(LABELS, MARKER)).map(({ number }) => number);

    it.each([
      ['without any label', []],
      ['without one of its labels', LABELS.slice(1)],
      ['with other labels', ['wontfix']],
    ])('is found again while it is open: %s', async (_, labels) => {
      const { number } = await ground.github.issues.create(ISSUE);
      recordOf(number).labels = [...labels];
      expect(await numbersFound()).toEqual([number]);
    });

    it.each([
      ['a note above the marker', `Bob looks into it.\n\n${MARKER}\nage moved`],
      ['the marker removed', 'age moved'],
      ['no text', ''],
    ])('is found again while it is open: %s', async (_, body) => {
      const { number } = await ground.github.issues.create(ISSUE);
      recordOf(number).body = body;
      expect(await numbersFound()).toEqual([number]);
    });

    it('is not one of another model, of another author, or one that is closed and has lost its labels', async () => {
      const other = await ground.github.issues.create({
        ...ISSUE,
        body: MARKER.replace('churn', 'other'),
        labels: ['model-steward', 'model: other', 'drift'],
        marker: MARKER.replace('churn', 'other'),
      });
      recordOf(other.number).labels = [];
      ground.box.openIssue({ repository: REPOSITORY, by: 'mallory', title: 'forged', body: MARKER });
      const { number } = await ground.github.issues.create(ISSUE);
      await ground.github.issues.close(number, 'completed');
      recordOf(number).labels = [];
      expect(await numbersFound()).toEqual([]);
    });
  });

  it('is never a pull request', async () => {
    const { box, github } = ground;
    await box.pushFiles({ repository: REPOSITORY, branch: 'better', files: { 'a.txt': 'a' } });
    const number = await box.openPull({ repository: REPOSITORY, head: 'better', body: MARKER });
    const acme = ground.as(box.issueToken({ login: 'acme', type: 'user' }));
    ground.repository.issues.find((issue) => issue.number === number)!.labels.push('bug');
    expect(await acme.issues.find(['bug'], MARKER)).toEqual([]);
    expect(await github.issues.find(['bug'], MARKER)).toEqual([]);
  });

  it('is reported when its new body was dropped without an error', async () => {
    const { issues } = ground.github;
    const { number } = await issues.create(ISSUE);
    await expect(issues.update(number, { body: 'x'.repeat(270_000) })).rejects.toThrow(
      `update #${number}: expected the new body of 270000 characters to be kept, got the old one back`,
    );
  });

  it('cannot be opened where issues are switched off', async () => {
    const { box, github } = ground;
    box.faults.inject({
      kind: 'status',
      status: 410,
      method: 'POST',
      route: /\/issues$/,
      body: { message: 'Issues are disabled for this repo' },
    });
    await expect(github.issues.create(ISSUE)).rejects.toMatchObject({
      status: 410,
      hint: expect.stringContaining('switched off'),
    });
  });
});
