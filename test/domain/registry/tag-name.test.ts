/** Names against the oracle for them: `git check-ref-format` itself. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTagName } from '../../../src/shared/domain/registry/tag-name.ts';
import { isName, stageTag, versionTag } from '../../../src/shared/domain/kernel/names.ts';

function isRefName(name: string): boolean {
  return spawnSync('git', ['check-ref-format', `refs/tags/${name}`]).status === 0;
}

const hostileNames = [
  ...['', '.', '..', 'a..b', 'a.b', '.a', 'a.', 'a.lock', '-', '-a', '_a', 'a-', 'a_', 'a b', 'a\tb', 'a\nb'],
  ...[
    'a~b',
    'a^b',
    'a:b',
    'a?b',
    'a*b',
    'a[b',
    'a\\b',
    'a@{b',
    '@',
    'a//b',
    'a/b',
    '/a',
    'a/',
    'A',
    'Ä',
    'é',
  ],
  ...[
    'a#b',
    'a@b',
    'a!b',
    'a=b',
    'a\u0000b',
    'a\u007fb',
    'a\u202eb',
    '$(id)',
    '`id`',
    'a;b',
    "a'b",
    'a"b',
    'a|b',
  ],
  ...[
    '--help',
    'refs/heads/main',
    'a%2fb',
    'a+b',
    'a,b',
    '<a>',
    '{a}',
    'churn@v1.0.0',
    'x'.repeat(65),
    'HEAD',
  ],
];

describe('names of models and stages', () => {
  it.each(hostileNames)('%j is refused', (name) => {
    expect(isName(name)).toBe(false);
  });

  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9_-]{0,20}[a-z0-9])?$/);
  const version = fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((parts) => parts.join('.'));

  it('always make tags that git accepts and that say the same when they are read', () => {
    fc.assert(
      fc.property(
        name,
        name,
        version,
        fc.bigInt({ min: 1n, max: 10n ** 30n }),
        (model, stage, number, counter) => {
          expect(isName(model)).toBe(true);
          const registration = versionTag(model, number);
          const assignment = stageTag(model, stage, counter);
          expect([registration, assignment].map(isRefName)).toEqual([true, true]);
          expect(parseTagName(registration)).toEqual({
            kind: 'registration',
            model,
            version: number,
            stage: undefined,
            counter: undefined,
          });
          expect(parseTagName(assignment)).toEqual({
            kind: 'assignment',
            model,
            version: undefined,
            stage,
            counter,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are never more than GTO can read', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), (text) => {
        if (isName(text)) expect(parseTagName(`${text}@v1.0.0`)?.model).toBe(text);
      }),
    );
  });
});

describe('reading a tag', () => {
  it('never throws, whatever the tag is called', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseTagName(text)));
  });

  it('takes no longer for a long hostile name', () => {
    const name = `${'a-'.repeat(20_000)}!`;
    expect(parseTagName(name)).toBeUndefined();
  });
});
