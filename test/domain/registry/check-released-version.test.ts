import { expect, test } from 'vitest';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { setDigest } from '../../../src/shared/domain/kernel/digest.ts';
import { checkReleasedVersion } from '../../../src/shared/domain/registry/check-released-version.ts';

const [first, second, other, evaluation, run] = ['1', '2', '3', '4', '5'].map((digit) =>
  digit.repeat(64),
) as [string, string, string, string, string];
const commit = 'c'.repeat(40);
const files = [
  { path: 'a.bin', sha256: first, sizeBytes: 1 },
  { path: 'b.bin', sha256: second, sizeBytes: 1 },
];
const set = setDigest(files);
const asset = (role: ModelAsset['role'], path: string, sha256: string): ModelAsset => ({
  ...{ role, path, sha256, asset: path },
  sizeBytes: 1,
});
const sums = asset('sums', 'SHA256SUMS', set);
const a = asset('model', 'model/a.bin', first);
const b = asset('model', 'model/b.bin', second);

const trailers = { Evidence: run, Evaluation: evaluation, Commit: commit, 'Model-Digest': set };

function check(change: {
  readonly document?: object;
  readonly assets?: readonly ModelAsset[];
  readonly trailers?: Readonly<Record<string, string>>;
}): void {
  const document = {
    ...{ model: 'churn', version: '1.0.0', modelDigest: set, files, commit, run },
    ...{ evaluation: { sha256: evaluation }, assets: change.assets ?? [a, b, sums] },
    ...change.document,
  } as unknown as ModelVersion;
  const lines = Object.entries({ ...trailers, ...change.trailers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  checkReleasedVersion(document, { tag: 'churn@v1.0.0', message: `churn v1.0.0\n\n${lines.join('\n')}\n` });
}

test('the document that the tag names, with the whole model, is accepted', () => {
  expect(() => {
    check({});
  }).not.toThrow();
  expect(() => {
    check({ assets: [sums, b, asset('run', 'run.json', other), a] });
  }).not.toThrow();
});

const altered = [{ ...files[0], sha256: other }, files[1]];

test.each([
  ['a file is missing', { assets: [a, sums] }, '"model/b.bin": expected 222'],
  ['a file is another one', { assets: [a, { ...b, sha256: other }, sums] }, '"model/b.bin": expected 222'],
  [
    'a file lies elsewhere',
    { assets: [a, asset('model', 'b.bin', second), sums] },
    '"model/b.bin": expected 222',
  ],
  [
    'a file is too many',
    { assets: [a, b, asset('model', 'model/c.bin', other), sums] },
    'files of the model: expected those of the model, got "model/c.bin"',
  ],
  ['SHA256SUMS is of another set', { assets: [a, b, { ...sums, sha256: other }] }, 'SHA256SUMS: expected'],
  ['SHA256SUMS is missing', { assets: [a, b] }, 'SHA256SUMS: expected'],
  [
    'its files are another set',
    { document: { files: altered } },
    'model.json: digest of the files: expected',
  ],
  [
    'it is of another version',
    { document: { version: '1.1.0' } },
    'model.json: version: expected churn@v1.0.0',
  ],
  ['the tag names another model', { trailers: { 'Model-Digest': other } }, 'model digest: expected 333'],
  ['the tag names other evidence', { trailers: { Evidence: other } }, 'run: expected 333'],
  ['the tag names another evaluation', { trailers: { Evaluation: other } }, 'evaluation: expected 333'],
  ['the tag names another commit', { trailers: { Commit: 'd'.repeat(40) } }, 'commit: expected ddd'],
  [
    'the tag names no model',
    { trailers: { 'Model-Digest': '' } },
    `model digest: expected one as in the tag, got ${set}`,
  ],
])('a release is refused when %s', (_, change, message) => {
  expect(() => {
    check(change);
  }).toThrow(`release of churn@v1.0.0: ${message}`);
});
