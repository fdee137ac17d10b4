/** An evaluated pull request is merged in each of GitHub's three ways, and becomes a version (docs/lifecycle.md#on-the-merge). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelSchema } from '../../src/shared/domain/documents/model.ts';
import { sha256 } from '../../src/shared/domain/kernel/digest.ts';
import { MODEL, startProject, type Project } from '../ground/project.ts';

const TAG = 'flight-delays@v1.0.0';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

describe.each(['merge', 'squash', 'rebase'] as const)('the first model, after a %s', (method) => {
  it('is version 1.0.0 in production, and a re-run of the job writes nothing', async () => {
    const pull = await project.propose({ branch: 'better', skill: 'good' });
    await project.evaluate(pull);
    const push = await project.merge(pull, method);
    const ended = await project.registerPush(push);
    expect(ended).toMatchObject({ failure: undefined, warnings: [] });
    expect(ended.outputs).toMatchObject({
      registered: true,
      version: '1.0.0',
      tag: TAG,
      stage: 'production',
      'previous-version': '',
      reason: `${TAG} is registered and assigned to production`,
    });
    expect(await project.tags()).toEqual([TAG, 'flight-delays#production#1']);
    expect(await project.commitOf(TAG)).toBe(push.sha);

    project.box.requests.clear();
    const again = await project.rerunRegister(ended);
    expect(again.outputs).toEqual(ended.outputs);
    expect(project.box.requests.writes().map(({ route }) => route)).toEqual([]);
  });
});

describe('the release of a version', () => {
  it('holds exactly the evaluated files and the documents that lead to them, and never becomes "latest"', async () => {
    await project.ship({ branch: 'better', skill: 'good' });
    const release = project.release(TAG);
    expect(release.assets.map(({ name }) => name).sort()).toEqual([
      'SHA256SUMS',
      'evaluation.json',
      'metrics.json',
      'model+skill.txt',
      'model.json',
      'predictions-challenger.csv',
      'run.json',
    ]);
    expect(release.makeLatest).toBe('false');
    expect(project.asset(TAG, 'model+skill.txt')).toBe('good\nJanuary\n');
    const document = modelSchema.parse(JSON.parse(project.asset(TAG, 'model.json')));
    expect(document).toMatchObject({
      model: MODEL,
      version: '1.0.0',
      purpose: 'warn passengers of a delay',
      owner: '@acme/flight-data',
      modelDigest: sha256(project.asset(TAG, 'SHA256SUMS')),
      run: sha256(project.asset(TAG, 'run.json')),
      evaluation: { sha256: sha256(project.asset(TAG, 'evaluation.json')), verdict: 'pass' },
      approval: { kind: 'pull-request', pullRequest: 1, mergedBy: 'bob', reviewers: [] },
      overrides: [],
    });
    for (const { asset, sha256: digest } of document.assets) {
      expect(sha256(project.asset(TAG, asset)), asset).toBe(digest);
    }
  });

  it('is reported on the pull request and entered in the ledger', async () => {
    const ended = await project.ship({ branch: 'better', skill: 'good' });
    const [comment, ...others] = project.comments(1);
    expect(comment).toContain('is registered and assigned to **production**');
    expect(others).toEqual([]);
    const ledger = await project.ledger();
    const run = `${ended.run.id}-1.json`;
    expect(Object.keys(ledger)).toEqual([
      `flight-delays/2026/03/promoted-production-${run}`,
      `flight-delays/2026/03/registered-${run}`,
    ]);
    expect(ledger[`flight-delays/2026/03/registered-${run}`]).toMatchObject({
      event: 'registered',
      version: { version: '1.0.0' },
      evaluation: { verdict: 'pass' },
      run: { model: MODEL },
      envelope: { actor: 'bob', run: { event: 'push' } },
    });
    expect(ledger[`flight-delays/2026/03/promoted-production-${run}`]).toMatchObject({
      event: 'promoted',
      stage: { name: 'production', tag: 'flight-delays#production#1', version: '1.0.0' },
    });
  });
});

describe('the next model', () => {
  it('is compared with the one in production, and takes its place', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const ended = await project.ship({ branch: 'second', skill: 'good' });
    expect(ended.outputs).toMatchObject({
      version: '1.1.0',
      stage: 'production',
      'previous-version': '1.0.0',
    });
    const evaluation = JSON.parse(project.asset('flight-delays@v1.1.0', 'evaluation.json')) as object;
    expect(evaluation).toMatchObject({ champion: { version: '1.0.0', evidence: 'scored' } });
    expect(project.comments(2)[0]).toContain('Version 1.0.0 was assigned before.');
  });
});
