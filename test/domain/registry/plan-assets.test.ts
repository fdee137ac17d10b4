import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../src/shared/domain/kernel/digest.ts';
import type { Run, RunOutput } from '../../../src/shared/domain/documents/run.ts';
import { MAX_ASSET_BYTES } from '../../../src/shared/domain/registry/file-limits.ts';
import { planAssets } from '../../../src/shared/domain/registry/plan-assets.ts';
import { runRecord } from '../../ground/run-record.ts';
import { evaluationRecord } from '../supply-chain/evaluation-record.ts';

const output = (path: string, role: RunOutput['role'], sizeBytes = 1): RunOutput => ({
  path,
  role,
  sha256: sha256(path),
  sizeBytes,
});

const plan = (outputs: readonly RunOutput[], change: Partial<Run> = {}, withPredictions = false) =>
  planAssets({
    run: runRecord({ outputs: [...outputs], ...change }),
    evaluation: evaluationRecord(),
    ...{ reevaluation: undefined, shown: undefined, withPredictions },
  });

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
    const { assets, texts } = planAssets({
      run: runRecord(),
      evaluation: evaluationRecord(),
      ...{ reevaluation, shown: undefined, withPredictions: false },
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

  it('are each less than 2 GiB, which is what GitHub takes', () => {
    expect(() => plan([output('model/w', 'model', MAX_ASSET_BYTES)])).not.toThrow();
    expect(() => plan([output('model/w', 'model', MAX_ASSET_BYTES + 1)])).toThrow(
      'file "model/w": expected less than 2 GiB as a release asset, got 2147483648 bytes',
    );
  });

  it('are at most 1000 with model.json', () => {
    const outputs = (count: number) => Array.from({ length: count }, (_, n) => output(`model/${n}`, 'model'));
    expect(plan(outputs(996)).assets).toHaveLength(999);
    expect(() => plan(outputs(997))).toThrow('release: expected at most 1000 files, got 1001');
  });
});
