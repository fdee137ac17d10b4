import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/shared/domain/kernel/errors.ts';
import { checkAssetLimits, checkFileLimits } from '../../../src/shared/domain/registry/file-limits.ts';

const check =
  (paths: readonly string[], sizeBytes = 1, reserved = ['model.json']) =>
  () =>
    checkFileLimits(
      paths.map((path) => ({ path, sizeBytes })),
      reserved,
    );

describe('the limits of files', () => {
  it.each(['"', '*', ':', '<', '>', '?', '|', '\\'])(
    'a name with %s is refused by the limit of artifacts',
    (character) => {
      expect(check([`model/a${character}b`])).toThrow(
        `expected a name without any of " * : < > ? \\ | as a file of the artifact, got ${character}`,
      );
    },
  );

  it.each(['\u0000', '\n', '\u001b', '\u007f'])(
    'a name with the control character %j is refused',
    (character) => {
      expect(check([`model/a${character}b`])).toThrow('expected a name without control characters');
    },
  );

  it.each(['model/a b.bin', 'model/naïve.bin', 'model/a@b+c.bin', 'model/.hidden', 'model/a/b/c.bin'])(
    'the name %s is none of them',
    (path) => {
      expect(check([path])).not.toThrow();
    },
  );

  it.each([
    [0, true],
    [1, false],
    [2_147_483_647, false],
    [2_147_483_648, true],
  ])('an asset of %i bytes is refused: %s', (sizeBytes, isRefused) => {
    const act = () => checkAssetLimits([{ path: 'model/w', sizeBytes }], 0);
    if (isRefused) expect(act).toThrow(DataError);
    else expect(act).not.toThrow();
  });

  it('names are compared without case and composition, with those of documents too', () => {
    expect(check(['a/W', 'a/w'])).toThrow('got one that is taken on some systems by "a/W"');
    expect(check(['a/e\u0301', 'a/\u00e9'])).toThrow('expected a name of its own');
    expect(check(['MODEL.json'])).toThrow('got one that is taken on some systems by "model.json"');
  });

  it('names of documents count among the 1000 files', () => {
    const files = Array.from({ length: 999 }, (_, n) => ({ path: `model/${n}`, sizeBytes: 1 }));
    expect(() => checkAssetLimits(files, 1)).not.toThrow();
    expect(() => checkAssetLimits(files, 2)).toThrow('release: expected at most 1000 files, got 1001');
  });
});
