import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assetName, pathOfAsset } from '../../../src/shared/domain/registry/asset-name.ts';

/**
 * What GitHub makes of an uploaded name, as its own command line predicts it (cli/cli,
 * pkg/cmd/release/upload): the rules, in their order.
 */
function sanitisedByGitHub(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/^\./, 'default.');
  const dotted = plain.replace(/[^A-Za-z0-9\-_+@]+/g, '.').replace(/\.+/g, '.');
  const trimmed = dotted.replace(/^\.|\.$/g, '');
  return trimmed.includes('.') || !name.startsWith('.') ? trimmed : `default.${trimmed}`;
}

const path = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((text) => text.isWellFormed() && Buffer.byteLength(text) < 80);

describe('the name of a release asset', () => {
  it.each([
    ['model/model.joblib', 'model+model.joblib'],
    ['model/1/saved_model.pb', 'model+1+saved_model.pb'],
    ['model/.hidden', 'model+@2ehidden'],
    ['model/a..b', 'model+a@2e@2eb'],
    ['model/my model.bin', 'model+my@20model.bin'],
    ['model/c++@2e', 'model+c@2b@2b@402e'],
    ['model/é', 'model+@c3@a9'],
  ])('of %j is %j', (from, to) => {
    expect(assetName(from)).toBe(to);
  });

  it.each(['model+a.', 'model+@2Ehidden', 'model+@61', 'model+é', 'model+@ff', 'model+@2'])(
    '%j is the name of no path',
    (name) => {
      expect(pathOfAsset(name)).toBeUndefined();
    },
  );

  it('survives what GitHub does to names', () => {
    fc.assert(
      fc.property(path, (text) => {
        expect(sanitisedByGitHub(assetName(text))).toBe(assetName(text));
      }),
    );
  });

  it('stands for one path', () => {
    fc.assert(
      fc.property(path, (text) => {
        expect(pathOfAsset(assetName(text))).toBe(text);
      }),
    );
  });

  it('is refused when no file system would take it', () => {
    expect(() => assetName(`model/${'x'.repeat(250)}`)).toThrow(/expected a name of at most 255 characters/);
  });
});
