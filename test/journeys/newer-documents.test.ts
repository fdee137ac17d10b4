/**
 * The champion's release and the evidence of a pull request were written by a later Model Steward: train, evaluate
 * and register read them, keep what they do not know, and act on nothing of it.
 */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openFiles } from '../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../src/shared/adapters/github/actions/artifact-uploads.ts';
import type { Evaluation } from '../../src/shared/domain/documents/evaluation.ts';
import type { ModelVersion } from '../../src/shared/domain/documents/model.ts';
import type { Run } from '../../src/shared/domain/documents/run.ts';
import { canonicalJson } from '../../src/shared/domain/kernel/canonical-json.ts';
import { documentDigest } from '../../src/shared/domain/kernel/digest.ts';
import { artifactName, evaluationArtifactName } from '../../src/shared/domain/kernel/names.ts';
import { MODEL, startProject, type EvaluatedPull, type Project } from '../ground/project.ts';
import { withEnvironment } from '../ground/step.ts';
import { rewriteRelease, UNKNOWN_KEY, withUnknownKeys } from '../ground/tomorrow.ts';

let project: Project;
beforeEach(async () => {
  project = await startProject();
});
afterEach(() => project[Symbol.asyncDispose]());

/** Uploads the evidence again, with `run.json` and `evaluation.json` of a later version. */
async function rewriteEvidence(
  { train, evaluate, run: trained }: EvaluatedPull,
  change: (evaluation: Evaluation) => object = (evaluation) => evaluation,
): Promise<{ readonly run: Run; readonly evaluation: Evaluation }> {
  const folder = await mkdtemp(join(tmpdir(), 'newer-'));
  await cp(String(train.outputs.evidence), folder, { recursive: true });
  const read = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown;
  const run = withUnknownKeys((await read(join(folder, 'run.json'))) as Run);
  const written = (await read(String(evaluate.outputs.evaluation))) as Evaluation;
  const evaluation = withUnknownKeys({ ...change(written), run: documentDigest(run) }) as Evaluation;
  await writeFile(join(folder, 'run.json'), canonicalJson(run));
  await writeFile(join(folder, 'evaluation.json'), canonicalJson(evaluation));
  const { environment, attempt } = await project.box.rerun(trained, { permissions: { contents: 'read' } });
  await withEnvironment(environment, async () => {
    const uploads = createArtifactUploads();
    const files = openFiles(folder);
    const paths = ['run.json', ...run.outputs.map(({ path }) => path)];
    await uploads.upload(artifactName(MODEL, attempt), files, paths);
    await uploads.upload(evaluationArtifactName(MODEL, attempt), files, ['evaluation.json']);
  });
  return { run, evaluation };
}

it('a champion of a later version is scored and compared with', async () => {
  await project.ship({ branch: 'first', skill: 'fair' });
  rewriteRelease(project.repository, project.release(`${MODEL}@v1.0.0`));
  const second = await project.propose({ branch: 'second', skill: 'good' });
  const { train, evaluate } = await project.evaluate(second);
  expect(train.failure).toBeUndefined();
  expect(train.outputs).toMatchObject({ champion: `${MODEL}@v1.0.0` });
  expect(evaluate.failure).toBeUndefined();
  expect(evaluate.outputs).toMatchObject({ verdict: 'pass' });
  expect(await readFile(String(evaluate.outputs.evaluation), 'utf8')).not.toContain(UNKNOWN_KEY);
});

it('evidence of a later version is registered with a run.json of all its keys, and a recomputed evaluation beside its own', async () => {
  const first = await project.propose({ branch: 'first', skill: 'fair' });
  const { run, evaluation } = await rewriteEvidence(await project.evaluate(first));
  const registered = await project.registerPush(await project.merge(first));
  expect(registered.failure).toBeUndefined();
  const model = JSON.parse(project.asset(`${MODEL}@v1.0.0`, 'model.json')) as ModelVersion;
  expect(model).toMatchObject({
    run: documentDigest(run),
    evaluation: { verdict: 'pass' },
    shown: { sha256: documentDigest(evaluation), verdict: 'pass', differentFields: 0 },
  });
  expect(project.asset(`${MODEL}@v1.0.0`, 'evaluation-shown.json')).toBe(canonicalJson(evaluation));
  const published = project.asset(`${MODEL}@v1.0.0`, 'evaluation.json');
  expect(published).not.toContain(UNKNOWN_KEY);
  expect(JSON.stringify(model)).not.toContain(UNKNOWN_KEY);
  expect(Object.values(await project.ledger())).toContainEqual(
    expect.objectContaining({ event: 'registered', run, evaluation: JSON.parse(published) as Evaluation }),
  );
});

it('an unknown verdict passes nothing: this version evaluates again', async () => {
  const weak = await project.propose({ branch: 'weak', skill: 'none', files: { 'data.txt': 'February\n' } });
  await rewriteEvidence(await project.evaluate(weak), (evaluation) => ({
    ...evaluation,
    statistics: 'of tomorrow',
    verdict: 'pass-with-remarks',
    rules: evaluation.rules.map((rule) => ({ ...rule, outcome: 'pass-with-remarks' })),
  }));
  const { failure } = await project.registerPush(await project.merge(weak));
  expect(failure).toMatch(/^NOT_PASSED: .*fail/);
  expect(await project.tags()).toEqual([]);
});
