import { matchesGlob } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonFolder, parseGlob } from '../../../src/shared/domain/kernel/glob.ts';

describe('a pattern', () => {
  it.each([
    ['model/**', 'model/a.bin', true],
    ['model/**', 'model/deep/.hidden', true],
    ['model/**', 'models/a.bin', false],
    ['**/*.py', 'train.py', true],
    ['**/*.py', 'features/a/b.py', true],
    ['*.py', 'features/b.py', false],
    ['data/{train,test}.csv', 'data/test.csv', true],
    ['data/{train,test}.csv', 'data/other.csv', false],
    ['a?.txt', 'ab.txt', true],
    ['a?.txt', 'a/.txt', false],
    ['model', 'model/a.bin', true],
    ['./model/', 'model/a.bin', true],
    ['a+b(1).txt', 'a+b(1).txt', true],
    ['a.txt', 'aXtxt', false],
  ])('%s on %s says %s', (pattern, path, expected) => {
    expect(parseGlob(pattern).matches(path)).toBe(expected);
  });

  it.each(['../model', '/etc/passwd', 'a/../../b', 'C:\\x', 'a//b', '', '.'])(
    'may not leave: %j',
    (pattern) => {
      expect(() => parseGlob(pattern)).toThrow(/stays inside the workspace/);
    },
  );

  it("agrees with Node's own matcher where both know the syntax", () => {
    const part = fc.stringMatching(/^[ab]{1,2}$/);
    const wild = fc.oneof(part, fc.constantFrom('*', '**', 'a*', '?', '{a,b}', '*b'));
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    // A pattern here that names a folder means what is in it, which Node says with a second pattern.
    fc.assert(
      fc.property(fc.array(wild, { minLength: 1, maxLength: 4 }), path, (parts, candidate) => {
        const pattern = parts.join('/');
        const expected = matchesGlob(candidate, pattern) || matchesGlob(candidate, `${pattern}/**`);
        expect(parseGlob(pattern).matches(candidate)).toBe(expected);
      }),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('leads to every folder above its matches', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a/b/**', 'a', '**/b', 'a/*/b'),
        fc.stringMatching(/^[ab](\/[ab]){0,3}$/),
        (pattern, path) => {
          const glob = parseGlob(pattern);
          fc.pre(glob.matches(path));
          const parts = path.split('/');
          for (let length = 1; length <= parts.length; length++) {
            expect(glob.mayLead(parts.slice(0, length).join('/'))).toBe(true);
          }
        },
      ),
      { seed: 12 },
    );
    expect(parseGlob('model/**').mayLead('node_modules')).toBe(false);
  });
});

describe('the folder of a set of files', () => {
  it.each([
    [['model/**'], ['model/a'], 'model'],
    [['model'], ['model/a'], 'model'],
    [['model.bin'], ['model.bin'], ''],
    [['out/model.bin'], ['out/model.bin'], 'out'],
    [['out/a/**', 'out/b.bin'], ['out/a/x', 'out/b.bin'], 'out'],
    [['*.bin'], ['a.bin'], ''],
    [['out/*/weights'], ['out/1/weights/x'], 'out'],
  ])('%j of %j is %j', (patterns, files, expected) => {
    expect(commonFolder(patterns, files)).toBe(expected);
  });
});
