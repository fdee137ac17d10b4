import { matchesGlob } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonFolder, parseGlob, parsePatterns } from '../../../src/shared/domain/kernel/glob.ts';

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

describe('a list of patterns', () => {
  it.each([
    [['model/**', '!model/*.log'], 'model/w.bin', true],
    [['model/**', '!model/*.log'], 'model/train.log', false],
    [['model/**', '!model/*.log'], 'model/deep/train.log', true],
    [['model/**', '!model/ckpt'], 'model/ckpt/opt.pt', false],
    [['model', '!**/.*', '!**/*.tmp'], 'model/.cache', false],
    [['model/**', '!model/**/.cache/**'], 'model/a/.cache/b', false],
    [['model/**', '!./model/a.bin'], 'model/a.bin', false],
    [['**', '!docs/**', 'docs/model.md'], 'docs/model.md', true],
    [['**', '!docs/**', 'docs/model.md'], 'docs/other.md', false],
    [['!model/a.bin', 'model/**'], 'model/a.bin', true],
    [['model/**', '!!x'], '!x', false],
    [['?x'], '!x', true],
    [['data/*.csv', '!data/{raw,tmp}*.csv'], 'data/tmp1.csv', false],
    [[], 'a', false],
  ])('%j on %s says %s', (patterns, path, expected) => {
    expect(parsePatterns(patterns).matches(path)).toBe(expected);
  });

  it.each([[['!a']], [['!a', '!b/**']]])('that only leaves out is refused: %j', (patterns) => {
    expect(() => parsePatterns(patterns)).toThrow(/expected one without "!"/);
  });

  it.each(['!../model', '!/etc', '!'])('may not leave by a pattern that leaves out: %j', (pattern) => {
    expect(() => parsePatterns(['a', pattern])).toThrow(/stays inside the workspace/);
  });

  it("includes what Node's own matcher includes, one pattern after the other", () => {
    const pattern = fc.constantFrom('a', 'a/**', 'a/*', '**/b', 'b', '**');
    const rule = fc.record({ leavesOut: fc.boolean(), pattern });
    const path = fc.stringMatching(/^[ab](\/[ab]){0,3}$/);
    fc.assert(
      fc.property(pattern, fc.array(rule, { maxLength: 4 }), path, (first, others, candidate) => {
        let isIncluded = false;
        for (const { leavesOut, pattern } of [{ leavesOut: false, pattern: first }, ...others]) {
          const matches = matchesGlob(candidate, pattern) || matchesGlob(candidate, `${pattern}/**`);
          if (matches) isIncluded = !leavesOut;
        }
        const spelled = others.map(({ leavesOut, pattern }) => (leavesOut ? `!${pattern}` : pattern));
        expect(parsePatterns([first, ...spelled]).matches(candidate)).toBe(isIncluded);
      }),
      { numRuns: 2000, seed: 13 },
    );
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
    [['out/model/**', '!out/**/*.log', '!tmp/**'], ['out/model/a'], 'out/model'],
    [['out/*/weights'], ['out/1/weights/x'], 'out'],
  ])('%j of %j is %j', (patterns, files, expected) => {
    expect(commonFolder(patterns, files)).toBe(expected);
  });
});
