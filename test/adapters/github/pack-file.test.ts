/** Packs that git itself writes, with whole objects and with both kinds of differences. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPack } from '../../../src/shared/adapters/github/git/pack-file.ts';

let folder: string;
const git = (args: readonly string[], input = ''): Buffer =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=n', '-c', 'user.email=n@example.com', ...args], {
    input,
    maxBuffer: 1 << 28,
  });
const objects: { readonly sha: string; readonly type: string; readonly text: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pack-'));
  git(['init', '--quiet']);
  // Alike, so that git stores most of them as differences; one is longer than a copy of 64 KiB.
  const blob = (seed: number, words: number): string =>
    Array.from(
      { length: words },
      (_, index) => `${(index * 7919 + (index === seed ? seed : 0)) % 65_537}`,
    ).join(' ');
  const texts = [0, 1, 2, 3]
    .map((seed) => blob(seed, 300))
    .concat([4, 5].map((seed) => blob(seed * 1000, 20_000)));
  for (const text of texts) git(['hash-object', '-w', '--stdin'], text);
  git(['commit', '--quiet', '--allow-empty', '-m', 'a commit']);
  git(['tag', '-a', '-m', 'a tag', 'churn@v1.0.0']);
  const names = git(['cat-file', '--batch-all-objects', '--batch-check']).toString().trim().split('\n');
  for (const line of names) {
    const [sha = '', type = ''] = line.split(' ');
    objects.push({ sha, type, text: git(['cat-file', type, sha]).toString() });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pack(...options: readonly string[]): Buffer {
  const args = ['pack-objects', '--stdout', '--quiet', '--window=20', '--no-reuse-delta', ...options];
  return git(args, objects.map(({ sha }) => `${sha}\n`).join(''));
}

const byName = (left: { readonly sha: string }, right: { readonly sha: string }): number =>
  left.sha < right.sha ? -1 : 1;

it.each([
  ['whole', ['--depth=0']],
  ['as differences to an object that is named', []],
  ['as differences to an earlier place', ['--delta-base-offset']],
])('objects are read as git has them: %s', (_how, options) => {
  const bytes = pack(...options);
  const found = readPack(bytes).map(({ sha, type, content }) => ({ sha, type, text: content.toString() }));
  expect(found.sort(byName)).toEqual(objects.toSorted(byName));
});

it('the packs above hold differences, and fewer bytes for it', () => {
  expect(pack().length).toBeLessThan(pack('--depth=0').length / 2);
});

it.each([
  ['a changed byte', (bytes: Buffer) => bytes.with(20, (bytes[20] ?? 0) ^ 1)],
  ['half of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['nothing', () => Buffer.alloc(0)],
  ['a page', () => Buffer.from('<!doctype html><html><body>Unicorn!</body></html>')],
])('%s is no pack', (_what, change) => {
  expect(() => readPack(Buffer.from(change(pack())))).toThrow(RangeError);
});
