/** A version that a later Model Steward registered is deployed: what is unknown is kept and never acted on. */
import { expect, test } from 'vitest';
import type { ModelAsset } from '../../../src/shared/domain/documents/model.ts';
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
