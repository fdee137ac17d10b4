/** Anybody who may write can make a draft of any name, with any notes and files: only that of this registration is continued. */
import { describe, expect, it } from 'vitest';
import { draftMark, findDraftMisfit, isSameVersion } from '../../../src/shared/domain/registry/own-draft.ts';

const EVIDENCE = 'e'.repeat(64);
const mark = draftMark(EVIDENCE);
const plan = { mark, digests: new Map([['model.bin', 'a'.repeat(64)]]), documentAsset: 'model.json' };
const asset = (name: string, digest?: string, state = 'uploaded') => ({
  ...{ id: 1, name, state, sizeBytes: 1, digest },
});
const draft = {
  isOwn: true,
  body: `${mark}\nNotes`,
  assets: [asset('model.bin', `sha256:${'a'.repeat(64)}`)],
};

it('a draft that this registration left half-finished is continued', () => {
  expect(findDraftMisfit(draft, plan)).toBeUndefined();
});

describe('is none of this registration', () => {
  it.each<readonly [string, Partial<typeof draft>, string]>([
    ['of somebody else', { isOwn: false }, 'author'],
    ['with the mark below other notes', { body: `Approved by everybody\n${mark}\nNotes` }, 'notes'],
    ['with more behind the mark in its line', { body: `${mark} and more\nNotes` }, 'notes'],
    ['of other evidence', { body: `${draftMark('f'.repeat(64))}\nNotes` }, 'notes'],
    ['with a file that nothing plans', { assets: [asset('extra.bin')] }, 'asset'],
    ['with other bytes', { assets: [asset('model.bin', `sha256:${'b'.repeat(64)}`)] }, 'asset'],
  ])('%s', (_, change, misfit) => {
    expect(findDraftMisfit({ ...draft, ...change }, plan)).toBe(misfit);
  });
});

it.each([
  ['whose upload was broken off', asset('model.bin', `sha256:${'b'.repeat(64)}`, 'starter')],
  ['of which the server reports no digest', asset('model.bin')],
  ['model.json, which is compared by what it says', asset('model.json', `sha256:${'b'.repeat(64)}`)],
])('a file %s is no reason to stop', (_, file) => {
  expect(findDraftMisfit({ ...draft, assets: [file] }, plan)).toBeUndefined();
});

it('fewer reviews were counted before, and no others', () => {
  const versionWith = (reviewers: string[]) =>
    ({ approval: { kind: 'manual', reviewers }, version: '1.0.0' }) as unknown as Parameters<
      typeof isSameVersion
    >[0];
  expect(isSameVersion(versionWith(['ann']), versionWith(['ann', 'bob']))).toBe(true);
  expect(isSameVersion(versionWith(['eve']), versionWith(['ann', 'bob']))).toBe(false);
});
