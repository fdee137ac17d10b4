/**
 * An evaluation that another version made, or says that it made, cannot be confirmed. Its verdict decides nothing, and
 * none of its numbers is published as computed by register (docs/trust.md#a-verdict-is-recomputed).
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../src/shared/adapters/github/actions/artifact-uploads.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest, sha256 } from '../../src/shared/domain/kernel/digest.ts';
import { evaluationArtifactName } from '../../src/shared/domain/kernel/names.ts';
import { MODEL, startProject, type Project, type Skill } from '../ground/project.ts';
import { withEnvironment } from '../ground/step.ts';

const TAG = `${MODEL}@v1.0.0`;
const FORGED = 0.0001;

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

interface Attack {
  readonly pull: number;
  /** As evaluate made it, and as it was uploaded in its place. */
  readonly correct: Evaluation;
  readonly uploaded: object;
  readonly failure: string | undefined;
}

/** Registers a first model, whose evaluation somebody replaced in the second attempt of its run. */
async function registerWith(change: (evaluation: Evaluation) => object, skill: Skill): Promise<Attack> {
  const files = skill === 'none' ? { 'data.txt': 'February\n' } : {};
  const pull = await project.propose({ branch: 'first', skill, files });
  const { run, evaluate } = await project.evaluate(pull);
  const correct = JSON.parse(await readFile(String(evaluate.outputs.evaluation), 'utf8')) as Evaluation;
  const uploaded = change(correct);
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  await writeFile(join(folder, 'evaluation.json'), canonicalJson(uploaded));
  const again = await project.box.rerun(run, { permissions: { contents: 'read' } });
  await withEnvironment(again.environment, () =>
    createArtifactUploads().upload(evaluationArtifactName(MODEL, again.attempt), openFiles(folder), [
      'evaluation.json',
    ]),
  );
  const { failure } = await project.registerPush(await project.merge(pull));
  return { pull: pull.number, correct, uploaded, failure };
}

/** A log loss that no model has. */
const flatter = (evaluation: Evaluation): Evaluation => ({
  ...evaluation,
  metrics: evaluation.metrics.map((metric) =>
    metric.metric === 'log_loss' ? { ...metric, challenger: FORGED } : metric,
  ),
});

const flatterOlder = (evaluation: Evaluation): object => ({ ...flatter(evaluation), statistics: '0' });

const messageOf = (tag: string): string =>
  execFileSync('git', ['-C', project.repository.git.path, 'cat-file', 'tag', tag], { encoding: 'utf8' });

const modelDocument = (): ModelVersion => JSON.parse(project.asset(TAG, 'model.json')) as ModelVersion;

describe('an evaluation with a log loss of 0.0001', () => {
  it.each<[string, (evaluation: Evaluation) => object]>([
    ['it names an older version of the statistics', flatterOlder],
    [
      'it names a gate that does not exist',
      (evaluation) => ({ ...flatter(evaluation), gate: { ...evaluation.gate, name: 'gate-of-mallory' } }),
    ],
    [
      'it has a reason that this version does not know',
      (evaluation) => ({
        ...flatter(evaluation),
        rules: evaluation.rules.map((rule) => ({ ...rule, reason: { code: 'audited', by: 'mallory' } })),
      }),
    ],
  ])(
    '%s → release, model.json, tag and ledger have the recomputed one, and say what differs',
    async (_, change) => {
      const { pull, correct, uploaded, failure } = await registerWith(change, 'fair');
      expect(failure).toBeUndefined();
      // What evaluate made is what register recomputes, on one machine byte for byte.
      const digest = documentDigest(correct);
      expect(sha256(project.asset(TAG, 'evaluation.json'))).toBe(digest);
      expect(modelDocument()).toMatchObject({
        evaluation: { sha256: digest, verdict: 'pass' },
        shown: { sha256: documentDigest(uploaded) },
      });
      expect(messageOf(TAG)).toContain(`Evaluation: ${digest}\n`);
      expect(messageOf(TAG)).not.toContain(documentDigest(uploaded));
      const events = Object.values(await project.ledger()).filter(({ event }) => event === 'registered');
      expect(events).toMatchObject([{ evaluation: correct, version: { evaluation: { sha256: digest } } }]);
      expect(project.asset(TAG, 'evaluation-shown.json')).toBe(canonicalJson(uploaded));
      const computed = correct.metrics.find(({ metric }) => metric === 'log_loss')!.challenger;
      for (const text of [project.release(TAG).body, ...project.comments(pull)]) {
        expect(text).toContain('The published evaluation is not the one that was shown before');
        expect(text).toContain(`\`metrics.log_loss.challenger\`: shown \`0.0001\`, computed \`${computed}\``);
      }
      expect(project.release(TAG).body).toContain('| shown, **not confirmed** | `evaluation-shown.json`');
    },
  );

  it('it names a number by a key that this version does not know → the published evaluation does not have it', async () => {
    const audited = (evaluation: Evaluation): object => ({ ...evaluation, auditedLogLoss: FORGED });
    const { correct, failure } = await registerWith(audited, 'fair');
    expect(failure).toBeUndefined();
    expect(project.asset(TAG, 'evaluation.json')).toBe(canonicalJson(correct));
    expect(modelDocument().shown).toMatchObject({ reason: 'unknown-content', differentFields: 0 });
  });

  it('it names an older version of the statistics and says pass, but the evidence does not pass → refused', async () => {
    const { failure, pull } = await registerWith(
      (evaluation) => ({ ...evaluation, statistics: '0', verdict: 'pass', rules: [] }),
      'none',
    );
    expect(failure).toMatch(
      /^NOT_PASSED: evaluation, recomputed because another version made the one that was shown \("pass"\): expected pass, got: the verdict is fail/,
    );
    expect(project.comments(pull)[0]).toContain('was **not registered**');
    expect(await project.tags()).toEqual([]);
  });
});

it('the evaluation is really of an older version, which computed fewer metrics → it is evaluated again, never refused, and what both have is compared', async () => {
  const older = (evaluation: Evaluation): object => ({
    ...evaluation,
    statistics: '0',
    metrics: evaluation.metrics.slice(0, 1),
  });
  const { correct, failure, pull } = await registerWith(older, 'fair');
  expect(failure).toBeUndefined();
  expect(project.asset(TAG, 'evaluation.json')).toBe(canonicalJson(correct));
  expect(modelDocument().shown).toMatchObject({
    ...{ reason: 'other-statistics', statistics: '0', verdict: 'pass', differentFields: 0, differences: [] },
  });
  for (const text of [project.release(TAG).body, ...project.comments(pull)]) {
    expect(text).toContain('that one names version `0` of the statistics');
    expect(text).toContain('Both have the same value in every field that the shown one names.');
  }
});
