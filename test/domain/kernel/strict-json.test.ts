import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson, type JsonNode } from '../../../src/shared/domain/kernel/strict-json.ts';

function toValue(node: JsonNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(toValue);
  const result: Record<string, unknown> = {};
  for (const [key, member] of node.members)
    Object.defineProperty(result, key, {
      value: toValue(member),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return result;
}

describe('strict JSON', () => {
  it('means what JSON.parse means, for every document that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 2), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        expect(toValue(parseStrictJson(spaced, 'x'))).toEqual(JSON.parse(spaced));
      }),
      { numRuns: 1000, seed: 5 },
    );
  });

  it('accepts nothing that JSON.parse refuses', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b',
      '1',
      '-',
      '01',
      '1.',
      '.5',
      '1e5',
      'true',
      'nul',
      ' ',
      '\\',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        try {
          parseStrictJson(text, 'x');
        } catch {
          return;
        }
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 20_000, seed: 6 },
    );
  });

  it.each([
    ['{"a": 1,\n "a": 2}', 'm.json:2:2: expected each name once, got "a" again'],
    ['{"a": 1} x', 'm.json:1:10: expected the end of the file'],
    ['{"a" 1}', 'm.json:1:6: expected ":"'],
    ['[1 2]', 'm.json:1:4: expected "," or "]"'],
    ['{a: 1}', 'm.json:1:2: expected a text in double quotes'],
    ['"\n"', 'm.json:1:1: expected a text without raw control characters and unknown escapes'],
    ['['.repeat(40), 'm.json:1:34: expected at most 32 levels, got more'],
    ['', 'm.json:1:1: expected a JSON value, got nothing'],
  ])('says where %j is wrong', (text, message) => {
    expect(() => parseStrictJson(text, 'm.json')).toThrow(expect.objectContaining({ message }) as Error);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e999', '-1e400', '9007199254740993', '-9007199254740993'])(
    'reads what a double cannot hold as text: %s',
    (token) => {
      expect(toValue(parseStrictJson(`{"a": ${token}}`, 'm'))).toEqual({ a: token });
    },
  );

  it.each([
    ...[
      '-NaN',
      'inf',
      'nan',
      '0x10',
      '0o7',
      '0b1',
      '1_000',
      '1,5',
      '+1',
      '.5',
      '5.',
      '01',
      '1e',
      '--1',
      '1f',
    ],
    ...['١', '½', 'undefined', 'None', 'True', "'1'", '1%', '1 2', '//1', 'new Number(1)'],
  ])('never guesses: %s', (token) => {
    expect(() => parseStrictJson(`{\n  "auc": ${token}\n}`, 'm.json')).toThrow(/^m\.json:2:\d+: /);
  });
});
