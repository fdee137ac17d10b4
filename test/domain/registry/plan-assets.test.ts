import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { Run, RunOutput } from '../../../src/shared/domain/documents/run.ts';
import { MAX_ASSET_BYTES } from '../../../src/shared/domain/registry/file-limits.ts';
import { planAssets, planOutputs } from '../../../src/shared/domain/registry/plan-assets.ts';
import { runRecord } from '../../ground/run-record.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const output = (path: string, role: RunOutput['role'], sizeBytes = 1): RunOutput => ({
  path,
  role,
  sha256: sha256(path),
  sizeBytes,
});

const plan = (outputs: readonly RunOutput[], change: Partial<Run> = {}, withPredictions = false) => {
  const run = runRecord({ outputs: [...outputs], ...change });
  const storage = planOutputs(run, { withPredictions });
  const digests = new Map(storage.pieces.map(({ asset }) => [asset, sha256(asset)]));
  const rest = { reevaluation: undefined, shown: undefined, storage, digests };
  return planAssets({ run, evaluation: evaluationRecord(), ...rest });
};

const names = (outputs: readonly RunOutput[], withPredictions = false) =>
  plan(outputs, {}, withPredictions).assets.map(({ asset, role }) => [asset, role].join(' '));

describe('the assets of a release', () => {
  it('are the files of the run and the documents that lead to them, in order', () => {
    expect(names([output('profile.json', 'profile'), output('model/a/b.bin', 'model')])).toEqual([
      'SHA256SUMS sums',
      'evaluation.json evaluation',
      'model+a+b.bin model',
      'profile.json profile',
      'run.json run',
    ]);
  });

  it("never hold the champion's predictions, and the challenger's only where that is allowed", () => {
    const outputs = [
      output('predictions-challenger.csv', 'predictions-challenger'),
      output('predictions-champion.csv', 'predictions-champion'),
    ];
    expect(names(outputs)).not.toContain('predictions-challenger.csv predictions');
    expect(names(outputs, true).filter((name) => name.includes('predictions'))).toEqual([
      'predictions-challenger.csv predictions',
    ]);
  });

  it('hold the second evaluation, where there was one', () => {
    const reevaluation = evaluationRecord({ verdict: 'pass' });
    const storage = planOutputs(runRecord(), { withPredictions: false });
    const { assets, texts } = planAssets({
      run: runRecord(),
      evaluation: evaluationRecord(),
      ...{ reevaluation, shown: undefined, storage, digests: new Map() },
    });
    expect(assets.map(({ asset }) => asset)).toContain('evaluation-again.json');
    for (const [name, text] of texts) {
      expect(assets.find(({ asset }) => asset === name)).toMatchObject({
        sha256: sha256(text),
        sizeBytes: Buffer.byteLength(text),
      });
    }
  });

  it.each([
    ['run.json', 'expected a name of its own'],
    ['model.json', 'expected a name of its own'],
  ])('cannot take the name of a document of the release (%s)', (path, message) => {
    expect(() => plan([output(path, 'example')])).toThrow(message);
  });

  it('are each less than 2 GiB, which is what GitHub takes: a larger file of the model is in parts', () => {
    const single = plan([output('model/w', 'model', MAX_ASSET_BYTES)]).assets;
    expect(single.find(({ role }) => role === 'model')).toMatchObject({
      asset: 'model+w',
      sizeBytes: MAX_ASSET_BYTES,
    });
    const parts = plan([output('model/w', 'model', MAX_ASSET_BYTES + 2)]).assets.filter(
      ({ path }) => path === 'model/w',
    );
    expect(parts.map(({ asset, sizeBytes, part }) => [asset, sizeBytes, part])).toEqual([
      ['model+w@part-0001', 2 ** 30, { number: 1, count: 3 }],
      ['model+w@part-0002', 2 ** 30, { number: 2, count: 3 }],
      ['model+w@part-0003', 1, { number: 3, count: 3 }],
    ]);
    expect(() => plan([output('metrics.json', 'metrics', MAX_ASSET_BYTES + 1)])).toThrow(
      'file "metrics.json": expected less than 2 GiB as a release asset, got 2147483648 bytes',
    );
  });

  it.each<readonly [string, readonly RunOutput[]]>([
    ['more than 100 files', Array.from({ length: 101 }, (_, n) => output(`model/${n}`, 'model'))],
    ['an empty file', [output('model/w', 'model'), output('model/__init__.py', 'model', 0)]],
    ['a name that is too long', [output(`model/${'a'.repeat(250)}`, 'model')]],
  ])('are two for a model of %s: an archive and its index', (_, outputs) => {
    const { assets, texts } = plan(outputs);
    const names = assets.map(({ asset }) => asset).filter((name) => name.startsWith('model'));
    expect(names).toEqual(['model.tar', 'model.tar.index']);
    expect(texts.get('model.tar.index')!.split('\n')).toHaveLength(outputs.length + 1);
  });

  it('are at most 1000 with model.json', () => {
    const outputs = (count: number) => Array.from({ length: count }, (_, n) => output(`x/${n}`, 'metrics'));
    expect(plan(outputs(996)).assets).toHaveLength(999);
    expect(() => plan(outputs(997))).toThrow('release: expected at most 1000 files, got 1001');
  });
});
