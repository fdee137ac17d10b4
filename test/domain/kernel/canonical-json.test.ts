import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/shared/domain/kernel/canonical-json.ts';

interface Case {
  readonly value: unknown;
  readonly canonical: string;
}
const fixture = new URL('fixtures/canonical-json.json', import.meta.url);
const cases = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Case[];

describe('canonicalJson', () => {
  it.each(cases)('writes the same text as the rfc8785 package: $canonical', ({ value, canonical }) => {
    expect(canonicalJson(value)).toBe(canonical);
  });

  it('does not depend on the order of keys, and loses nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
        // -0 and 0 are one number in JSON.
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });

  it('leaves out keys whose value is absent', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it('writes 64 levels and refuses more: a document of 9,000 is an error of the document', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(canonicalJson(nested(64))).toBe('['.repeat(64) + ']'.repeat(64));
    for (const levels of [65, 9_000]) {
      expect(() => canonicalJson(nested(levels))).toThrow(
        /^\$(\[0\])+: expected at most 64 levels, got more$/,
      );
    }
  });

  it.each([
    [Number.NaN, '$'],
    [{ a: [1, Infinity] }, '$.a[1]'],
    [{ a: { b: () => 1 } }, '$.a.b'],
    [['\ud800'], '$[0]'],
    [{ a: { ['x\ud800']: 1 } }, '$.a: a key'],
  ])('refuses %s and names the place', (value, place) => {
    expect(() => canonicalJson(value)).toThrow(new RegExp(`^${place.replace(/[$[\]]/g, '\\$&')}: expected`));
  });
});
