/** Names that look alike, with the code points of the Unicode Character Database in which they differ. */
import { expect, test } from 'vitest';
import { describeCodePoints, findLookalikes } from '../../../src/shared/domain/kernel/lookalike.ts';

test.each([
  ['Gr\u00f6\u00dfe', 'Gro\u0308\u00dfe', 'U+006F U+0308 in place of U+00F6'],
  ['caf\u00e9', 'cafe\u0301', 'U+0065 U+0301 in place of U+00E9'],
  ['unit price', 'unit\u00a0price', 'U+00A0 in place of U+0020'],
  ['price', 'price ', 'U+0020 in place of nothing'],
  ['price', '\ufeffprice', 'U+FEFF in place of nothing'],
  ['price', 'pri\u200bce', 'U+200B in place of nothing'],
  ['\ufb01eld', 'field', 'U+0066 U+0069 in place of U+FB01'],
  ['Price', 'price', 'U+0070 in place of U+0050'],
])('%j and %j', (expected, found, difference) => {
  expect(findLookalikes(expected, ['other', found])).toEqual([found]);
  expect(describeCodePoints(found, expected)).toBe(difference);
});

test('a name does not look like itself, or like another word', () => {
  expect(findLookalikes('price', ['price', 'prize', 'pric'])).toEqual([]);
});
