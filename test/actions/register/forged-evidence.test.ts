/** Everything in an artifact is a claim: what somebody with control of the training could leave there. */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../../src/shared/adapters/github/actions/artifact-uploads.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest } from '../../../src/shared/domain/kernel/digest.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import type { Run } from '../../../src/shared/domain/documents/run.ts';
import type { StartedRun } from '../../github-box/human/runs.ts';
import { startProject, type EvaluatedPull, type Project, type Proposal } from '../../ground/project.ts';
import { withEnvironment } from '../../ground/step.ts';

const ARTIFACT = 'model-steward-flight-delays-2';

let project: Project;
let pull: Proposal;
let evaluated: EvaluatedPull;
let again: StartedRun;
let restore: () => void;
beforeAll(async () => {
  project = await startProject();
  pull = await project.propose({ branch: 'hasty', files: { 'data.txt': 'February\n' }, skill: 'none' });
  evaluated = await project.evaluate(pull);
  expect(evaluated.evaluate.outputs).toMatchObject({ verdict: 'fail' });
  // The training of a second attempt, which leaves whatever its author wants.
  again = await project.box.rerun(evaluated.run, { permissions: { contents: 'read' } });
  restore = project.box.snapshot();
});
afterAll(() => project[Symbol.asyncDispose]());

/** A copy of what train left, for somebody to change. */
async function copyEvidence(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  await cp(String(evaluated.train.outputs.evidence), folder, { recursive: true });
  return folder;
}

const readJson = async <T>(folder: string, name: string) =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as T;

async function upload(name: string, folder: string, paths: readonly string[]): Promise<void> {
  await withEnvironment(again.environment, () =>
    createArtifactUploads().upload(name, openFiles(folder), paths),
  );
}

async function uploadEvaluation(change: (evaluation: Evaluation) => Evaluation): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'forged-'));
  const path = String(evaluated.evaluate.outputs.evaluation);
  const evaluation = change(JSON.parse(await readFile(path, 'utf8')) as Evaluation);
  await writeFile(join(folder, 'evaluation.json'), canonicalJson(evaluation));
  await upload(`${ARTIFACT}.evaluation`, folder, ['evaluation.json']);
}

async function uploadEvidence(folder: string): Promise<void> {
  const { outputs } = await readJson<Run>(folder, 'run.json');
  await upload(ARTIFACT, folder, ['run.json', ...outputs.map(({ path }) => path)]);
}

const register = async () => await project.registerPush(await project.merge(pull));

describe('forged evidence buys nothing', () => {
  afterEach(async () => {
    expect(await project.tags()).toEqual([]);
    expect(project.repository.releases).toEqual([]);
    restore();
  });

  it('a verdict that was changed is not what the evidence gives', async () => {
    await uploadEvaluation((evaluation) => ({
      ...evaluation,
      verdict: 'pass',
      rules: evaluation.rules.map((rule) => ({ ...rule, outcome: 'pass' })),
    }));
    const { failure } = await register();
    expect(failure).toMatch(
      /^EVIDENCE_INVALID: evaluation\.json: expected the evaluation that the evidence gives/,
    );
    expect(failure).toContain('rules.log_loss superior-by 0.001.outcome: shown "pass", recomputed "fail"');
    expect(failure).toContain('verdict: shown "pass", recomputed "fail"');
  });

  it.each<[what: string, change: (evaluation: Evaluation) => Evaluation]>([
    ['without its metrics and rules', (evaluation) => ({ ...evaluation, metrics: [], rules: [] })],
    [
      'with a better metric in front of the true one',
      (evaluation) => ({
        ...evaluation,
        metrics: [{ ...evaluation.metrics[0]!, challenger: 0.999 }, ...evaluation.metrics],
      }),
    ],
  ])('an evaluation %s is not what the evidence gives', async (_, change) => {
    await uploadEvaluation(change);
    const { failure } = await register();
    expect(failure).toMatch(
      /^EVIDENCE_INVALID: evaluation\.json: expected the evaluation that the evidence gives/,
    );
  });

  it('an evaluation by an invented gate is not what the tested commit gives', async () => {
    await uploadEvaluation((evaluation) => ({
      ...evaluation,
      gate: { ...evaluation.gate, sha256: '0'.repeat(64) },
      verdict: 'pass',
      rules: [],
    }));
    expect((await register()).failure).toMatch(/^EVIDENCE_INVALID: /);
  });

  it('files that are not the evaluated ones are refused', async () => {
    const folder = await copyEvidence();
    await writeFile(join(folder, 'model/skill.txt'), 'best\nJanuary\n');
    await uploadEvidence(folder);
    expect((await register()).failure).toMatch(
      /^DIGEST_MISMATCH: evidence: model\/skill\.txt: expected the bytes that run\.json names/,
    );
  });

  it('another run.json has no evaluation', async () => {
    const folder = await copyEvidence();
    const run = await readJson<Run>(folder, 'run.json');
    await writeFile(join(folder, 'run.json'), canonicalJson({ ...run, parameters: { trees: 100 } }));
    await uploadEvidence(folder);
    expect((await register()).failure).toMatch(
      /^NOT_PASSED: .*expected an evaluation of its model, got none/,
    );
  });

  it('a commit that is neither the head nor a merge of it is refused', async () => {
    const folder = await copyEvidence();
    const run = await readJson<Run>(folder, 'run.json');
    const other = await project.commitOf('main');
    const forged = { ...run, source: { ...run.source, commit: other } };
    await writeFile(join(folder, 'run.json'), canonicalJson(forged));
    await uploadEvidence(folder);
    await uploadEvaluation((evaluation) => ({ ...evaluation, run: documentDigest(forged) }));
    expect((await register()).failure).toMatch(
      new RegExp(
        `^EVIDENCE_INVALID: run\\.json: source\\.commit: expected [0-9a-f]{40} or a merge of it, got ${other}`,
      ),
    );
  });

  it('a model set that its own digest does not fit is refused', async () => {
    const folder = await copyEvidence();
    const run = await readJson<Run>(folder, 'run.json');
    const modelSet = { ...run.modelSet!, digest: '1'.repeat(64) };
    await writeFile(join(folder, 'run.json'), canonicalJson({ ...run, modelSet }));
    await uploadEvidence(folder);
    expect((await register()).failure).toMatch(/^EVIDENCE_INVALID: run\.json: modelSet\.digest: expected/);
  });

  it('a document that is no document is refused with the place of what is wrong', async () => {
    const folder = await copyEvidence();
    const run = await readJson<Run>(folder, 'run.json');
    await writeFile(
      join(folder, 'run.json'),
      canonicalJson({ ...run, outputs: [{ path: '../../etc/passwd' }] }),
    );
    await upload(ARTIFACT, folder, ['run.json']);
    expect((await register()).failure).toMatch(
      /^EVIDENCE_INVALID: evidence: run\.json: outputs\.0\.path: expected a relative path/,
    );
  });
});
