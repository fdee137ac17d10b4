import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMetrics, parseParameters } from '../../../src/shared/domain/metrics/measurements.ts';
import { parseStrictJson, type JsonNode } from '../../../src/shared/domain/kernel/strict-json.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

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
    ['[1e999]', 'm.json:1:2: expected a number that a double can hold, got 1e999'],
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
});

describe('metrics', () => {
  it('are numbers by name, nested ones with dots', () => {
    expect(parseMetrics(bytes('{"auc": 0.8, "test": {"rmse": 1e-3, "n": -0}}'), 'metrics.json')).toEqual({
      auc: 0.8,
      'test.rmse': 0.001,
      'test.n': -0,
    });
  });

  // Python's json.dumps(float("nan")) and friends, and everything that Number() would have guessed.
  it.each([
    'NaN',
    '-NaN',
    'Infinity',
    '-Infinity',
    'inf',
    'nan',
    '1e999',
    '-1e400',
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
    '١',
    '½',
    'undefined',
    'None',
    'True',
    'true',
    'false',
    'null',
    '""',
    '"0.9"',
    '"NaN"',
    '[0.9]',
    '[]',
    "'1'",
    '1%',
    '1 2',
    '//1',
    'new Number(1)',
  ])('are never guessed: %s', (token) => {
    expect(() => parseMetrics(bytes(`{\n  "auc": ${token}\n}`), 'metrics.json')).toThrow(
      /^metrics\.json:2:\d+: /,
    );
  });

  it.each(['__proto__', '', ' auc', 'a b', 'é', '-x', 'a'.repeat(81), 'x\\n::error::'])(
    'have names that a gate can use: %j',
    (name) => {
      expect(() => parseMetrics(bytes(`{"${name}": 1}`), 'metrics.json')).toThrow(
        /expected a name of letters/,
      );
    },
  );

  it('are refused when two spellings mean one name', () => {
    expect(() => parseMetrics(bytes('{"a.b": 1, "a": {"b": 2}}'), 'm')).toThrow(
      'm:1:23: expected each name once, got "a.b" again',
    );
  });

  it('come as one object in a small file of UTF-8', () => {
    expect(() => parseMetrics(bytes('[1]'), 'm')).toThrow('m:1:1: expected an object, got a list');
    expect(() => parseMetrics(bytes(' \n'), 'm')).toThrow('m: expected a JSON object, got an empty file');
    expect(() => parseMetrics(Uint8Array.of(0x7b, 0xff, 0x7d), 'm')).toThrow('m: expected text in UTF-8');
    expect(() => parseMetrics(Buffer.alloc(1024 * 1024 + 1, 0x20), 'm')).toThrow('at most 1 MiB');
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`m${index}`, 1]));
    expect(() => parseMetrics(bytes(JSON.stringify(many)), 'm')).toThrow('at most 1000 values, got 1001');
  });
});

describe('parameters', () => {
  it('are what the training code says, lists as JSON text', () => {
    const text =
      '{"model": {"depth": 3, "layers": [64, {"size": 32}]}, "name": "gbm", "warm": true, "seed": null, "_x": 1}';
    expect(parseParameters(bytes(text), 'params.json')).toEqual({
      'model.depth': 3,
      'model.layers': '[64,{"size":32}]',
      name: 'gbm',
      warm: true,
      seed: null,
      _x: 1,
    });
  });

  it('cannot reach the prototype', () => {
    expect(() => parseParameters(bytes('{"__proto__": {"__proto__": 1}}'), 'p')).not.toThrow();
    expect(() => parseParameters(bytes('{"__proto__": 1}'), 'p')).toThrow(/expected a name/);
    expect(Object.keys(parseParameters(bytes('{"constructor": 1}'), 'p'))).toEqual(['constructor']);
  });
});
