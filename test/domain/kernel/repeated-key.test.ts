/** Keys that stand twice in an object, however they are spelled; the places are counted by hand. */
import { describe, expect, it } from 'vitest';
import { runSchema } from '../../../src/shared/domain/documents/run.ts';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { findRepeatedKey } from '../../../src/shared/domain/kernel/repeated-key.ts';

describe('a key that an object has twice', () => {
  it.each<[string, string | undefined]>([
    ['{"a": 1, "a": 2}', 'a'],
    ['{"a": 1, "\\u0061": 2}', 'a'],
    ['{"a": [{"b": 1}, {"c": {"d": 1, "e" : {}, "d": []}}]}', 'a.c.d'],
    ['{"a": {"b": 1}, "b": {"a": 1}}', undefined],
    ['[{"a": 1}, {"a": 2}, "a", "a"]', undefined],
    ['{"a": "\\"b\\": 1", "b": "{\\"b\\": 2}"}', undefined],
    ['{"x": "a", "y": "a"}', undefined],
    ['{"constructor": 1, "__proto__": 2}', undefined],
  ])('%s', (text, found) => {
    expect(findRepeatedKey(text)).toBe(found);
  });

  it('is named where a document has it, whatever its schema would say', () => {
    expect(() =>
      parseDocument(runSchema, '{"schema": "x", "schema": "model-steward/run/1"}', 'run.json'),
    ).toThrow('run.json: expected each key once, got "schema" twice');
  });
});
