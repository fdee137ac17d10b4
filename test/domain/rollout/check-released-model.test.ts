import { expect, test } from 'vitest';
import type { ModelAsset, ModelVersion } from '../../../src/shared/domain/documents/model.ts';
import { checkReleasedModel } from '../../../src/shared/domain/rollout/check-released-model.ts';

const [first, second, set, other] = ['1', '2', '3', '4'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];
const document = {
  modelDigest: set,
  files: [
    { path: 'a.bin', sha256: first, sizeBytes: 1 },
    { path: 'b.bin', sha256: second, sizeBytes: 1 },
  ],
} as unknown as ModelVersion;
const asset = (role: ModelAsset['role'], path: string, sha256: string): ModelAsset => ({
  role,
  path,
  sha256,
  asset: path,
  sizeBytes: 1,
});
const sums = asset('sums', 'SHA256SUMS', set);
const a = asset('model', 'model/a.bin', first);
const b = asset('model', 'model/b.bin', second);
const tagged = { tag: 'churn@v1.0.0', commit: 'c', modelDigest: set };

test('the whole model under its own digest is accepted, also when somebody else made the tag', () => {
  expect(() => checkReleasedModel(document, [a, b, sums], tagged)).not.toThrow();
  expect(() => checkReleasedModel(document, [b, a], { ...tagged, modelDigest: undefined })).not.toThrow();
});

test.each([
  ['a file is missing', [a, sums], tagged, '"b.bin": expected SHA-256 222'],
  [
    'a file is another one',
    [a, asset('model', 'model/b.bin', other), sums],
    tagged,
    '"b.bin": expected SHA-256 222',
  ],
  [
    'a file lies elsewhere',
    [a, asset('model', 'b.bin', second), sums],
    tagged,
    '"b.bin": expected SHA-256 222',
  ],
  [
    'a file is too many',
    [a, b, asset('model', 'model/c.bin', other), sums],
    tagged,
    'model files: expected 2, got 3',
  ],
  [
    'SHA256SUMS is of another set',
    [a, b, { ...sums, sha256: other }],
    tagged,
    'SHA256SUMS: expected the model digest',
  ],
  [
    'the tag names another set',
    [a, b, sums],
    { ...tagged, modelDigest: other },
    'model digest: expected 444',
  ],
])('a release is refused when %s', (_, assets, tag, message) => {
  expect(() => checkReleasedModel(document, assets, tag)).toThrow(`churn@v1.0.0: ${message}`);
});
