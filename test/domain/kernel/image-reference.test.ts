import { expect, test } from 'vitest';
import {
  renderImageName,
  imageTag,
  readImageReference,
} from '../../../src/shared/domain/kernel/image-reference.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;

// What `docker pull` makes of each name (distribution/reference, ParseNormalizedNamed).
test.each([
  ['python', 'docker.io/library/python', undefined, undefined],
  ['python:3.12-slim', 'docker.io/library/python', '3.12-slim', undefined],
  ['acme/churn', 'docker.io/acme/churn', undefined, undefined],
  ['ghcr.io/acme/churn:1.0', 'ghcr.io/acme/churn', '1.0', undefined],
  ['localhost/churn', 'localhost/churn', undefined, undefined],
  ['127.0.0.1:5000/acme/models/churn', '127.0.0.1:5000/acme/models/churn', undefined, undefined],
  [`ghcr.io/acme/churn@${DIGEST}`, 'ghcr.io/acme/churn', undefined, DIGEST],
  [`ghcr.io/acme/churn:1.0@${DIGEST}`, 'ghcr.io/acme/churn', '1.0', DIGEST],
])('%s is %s', (text, name, tag, digest) => {
  const reference = readImageReference(text)!;
  expect([renderImageName(reference), reference.tag, reference.digest]).toEqual([name, tag, digest]);
});

test.each([
  '',
  'ghcr.io/Acme/churn',
  'ghcr.io/acme/churn:',
  'ghcr.io/acme/churn:1:2',
  'ghcr.io/acme/churn@sha256:abc',
  'https://ghcr.io/acme/churn',
  'ghcr.io/acme/../churn',
  'ghcr.io:port/acme/churn',
  'ghcr.io/acme/churn x',
  'ghcr.io/acme/churn\n',
])('%j is not an image', (text) => {
  expect(readImageReference(text)).toBeUndefined();
});

test('a version becomes a tag that every registry takes', () => {
  expect(imageTag('1.4.0')).toBe('1.4.0');
  expect(imageTag('1.4.0+build.7')).toBe('1.4.0_build.7');
});
