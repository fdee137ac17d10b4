/** Forms of digests: each length that git and a registry write is read, and no other. */
import { expect, it } from 'vitest';
import { isObjectName, isOtherDigest, sha256In } from '../../../src/shared/domain/kernel/digest-form.ts';

/** `printf '' | sha256sum`, and `git hash-object -t tree /dev/null` in repositories with either hash. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const EMPTY_TREE_OF_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';

it.each([EMPTY_TREE, EMPTY_TREE_OF_SHA256])('%s names an object of git', (name) => {
  expect(isObjectName(name)).toBe(true);
});

it.each([
  ['one digit more than SHA-1', `${EMPTY_TREE}0`],
  ['one digit less than SHA-256', EMPTY_TREE_OF_SHA256.slice(1)],
  ['an abbreviation', EMPTY_TREE.slice(0, 12)],
  ['capitals', EMPTY_TREE.toUpperCase()],
  ['a line behind', `${EMPTY_TREE}\n`],
  ['the name of a branch', 'main'],
])('%s is no name of an object', (_, name) => {
  expect(isObjectName(name)).toBe(false);
});

it('the digits are taken from a digest by SHA-256 alone', () => {
  expect(sha256In(`sha256:${EMPTY}`)).toBe(EMPTY);
  expect(sha256In(`sha512:${EMPTY}${EMPTY}`)).toBeUndefined();
  expect(sha256In(EMPTY)).toBeUndefined();
  expect(sha256In(undefined)).toBeUndefined();
});

it('a server that reports no digest has not reported another one', () => {
  expect(isOtherDigest(undefined, EMPTY)).toBe(false);
  expect(isOtherDigest(`sha256:${EMPTY}`, EMPTY)).toBe(false);
  expect(isOtherDigest(`sha512:${EMPTY}`, EMPTY)).toBe(true);
  expect(isOtherDigest(`sha256:${EMPTY.replace('e', 'f')}`, EMPTY)).toBe(true);
});
