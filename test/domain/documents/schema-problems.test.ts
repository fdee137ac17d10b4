/** What a document of others is refused with: in the house's words, with a limit, whatever stands in it. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseDocument } from '../../../src/shared/domain/documents/parse-document.ts';
import { describeIssues } from '../../../src/shared/domain/documents/schema-problems.ts';
import { StewardError } from '../../../src/shared/domain/kernel/errors.ts';
import { documentSchemas } from './version-1.ts';

const schema = z.strictObject({
  count: z.number().int().min(0).max(9),
  share: z.number().lt(1),
  step: z.number().multipleOf(5),
  name: z.string().min(1).max(4),
  kind: z.enum(['a', 'b']),
  list: z.array(z.string()).min(1),
  text: z.string().regex(/^x/, 'expected a text that begins with "x"'),
  address: z.url(),
  either: z.union([z.string(), z.array(z.string())]),
  named: z.record(z.string().regex(/^[a-z]+$/), z.number()),
});
const sound = {
  ...{ count: 1, share: 0.5, step: 5, name: 'n', kind: 'a', list: ['l'], text: 'x' },
  ...{ address: 'https://example.test', either: 'e', named: { a: 1 } },
};

function problemOf(change: object): string {
  const value = { ...sound, ...change };
  const result = schema.safeParse(value);
  if (result.success) throw new Error('expected a problem, got none');
  return describeIssues(result.error.issues, value);
}

describe("in the house's words", () => {
  it.each<readonly [object, string]>([
    [{ count: -1 }, 'count: expected a number of at least 0, got -1'],
    [{ count: 10 }, 'count: expected a number of at most 9, got 10'],
    [{ count: 1.5 }, 'count: expected an integer, got 1.5'],
    [{ count: 'x' }, 'count: expected a number, got "x"'],
    [{ count: undefined }, 'count: expected a number, got nothing'],
    [{ count: null }, 'count: expected a number, got an empty value'],
    [{ share: 1 }, 'share: expected a number of less than 1, got 1'],
    [{ step: 3 }, 'step: expected a multiple of 5, got 3'],
    [{ name: '' }, 'name: expected text that is not empty, got ""'],
    [{ name: 'abcde' }, 'name: expected at most 4 characters, got "abcde"'],
    [{ kind: 'c' }, 'kind: expected one of a, b, got "c"'],
    [{ list: [] }, 'list: expected a list with at least 1 entries, got a list with 0 entries'],
    [{ list: { a: 1 } }, 'list: expected a list, got a section with keys'],
    [{ text: 'y' }, 'text: expected a text that begins with "x", got "y"'],
    [{ address: 'no' }, 'address: expected a value of the documented form, got "no"'],
    [{ either: 1 }, 'either: expected a value of the documented form, got 1'],
    [{ named: { A: 1 } }, 'named.A: expected a name of the documented form, got "A"'],
    [{ extra: 1, other: 2 }, '(top): expected known keys, got "extra", "other"'],
  ])('%j', (change, expected) => {
    expect(problemOf(change)).toBe(expected);
  });
});

describe('with a limit', () => {
  const long = 'k'.repeat(100_000);
  const nested = (depth: number): unknown =>
    depth === 0 ? 1 : { [long.slice(0, 20_000)]: nested(depth - 1) };
  it.each<readonly [string, string]>([
    ['a repeated key', `{"${long}":1,"${long}":2}`],
    ['an unknown key that is no digest', JSON.stringify({ schema: 1, [long]: 1 })],
    ['a long value', JSON.stringify({ schema: long })],
    ['what is no JSON', long],
    [
      'a number that has no digest, far below',
      `{"a":${JSON.stringify(nested(60)).replace(/1(?=\}*$)/, '1e999')}}`,
    ],
    ['too many levels of long names', JSON.stringify(nested(66))],
    ['half of a character far below', JSON.stringify({ [long]: { [long]: '\ud800' } })],
  ])('%s: each document refuses it in a message that can be read', (_, text) => {
    for (const [name, document] of Object.entries(documentSchemas)) {
      let message = '';
      try {
        parseDocument(document, text, name);
      } catch (error) {
        if (!(error instanceof StewardError)) throw error;
        ({ message } = error);
      }
      expect(message).toMatch(/expected .*got /s);
      expect(message.length).toBeLessThan(2000);
    }
  });

  it('and so has any message of the product', () => {
    const error = new (class extends StewardError {
      readonly code = 'DATA_INVALID';
    })(`first ${long} last`);
    expect(error.message.length).toBeLessThanOrEqual(10_000);
    expect(error.message).toMatch(/^first k+…k+ last$/);
  });
});
