/** Evidence outlives the version of the statistics that evaluated it (docs/lifecycle.md#the-champion-changed). */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openFiles } from '../../../src/shared/adapters/files/files.ts';
import { createArtifactUploads } from '../../../src/shared/adapters/github/actions/artifact-uploads.ts';
import type { Evaluation } from '../../../src/shared/domain/documents/evaluation.ts';
import { STATISTICS_VERSION } from '../../../src/shared/domain/evaluation/compute-evaluation.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { startProject, type EvaluatedPull, type Project } from '../../ground/project.ts';
import { withEnvironment } from '../../ground/step.ts';

/** The second attempt of the run leaves the evaluation of an older version, which computed fewer metrics. */
async function leaveOlderEvaluation({ box }: Project, { run, evaluate }: EvaluatedPull): Promise<void> {
  const text = await readFile(String(evaluate.outputs.evaluation), 'utf8');
  const evaluation = JSON.parse(text) as Evaluation;
  const folder = await mkdtemp(join(tmpdir(), 'older-'));
  const older = { ...evaluation, statistics: '0', metrics: evaluation.metrics.slice(0, 1) };
  await writeFile(join(folder, 'evaluation.json'), canonicalJson(older));
  const again = await box.rerun(run, { permissions: { contents: 'read' } });
  await withEnvironment(again.environment, () =>
    createArtifactUploads().upload('model-steward-flight-delays-2.evaluation', openFiles(folder), [
      'evaluation.json',
    ]),
  );
}

it('an evaluation by an older version of the statistics is evaluated again, and registered', async () => {
  await using project = await startProject();
  const pull = await project.propose({ branch: 'first', skill: 'fair' });
  await leaveOlderEvaluation(project, await project.evaluate(pull));
  const ended = await project.registerPush(await project.merge(pull));
  expect(ended).toMatchObject({ failure: undefined, outputs: { version: '1.0.0', stage: 'production' } });
  const read = (name: string): unknown => JSON.parse(project.asset('flight-delays@v1.0.0', name));
  expect(read('evaluation.json')).toMatchObject({ statistics: '0' });
  expect(project.release('flight-delays@v1.0.0').body).toContain('**not confirmed**');
  expect(read('evaluation-again.json')).toMatchObject({ statistics: STATISTICS_VERSION, verdict: 'pass' });
});
