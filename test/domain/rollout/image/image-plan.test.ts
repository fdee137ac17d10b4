import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  emptyBase,
  readBaseImageConfig,
  readBaseManifest,
} from '../../../../src/shared/domain/rollout/image/base-image.ts';
import type { BaseImage } from '../../../../src/shared/domain/rollout/image/base-image.ts';
import { planImage } from '../../../../src/shared/domain/rollout/image/image-plan.ts';

const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const DOCKER_LAYER = 'application/vnd.docker.image.rootfs.diff.tar.gzip';
const manifest = {
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', digest: digestOf('c'), size: 9 },
  layers: [{ mediaType: DOCKER_LAYER, digest: digestOf('base layer'), size: 1000 }],
};
const config = {
  os: 'linux',
  architecture: 'amd64',
  created: '2026-01-01T00:00:00Z',
  config: {
    Env: ['PATH=/usr/bin', 'MODEL_STEWARD_VERSION=from the base'],
    Cmd: ['serve'],
    Labels: { kept: 'yes' },
  },
  rootfs: { type: 'layers', diff_ids: [digestOf('uncompressed')] },
  history: [{ created_by: 'the base' }],
  'unknown.field': { kept: true },
};
const base: BaseImage = {
  reference: 'python:3.12',
  digest: digestOf('base manifest'),
  layers: manifest.layers,
  config: readBaseImageConfig(Buffer.from(JSON.stringify(config)), manifest, 'python:3.12'),
};
const request = {
  base,
  layer: { digest: digestOf('model layer'), sizeBytes: 5000 },
  model: {
    name: 'churn',
    version: '1.1.0',
    digest: 'd'.repeat(64),
    commit: 'f'.repeat(40),
    folder: '/model',
  },
  source: 'https://github.com/acme/churn',
};
// oxlint-disable-next-line typescript/no-explicit-any
const parse = (bytes: Uint8Array): any => JSON.parse(Buffer.from(bytes).toString('utf8'));

describe('the image of a model', () => {
  const plan = planImage(request);
  const [image, written] = [parse(plan.manifest.bytes), parse(plan.config.bytes)];

  test("has the base's layers below one more, and names its configuration by digest and size", () => {
    expect(image.layers).toEqual([
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: digestOf('base layer'),
        size: 1000,
      },
      { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digestOf('model layer'), size: 5000 },
    ]);
    expect(image.config).toMatchObject({
      digest: digestOf(plan.config.bytes),
      size: plan.config.bytes.length,
    });
    expect(plan.manifest.digest).toBe(digestOf(plan.manifest.bytes));
    expect(plan.baseLayers).toEqual([{ digest: digestOf('base layer'), sizeBytes: 1000 }]);
  });

  test('keeps what the base configures, and sets where the service finds its model', () => {
    expect(written.rootfs.diff_ids).toEqual([digestOf('uncompressed'), digestOf('model layer')]);
    expect(written.history).toHaveLength(2);
    expect(written['unknown.field']).toEqual({ kept: true });
    expect(written.config.Cmd).toEqual(['serve']);
    expect(written.config.Env).toEqual([
      'PATH=/usr/bin',
      'MODEL_STEWARD_MODEL=/model',
      'MODEL_STEWARD_VERSION=1.1.0',
      `MODEL_STEWARD_DIGEST=${'d'.repeat(64)}`,
    ]);
  });

  test('is labeled with where it comes from', () => {
    expect(written.config.Labels).toEqual({
      kept: 'yes',
      'model-steward.digest': 'd'.repeat(64),
      'model-steward.model': 'churn',
      'model-steward.version': '1.1.0',
      'org.opencontainers.image.base.digest': digestOf('base manifest'),
      'org.opencontainers.image.base.name': 'python:3.12',
      'org.opencontainers.image.revision': 'f'.repeat(40),
      'org.opencontainers.image.source': 'https://github.com/acme/churn',
      'org.opencontainers.image.title': 'churn',
      'org.opencontainers.image.version': '1.1.0',
    });
  });

  test('comes out the same every time, and differs when the model does', () => {
    expect(planImage(structuredClone(request)).manifest.digest).toBe(plan.manifest.digest);
    const other = { ...request, layer: { ...request.layer, digest: digestOf('another layer') } };
    expect(planImage(other).manifest.digest).not.toBe(plan.manifest.digest);
  });

  test('can stand on nothing', () => {
    const alone = planImage({ ...request, base: emptyBase('linux/arm64') });
    expect(parse(alone.manifest.bytes).layers).toHaveLength(1);
    expect(parse(alone.config.bytes)).toMatchObject({ os: 'linux', architecture: 'arm64', history: [{}] });
  });

  test('refuses a base whose layers may not be copied', () => {
    const foreign = {
      ...manifest.layers[0]!,
      mediaType: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
    };
    expect(() => planImage({ ...request, base: { ...base, layers: [foreign] } })).toThrow(
      'base image python:3.12: expected layers that can be copied',
    );
  });
});

describe('a base image', () => {
  const stored = (mediaType: string, content: unknown) => ({
    mediaType,
    bytes: Buffer.from(JSON.stringify(content)),
  });
  const INDEX = 'application/vnd.oci.image.index.v1+json';
  const entry = (digest: string, os: string, architecture: string, variant?: string) => ({
    mediaType: 'x',
    digest: digestOf(digest),
    size: 1,
    platform: { os, architecture, ...(variant && { variant }) },
  });
  const index = stored(INDEX, {
    manifests: [
      entry('one', 'linux', 'amd64'),
      entry('two', 'linux', 'arm64', 'v8'),
      entry('x', 'unknown', 'unknown'),
    ],
  });

  test('is found in an index by its platform', () => {
    expect(readBaseManifest(index, 'python', 'linux/amd64')).toEqual({ digest: digestOf('one') });
    expect(readBaseManifest(index, 'python', 'linux/arm64')).toEqual({ digest: digestOf('two') });
    expect(() => readBaseManifest(index, 'python', 'linux/s390x')).toThrow(
      'expected an image for linux/s390x, got linux/amd64, linux/arm64/v8, unknown/unknown',
    );
  });

  test('is read as it is when there is no index', () => {
    const single = stored('application/vnd.docker.distribution.manifest.v2+json', manifest);
    expect(readBaseManifest(single, 'python', 'linux/amd64')).toEqual({ image: manifest });
  });

  test.each([
    ['no JSON', Buffer.from('<html>'), 'expected JSON'],
    ['no manifest', Buffer.from('{"layers":[]}'), 'config: '],
  ])('is refused when the registry answers with %s', (_, bytes, message) => {
    expect(() => readBaseManifest({ mediaType: 'x', bytes }, 'python', 'linux/amd64')).toThrow(message);
  });

  test('is refused when its configuration belongs to another manifest', () => {
    const two = { ...manifest, layers: [...manifest.layers, ...manifest.layers] };
    expect(() => readBaseImageConfig(Buffer.from(JSON.stringify(config)), two, 'python')).toThrow(
      'configuration of the base image python: expected 2 layers as in its manifest, got 1',
    );
  });
});
