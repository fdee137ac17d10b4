import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ReleaseAsset } from '../../../src/shared/domain/kernel/platform.ts';
import { findModelAssets } from '../../../src/shared/domain/registry/model-assets.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const asset = (name: string, digest: string | undefined): ReleaseAsset => ({
  ...{ id: 1, name, sizeBytes: 1, state: 'uploaded' },
  digest: digest && `sha256:${digest}`,
});

const WEIGHTS = sha256('weights');
const VOCABULARY = sha256('words');
/** As `sha256sum` lists the files of the folder, in the order of their names. */
const MODEL_DIGEST = sha256(`${VOCABULARY}  text/words.txt\n${WEIGHTS}  weights.bin\n`);

const RELEASED = [
  asset('model.json', sha256('{}')),
  asset('model+weights.bin', WEIGHTS),
  asset('model+text+words.txt', VOCABULARY),
  asset('metrics.json', sha256('metrics')),
];

describe('the files of a model among the assets of a release', () => {
  it('have the paths of their names and the digests of the platform', () => {
    expect(findModelAssets(RELEASED, MODEL_DIGEST)).toEqual([
      { asset: 'model+weights.bin', path: 'model/weights.bin', sha256: WEIGHTS },
      { asset: 'model+text+words.txt', path: 'model/text/words.txt', sha256: VOCABULARY },
    ]);
  });

  it.each([
    ['one that is missing', RELEASED.filter(({ name }) => name !== 'model+weights.bin')],
    ['one more', [...RELEASED, asset('model+more.bin', sha256('more'))]],
    [
      'other bytes',
      RELEASED.map((one) => (one.name.includes('weights') ? asset(one.name, VOCABULARY) : one)),
    ],
    [
      'another path',
      RELEASED.map((one) => (one.name.includes('words') ? asset('model+words.txt', VOCABULARY) : one)),
    ],
    [
      'a digest that the platform does not give',
      RELEASED.map((one) => (one.name.includes('weights') ? asset(one.name, undefined) : one)),
    ],
    [
      'a digest of another kind',
      RELEASED.map((one) => ({ ...one, digest: one.digest?.replace('sha256', 'sha512') })),
    ],
    ['none', []],
  ])('are not found with %s', (_, assets) => {
    expect(findModelAssets(assets, MODEL_DIGEST)).toBeUndefined();
  });
});
