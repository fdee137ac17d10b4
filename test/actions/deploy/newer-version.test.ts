/** A version that a later Model Steward registered is deployed: what is unknown is kept and never acted on. */
import { expect, test } from 'vitest';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import { rewriteRelease } from '../../ground/tomorrow.ts';
import { startGround } from '../../ground/deployment.ts';
import { REPOSITORY } from '../../ground/project.ts';

test('unknown keys and roles change nothing; an asset of an unknown role is not downloaded', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const repository = ground.box.world.findRepository(REPOSITORY)!;
  const [release] = repository.releases;
  const text = 'not for today';
  const unknown = {
    ...{ path: 'signature.bundle', asset: 'signature.bundle', role: 'signature' },
    ...{ sha256: sha256(text), sizeBytes: text.length },
  } as unknown as ModelAsset;
  const document = rewriteRelease(repository, release!, (model) => ({
    ...model,
    assets: [...model.assets, unknown],
  }));
  const { end } = await ground.deploy();
  expect(end).toBe('success');
  const [event] = await ground.ledger();
  expect(event?.deployment).toMatchObject({
    outcome: 'deployed',
    version: '1.0.0',
    modelDocument: sha256(canonicalJson(document)),
  });
});

test('a document of another major version is refused, with what to do', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const repository = ground.box.world.findRepository(REPOSITORY)!;
  const [release] = repository.releases;
  rewriteRelease(
    repository,
    release!,
    (model) => ({ ...model, schema: 'model-steward/model/2' }) as unknown as typeof model,
  );
  await expect(ground.deploy()).rejects.toMatchObject({
    code: 'EVIDENCE_INVALID',
    message: 'flights@v1.0.0: model.json: schema: expected model-steward/model/1, got model-steward/model/2',
    hint: 'the file was written by a newer version of Model Steward: update the action',
  });
  expect(ground.deployments()).toEqual([]);
});

test.each<readonly [string, Partial<ModelVersion>, readonly string[], readonly string[]]>([
  [
    'a verdict that is no pass, which no person overrode',
    { evaluation: { sha256: 'a'.repeat(64), verdict: 'fail' }, overrides: [] },
    ['registered although its evaluation says "fail", not "pass"'],
    ['Registered although its evaluation says "fail", not "pass".'],
  ],
  [
    'an unknown verdict of the second evaluation',
    {
      reevaluation: { sha256: 'a'.repeat(64), verdict: 'revoked' } as unknown as ModelVersion['evaluation'],
      overrides: [],
    },
    ['says "revoked", not "pass", which this version does not know: update the action'],
    ['says "revoked", not "pass"'],
  ],
  [
    'an override, which is shown and no warning',
    {
      evaluation: { sha256: 'a'.repeat(64), verdict: 'inconclusive' },
      overrides: [{ what: 'roc_auc', by: 'ann', reason: 'a pilot' }],
    },
    [],
    ['says "inconclusive", not "pass", overridden by ann'],
  ],
  [
    'an unknown outcome of the scan',
    { scan: { outcome: 'malicious', findings: [] } as unknown as NonNullable<ModelVersion['scan']> },
    ['the scan of its files says "malicious", not "clean", which this version does not know'],
    ['says "malicious", not "clean"'],
  ],
  [
    'unsafe files',
    { scan: { outcome: 'unsafe', findings: [] } },
    ['the scan of its files says "unsafe", not "clean"'],
    ['says "unsafe", not "clean"'],
  ],
  [
    'files that a person accepted, which are shown and no warning',
    { scan: { outcome: 'needs-review', findings: [] } },
    [],
    ['says "needs-review", not "clean"'],
  ],
])('%s', async (_, change, warned, shown) => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const repository = ground.box.world.findRepository(REPOSITORY)!;
  rewriteRelease(repository, repository.releases[0]!, (model) => ({
    ...model,
    ...change,
    // The tag names the evaluation of the release.
    evaluation: { ...model.evaluation, ...(change.evaluation && { verdict: change.evaluation.verdict }) },
  }));
  const { warnings, summary } = await ground.deploy();
  const doubts = warnings.filter((text) => text.includes('registered although'));
  expect(doubts).toEqual(warned.map((text) => expect.stringContaining(text) as string));
  for (const text of shown) expect(summary).toContain(text);
});
