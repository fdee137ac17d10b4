import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { startBoxGitHub, REPOSITORY, type BoxGitHub } from './box-github.ts';
import { promotion } from './ledger-event.ts';

let ground: BoxGitHub;
beforeEach(async () => {
  ground = await startBoxGitHub();
});
afterEach(async () => {
  await ground[Symbol.asyncDispose]();
});

function path(runId: number): string {
  return `churn/2026/11/promoted-${runId}-1.json`;
}

function git(...args: string[]): string {
  return execFileSync('git', ['-C', ground.repository.git.path, ...args], { encoding: 'utf8' }).trim();
}

describe('the ledger', () => {
  it('begins as a branch without a common history with the code', async () => {
    const { ledger } = ground.github;
    expect(await ledger.list('')).toEqual([]);
    await ledger.append(path(1), promotion(1));
    expect(git('rev-list', '--max-parents=0', 'model-steward-ledger')).not.toBe(ground.sha);
    expect(git('ls-tree', '-r', '--name-only', 'model-steward-ledger')).toBe(path(1));
  });

  it('has each event in canonical form, so that coreutils can verify its digest', async () => {
    await ground.github.ledger.append(path(1), promotion(1));
    const stored = execFileSync('git', [
      '-C',
      ground.repository.git.path,
      'show',
      `model-steward-ledger:${path(1)}`,
    ]);
    expect(stored.toString()).toBe(canonicalJson(promotion(1)));
    expect(sha256(stored)).toBe(documentDigest(promotion(1)));
  });

  it('gives back what was appended, and lists it by folder', async () => {
    const { ledger } = ground.github;
    await ledger.append(path(2), promotion(2));
    await ledger.append(path(1), promotion(1));
    await ledger.append('uplift/2026/11/promoted-3-1.json', promotion(3));
    expect(await ledger.list('churn/2026')).toEqual([path(1), path(2)]);
    expect(await ledger.list('chu')).toEqual([]);
    expect(canonicalJson(await ledger.read(path(2)))).toBe(canonicalJson(promotion(2)));
  });

  it('is read from its branch, also where a tag has the same name', async () => {
    const { ledger } = ground.github;
    await ledger.append(path(1), promotion(1));
    git('tag', 'model-steward-ledger', ground.sha);
    const { ledger: later, ledgerEvents } = ground.as(ground.tokenWith({ contents: 'read' }));
    expect(canonicalJson(await later.read(path(1)))).toBe(canonicalJson(promotion(1)));
    ground.box.faults.inject({ kind: 'status', status: 403, method: 'POST', route: /graphql/, times: 9 });
    expect([...(await ledgerEvents.readAll([path(1)])).keys()]).toEqual([path(1)]);
  });

  it('is not written again by the same event', async () => {
    const { ledger } = ground.github;
    const first = await ledger.append(path(1), promotion(1));
    ground.box.requests.clear();
    expect(await ledger.append(path(1), promotion(1))).toEqual(first);
    expect(ground.box.requests.writes()).toEqual([]);
  });

  it('refuses another event under the same path', async () => {
    const { ledger } = ground.github;
    await ledger.append(path(1), promotion(1));
    await expect(ledger.append(path(1), promotion(2))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  it('keeps the events of four that write at the same time', async () => {
    const { ledger } = ground.github;
    const runs = [1, 2, 3, 4];
    await Promise.all(runs.map((run) => ledger.append(path(run), promotion(run))));
    expect(await ledger.list('churn')).toEqual(runs.map(path));
    expect(git('rev-list', '--count', 'model-steward-ledger')).toBe('4');
  });

  it('says what is missing or damaged', async () => {
    const { box, github } = ground;
    await github.ledger.append(path(1), promotion(1));
    expect(await github.ledger.read(path(9))).toBeUndefined();
    await box.pushFiles({
      repository: REPOSITORY,
      branch: 'model-steward-ledger',
      files: { [path(2)]: '{"event":"x"}' },
    });
    await expect(github.ledger.read(path(2))).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' });
  });

  it('under a ruleset ends in an error that names the branch', async () => {
    const { box, github } = ground;
    await box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
    await expect(github.ledger.append(path(1), promotion(1))).rejects.toMatchObject({
      code: 'RULESET',
      hint: expect.stringContaining('"model-steward-ledger"'),
    });
  });

  it('says in one request what it lacks, before it begins and after', async () => {
    const { box, github } = ground;
    expect(await github.ledger.absent([path(1), path(2)])).toEqual(new Set([path(1), path(2)]));
    await github.ledger.append(path(1), promotion(1));
    box.requests.clear();
    expect(await github.ledger.absent([path(1), path(2)])).toEqual(new Set([path(2)]));
    expect(box.requests.lines()).toEqual(['POST /graphql 200']);
  });

  it('has what is read next in that request', async () => {
    const { box, github } = ground;
    await github.ledger.append(path(1), promotion(1));
    box.requests.clear();
    expect(await github.ledger.absent([path(2)], path(1))).toEqual(new Set([path(2)]));
    expect(canonicalJson(await github.ledger.read(path(1)))).toBe(canonicalJson(promotion(1)));
    expect(await github.ledger.absent([path(1)], path(2))).toEqual(new Set([path(2)]));
    expect(await github.ledger.read(path(2))).toBeUndefined();
    expect(box.requests.lines()).toEqual(['POST /graphql 200', 'POST /graphql 200']);
  });

  it('reads it again for a second read, and where it is no file', async () => {
    const { box, github } = ground;
    await github.ledger.append(path(1), promotion(1));
    await github.ledger.absent([], path(1));
    await github.ledger.read(path(1));
    await github.ledger.absent([], 'churn');
    box.requests.clear();
    await github.ledger.read(path(1));
    await expect(github.ledger.read('churn')).rejects.toMatchObject({ code: 'FILES_INVALID' });
    expect(box.requests.lines()).toEqual([
      'GET /repos/{owner}/{repo}/contents/{path} 200',
      'GET /repos/{owner}/{repo}/contents/{path} 200',
    ]);
  });

  it('says it without GraphQL too', async () => {
    const { box, github } = ground;
    await github.ledger.append(path(1), promotion(1));
    box.faults.inject({ kind: 'status', status: 404, route: '/graphql' });
    expect(await github.ledger.absent([path(1), path(2)])).toEqual(new Set([path(2)]));
  });
});

describe('a step that has seen the ledger', () => {
  beforeEach(async () => {
    await ground.github.ledger.append(path(1), promotion(1));
    await ground.github.ledger.absent([path(1)]);
    ground.box.requests.clear();
  });

  it('appends an event in one request', async () => {
    await ground.github.ledger.append(path(2), promotion(2));
    expect(ground.box.requests.lines()).toEqual(['PUT /repos/{owner}/{repo}/contents/{path} 201']);
    expect(await ground.github.ledger.list('churn')).toEqual([path(1), path(2)]);
  });

  it('begins it again when its branch was deleted meanwhile', async () => {
    git('update-ref', '-d', 'refs/heads/model-steward-ledger');
    await ground.github.ledger.append(path(2), promotion(2));
    expect(git('ls-tree', '-r', '--name-only', 'model-steward-ledger')).toBe(path(2));
  });

  it('refuses another event under a path that was taken meanwhile, and accepts the same one', async () => {
    const { ledger } = ground.github;
    await expect(ledger.append(path(1), promotion(2))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    const before = git('rev-parse', 'model-steward-ledger');
    expect(await ledger.append(path(1), promotion(1))).toEqual({ commit: before });
    expect(git('rev-parse', 'model-steward-ledger')).toBe(before);
  });

  it('writes it once when the reply is lost', async () => {
    ground.box.faults.inject({ kind: 'reset-after', method: 'PUT', route: /\/contents\// });
    await ground.github.ledger.append(path(2), promotion(2));
    expect(git('rev-list', '--count', 'model-steward-ledger')).toBe('2');
  });
});
