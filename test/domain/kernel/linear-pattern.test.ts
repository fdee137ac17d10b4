/** Patterns of a data contract, against Python's re, and those that are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compilePattern, type LinearPattern } from '../../../src/shared/domain/kernel/linear-pattern.ts';
import { matchesPattern } from '../../../src/shared/domain/kernel/match-pattern.ts';

const { patterns } = z
  .object({
    patterns: z.array(
      z.object({
        pattern: z.string(),
        texts: z.array(z.string()),
        whole: z.array(z.boolean()),
        anywhere: z.array(z.boolean()),
      }),
    ),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../contract/fixtures/contract-counts.json'), 'utf8')),
  );

function compiled(text: string): LinearPattern {
  const result = compilePattern(text);
  if (!result.ok) throw new Error(`${text}: ${result.reason}`);
  return result.pattern;
}

describe('a pattern', () => {
  it.each(['whole', 'anywhere'] as const)('matches the %s texts that re of Python matches', (place) => {
    const different = patterns.flatMap((one) => {
      const pattern = compiled(one.pattern);
      return one.texts.flatMap((text, at) =>
        matchesPattern(pattern, text, place) === one[place][at] ? [] : [{ pattern: one.pattern, text }],
      );
    });
    expect(different).toEqual([]);
  });

  it('reads escapes, negated classes within classes, and letters beyond 16 bits', () => {
    expect(matchesPattern(compiled('\\x41\\u00e9'), 'Aé', 'whole')).toBe(true);
    expect(matchesPattern(compiled('[\\D]+'), 'ab-', 'whole')).toBe(true);
    expect(matchesPattern(compiled('[\\D]'), '7', 'whole')).toBe(false);
    expect(matchesPattern(compiled('.'), '😀', 'whole')).toBe(true);
    expect(matchesPattern(compiled('[a-]'), '-', 'whole')).toBe(true);
    expect(matchesPattern(compiled('(?P<year>\\d{4})-(?<month>\\d\\d)'), '2026-11', 'whole')).toBe(true);
  });

  it('takes as many steps as the text is long, where a search by trying takes 2 to the power of it', () => {
    const text = 'a'.repeat(20_000);
    expect(matchesPattern(compiled('(a+)+b'), text, 'whole')).toBe(false);
    expect(matchesPattern(compiled('(a|a?)*b'), text, 'whole')).toBe(false);
    expect(matchesPattern(compiled('(a*)*'), text, 'whole')).toBe(true);
  });

  it.each([
    ['(a)\\1', 'backreference'],
    ['a(?=b)', 'look-around'],
    ['(?i)a', 'flags'],
    ['(?<!a)b', 'look-around'],
    ['\\bword', 'escape'],
    ['(((a{1000}){1000}){1000})', 'at most 2000'],
    ['a{3,1}', 'grows'],
    ['a**', 'one repetition'],
    ['*a', 'something to repeat'],
    ['(a', '")"'],
    ['a)', '"("'],
    ['[]', 'in [ ]'],
    ['[z-a]', 'range'],
    ['a\\', 'the end'],
    ['x{,3}', 'use of "{"'],
  ])('%s is refused with its reason', (text, reason) => {
    expect(compilePattern(text)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });
});
