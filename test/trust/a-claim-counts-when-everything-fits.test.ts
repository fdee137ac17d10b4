/**
 * Who may push tags can write one that names any evidence, any number and any date. None of them chooses what is
 * registered, and none of them blocks the model (docs/trust.md#a-claim-counts-only-when-everything-fits).
 *
 * | tag of a stranger                                           | what register does                       |
 * | ----------------------------------------------------------- | ---------------------------------------- |
 * | names the evidence; commit, model, tagger or run do not fit | skips it, names it, takes its own number |
 * | names the evidence, and everything fits                     | adopts it after the same checks          |
 * | has the next number and is lightweight, or leads to a tree  | takes the next free number, names it     |
 * | has a huge number, or a date after all others               | does not count it, names it              |
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TAGGER } from '../../src/shared/domain/kernel/names.ts';
import type { Push } from '../github-box/human/commits.ts';
import {
  PULL_WORKFLOW,
  REPOSITORY,
  startProject,
  type EvaluatedPull,
  type Project,
} from '../ground/project.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

const run = promisify(execFile);

interface StrangersTag {
  readonly name: string;
  /** What it leads to. */
  readonly object: string;
  readonly message?: string;
  readonly email?: string;
  /** Unix time. */
  readonly at?: number;
}

/** An annotated tag, as `git tag -a` and `git push` make it. */
async function pushTag({
  name,
  object,
  message = 'x',
  email = 'eve@example.org',
  at,
}: StrangersTag): Promise<void> {
  const date = `@${at ?? Date.parse('2026-03-02T10:00:00Z') / 1000} +0000`;
  const env = { GIT_COMMITTER_NAME: 'eve', GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: date };
  await run('git', ['-C', project.repository.git.path, 'tag', '-a', '-m', message, name, object], {
    env: { ...process.env, ...env },
  });
}

const pushLightweight = (name: string, object: string): Promise<unknown> =>
  run('git', ['-C', project.repository.git.path, 'tag', name, object]);

/** What a claim of register says, for whoever writes it by hand. */
async function forgeMessage(
  { train, evaluate }: EvaluatedPull,
  { commit, runId, model }: { readonly commit: string; readonly runId: number; readonly model?: string },
): Promise<string> {
  const evaluation = await readFile(String(evaluate.outputs.evaluation));
  const trained = await readFile(`${String(train.outputs.evidence)}/run.json`, 'utf8');
  const document = JSON.parse(trained) as { readonly modelSet: { readonly digest: string } };
  const digestOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
  return [
    'flight-delays\n',
    `Evidence: ${digestOf(trained)}`,
    `Evaluation: ${digestOf(evaluation)}`,
    `Commit: ${commit}`,
    `Model-Digest: ${model ?? document.modelSet.digest}`,
    `Run: ${project.box.serverUrl}/${REPOSITORY}/actions/runs/${runId}/attempts/1`,
  ].join('\n');
}

const startOn = async ({ sha }: Push) =>
  await project.box.startRun({
    repository: REPOSITORY,
    workflow: PULL_WORKFLOW,
    event: 'push',
    headSha: sha,
  });

describe('a tag that names the evidence', () => {
  it('it leads to another commit, names another model, has another tagger or no run → it is skipped, and its name is said', async () => {
    const pull = await project.propose({ branch: 'first', skill: 'fair' });
    const evaluated = await project.evaluate(pull);
    const before = await project.commitOf('main');
    const push = await project.merge(pull);
    const { sha } = push;
    const { id } = await startOn(push);
    const { email } = TAGGER;
    const forge = (commit: string, more: { runId?: number; model?: string } = {}): Promise<string> =>
      forgeMessage(evaluated, { commit, runId: id, ...more });
    const [old, model, tagger, unknown] = [1, 2, 3, 4].map((minor) => `flight-delays@v66.${minor}.0`) as [
      string,
      string,
      string,
      string,
    ];
    await pushTag({ name: old, object: before, email, message: await forge(before) });
    await pushTag({ name: model, object: sha, email, message: await forge(sha, { model: '0'.repeat(64) }) });
    await pushTag({ name: tagger, object: sha, message: await forge(sha) });
    await pushTag({ name: unknown, object: sha, email, message: await forge(sha, { runId: 999_999 }) });
    const ended = await project.registerPush(push);
    expect(ended.failure).toBeUndefined();
    expect(project.repository.releases.map(({ tagName }) => tagName)).toEqual(['flight-delays@v66.5.0']);
    for (const [tag, why] of [
      [old, 'it leads to another commit'],
      [model, 'its Model-Digest is that of another model'],
      [tagger, 'register did not make it'],
      [unknown, 'the run that it names did not register this commit'],
    ] as const)
      expect(ended.warnings.join('\n')).toContain(`tag "${tag}": it names this evidence, but ${why}`);
  });

  it('everything in it fits, but the inputs changed before the merge → the claim does not spare the check of the inputs', async () => {
    const pull = await project.propose({ branch: 'first', skill: 'fair' });
    const evaluated = await project.evaluate(pull);
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'data.txt': 'March\n' } });
    const push = await project.merge(pull);
    const { id } = await startOn(push);
    const message = await forgeMessage(evaluated, { commit: push.sha, runId: id });
    await pushTag({ name: 'flight-delays@v66.6.0', object: push.sha, email: TAGGER.email, message });
    const ended = await project.registerPush(push);
    expect(ended.failure).toMatch(/^EVIDENCE_STALE: /);
    expect(ended.warnings).toEqual([]);
    expect(project.repository.releases).toEqual([]);
  });
});

describe('the same evidence in two runs at different commits', () => {
  it('the run that claimed it is at work → there is no second number until that run has ended without a release', async () => {
    const pull = await project.propose({ branch: 'first', skill: 'fair' });
    const evaluated = await project.evaluate(pull);
    const push = await project.merge(pull);
    const working = await startOn(push);
    const message = await forgeMessage(evaluated, { commit: push.sha, runId: working.id });
    await pushTag({ name: 'flight-delays@v1.0.0', object: push.sha, email: TAGGER.email, message });
    await project.box.pushFiles({ repository: REPOSITORY, files: { 'README.md': '# Later\n' } });
    const inputs = { 'pull-request': String(pull.number), stage: 'production' };
    const waiting = await project.registerByHand({ inputs });
    expect(waiting.failure).toMatch(
      new RegExp(
        `^NOT_PUBLISHED: flight-delays@v1\\.0\\.0: expected its release, because .*/runs/${working.id}/attempts/1 registers the same evidence at ${push.sha.slice(0, 12)}, got none yet`,
      ),
    );
    expect(await project.tags()).toEqual(['flight-delays@v1.0.0']);
    project.box.finishRun(working, 'cancelled');
    const ended = await project.registerByHand({ inputs });
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ version: '1.1.0', stage: 'production' });
    expect(ended.warnings.join('\n')).toContain(
      'tag "flight-delays@v1.0.0": it names this evidence, but it leads to',
    );
  });
});

describe('a tag that is in the way', () => {
  it('a release of the website, a tree, a huge counter, the year 9999, a second version on the commit of the champion → the next free number is taken, and each is named', async () => {
    await project.ship({ branch: 'first', skill: 'fair' });
    const commit = await project.commitOf('main');
    await project.box.publishRelease({ repository: REPOSITORY, tag: 'flight-delays@v1.1.0', by: 'eve' });
    await pushLightweight('flight-delays@v1.2.0', `${commit}^{tree}`);
    await pushLightweight('flight-delays#production#2', commit);
    await pushTag({ name: 'flight-delays@v1.99999999999999999999.0', object: commit });
    await pushTag({ name: 'flight-delays#production#99999999999999999999', object: 'flight-delays@v1.0.0' });
    await pushTag({ name: 'flight-delays#staging#1', object: commit, at: 253_402_300_799 });
    const pull = await project.propose({ branch: 'second', skill: 'good' });
    const { train, evaluate } = await project.evaluate(pull);
    expect([train.failure, evaluate.failure]).toEqual([undefined, undefined]);
    const ended = await project.registerPush(await project.merge(pull));
    expect(ended.failure).toBeUndefined();
    expect(ended.outputs).toMatchObject({ version: '1.3.0', stage: 'production' });
    expect(await project.tags()).toContain('flight-delays#production#3');
    for (const tag of [
      '@v1.1.0": it is no version or stage, but has the next name, so flight-delays@v1.3.0 is used',
      '@v1.2.0": it is no version or stage',
      '@v1.99999999999999999999.0": its number is too large',
      '#production#99999999999999999999": its number is too large',
      '#staging#1": it is dated in the year 9000 or later and is ignored',
    ])
      expect(ended.notices.join('\n')).toContain(`tag "flight-delays${tag}`);
  });
});
