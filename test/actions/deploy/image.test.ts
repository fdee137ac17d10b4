import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createImageRegistry } from '../../../src/shared/adapters/oci/image-registry.ts';
import {
  readImageReference,
  readPinnedImage,
  renderImageName,
  type ImageName,
} from '../../../src/shared/domain/kernel/image-reference.ts';
import type { ImageRegistry } from '../../../src/shared/ports/registry.ts';
import { createVirtualClock } from '../../adapters/github/virtual-clock.ts';
import { silentLog } from '../../adapters/github/test-client.ts';
import { startGround, type Ground } from '../../ground/deployment.ts';
import { REPOSITORY } from '../../ground/project.ts';

const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

function registryOf({ box }: Ground): ImageRegistry {
  const token = box.issueToken({ repository: REPOSITORY, permissions: { packages: 'write' } });
  return createImageRegistry({
    login: () => ({ kind: 'password', username: 'someone', password: token }),
    clock: createVirtualClock(),
    log: silentLog,
    random: () => 0.5,
    timeoutMs: 60_000,
  });
}

/** A base image of one layer in the box's registry. */
async function pushBase(ground: Ground): Promise<{ readonly image: ImageName; readonly layer: string }> {
  const registry = registryOf(ground);
  const image = { registry: ground.box.registry, repository: 'acme/flights/server' };
  const layer = randomBytes(50_000);
  const config = Buffer.from(
    JSON.stringify({
      os: 'linux',
      architecture: 'amd64',
      config: { Cmd: ['serve'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  );
  const descriptors = [];
  for (const bytes of [config, layer]) {
    async function* content(): AsyncGenerator<Uint8Array> {
      yield bytes;
    }
    await registry.pushBlob(image, { digest: digestOf(bytes), sizeBytes: bytes.length, content });
    const mediaType = bytes === config ? 'config' : 'application/vnd.oci.image.layer.v1.tar';
    descriptors.push({ mediaType, digest: digestOf(bytes), size: bytes.length });
  }
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const [configDescriptor, ...layers] = descriptors;
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType, config: configDescriptor, layers }),
  );
  await registry.pushManifest(image, '3', { mediaType, bytes: manifest });
  return { image, layer: digestOf(layer) };
}

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number }[];
}

async function readImage(ground: Ground, reference: string) {
  const image = readPinnedImage(reference)!;
  const registry = registryOf(ground);
  const stored = await registry.manifest(image, image.digest);
  const manifest = JSON.parse(Buffer.from(stored!.bytes).toString()) as Manifest;
  const config: unknown = JSON.parse(
    Buffer.from(await registry.blob(image, manifest.config.digest)).toString(),
  );
  return { manifest, config, layer: (index: number) => registry.blob(image, manifest.layers[index]!.digest) };
}

test('an image is the base with the model on top, pushed without Docker', async () => {
  await using ground = await startGround({ serve: {} });
  const base = await pushBase(ground);
  const version = await ground.register('1.0.0');
  const image = `${ground.box.registry}/acme/flights`;
  const { end, outputs, summary } = await ground.deploy({ image, base: `${renderImageName(base.image)}:3` });
  expect(end).toBe('success');
  expect(outputs.image).toMatch(new RegExp(`^${image}@sha256:[0-9a-f]{64}$`));
  expect(summary).toContain('`flights` 1.0.0 is ready: its image is in the registry');
  expect(summary).toContain('| no `target`: only the image was requested |');
  const pushed = await readImage(ground, String(outputs.image));
  expect(pushed.manifest.layers).toHaveLength(2);
  expect(pushed.manifest.layers[0]?.digest).toBe(base.layer);
  expect(pushed.config).toMatchObject({
    config: {
      Cmd: ['serve'],
      Env: [
        'MODEL_STEWARD_MODEL=/model',
        'MODEL_STEWARD_VERSION=1.0.0',
        `MODEL_STEWARD_DIGEST=${version.modelDigest}`,
      ],
    },
  });
  const layer = Buffer.from(await pushed.layer(1)).toString('latin1');
  expect(layer).toContain('model/nested/weights.bin');
  expect(layer).toContain('weights of 1.0.0');
});

test('the same version is the same image: nothing is sent again', async () => {
  await using ground = await startGround({ serve: {} });
  await ground.register('1.0.0');
  const inputs = { image: `${ground.box.registry}/acme/flights`, force: 'true' };
  const first = await ground.deploy(inputs);
  const registry = registryOf(ground);
  const name = readImageReference(inputs.image)!;
  const tagged = await registry.manifest(name, '1.0.0');
  const again = await ground.deploy(inputs);
  expect(again.outputs.image).toBe(first.outputs.image);
  expect(await registry.manifest(name, '1.0.0')).toEqual(tagged);
  const reader = { contents: 'write', deployments: 'write', packages: 'read' } as const;
  expect((await ground.deploy(inputs, reader)).end).toBe('success');
  expect((await ground.deploy({ image: inputs.image })).outputs).toMatchObject({ outcome: 'unchanged' });
});

test("the user's command gets the image by digest", async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const { outputs } = await ground.deploy({ image: `${ground.box.registry}/acme/flights` });
  expect(await ground.calls()).toEqual([`start 1.0.0 ${String(outputs.image)}`]);
});

test('a push that fails is on the deployment, which began before it; what serves was not touched', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const image = `${ground.box.registry}/acme/flights`;
  const reader = { contents: 'write', deployments: 'write', packages: 'read' } as const;
  await expect(ground.deploy({ image }, reader)).rejects.toMatchObject({
    code: 'PERMISSION_MISSING',
    hint: expect.stringContaining('`packages: write`'),
  });
  expect(ground.deployments()).toEqual([
    ['1.0.0', 'failure', expect.stringMatching(/^push of the image: push to .* got 403/)],
  ]);
  expect(await ground.calls()).toEqual(['']);
  expect((await ground.deploy({ image })).outputs).toMatchObject({ outcome: 'deployed' });
});

test('an image whose tag was moved is pushed again, although the deployment is the same', async () => {
  await using ground = await startGround({ serve: {} });
  await ground.register('1.0.0');
  const inputs = { image: `${ground.box.registry}/acme/flights` };
  const first = await ground.deploy(inputs);
  const registry = registryOf(ground);
  const image = readImageReference(inputs.image)!;
  const { mediaType, bytes } = (await registry.manifest(image, '1.0.0'))!;
  const moved = Buffer.from(Buffer.from(bytes).toString().replace('{', '{ '));
  await registry.pushManifest(image, '1.0.0', { mediaType, bytes: moved });
  const again = await ground.deploy(inputs);
  expect(again.outputs).toMatchObject({ outcome: 'deployed', image: first.outputs.image });
  expect(await registry.manifest(image, '1.0.0')).toMatchObject({
    digest: String(first.outputs.image).split('@')[1],
  });
});

test('a registry that is down is named, and nothing is touched', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await expect(ground.deploy({ image: '127.0.0.1:9/acme/flights' })).rejects.toMatchObject({
    code: 'SERVICE_UNREACHABLE',
    message: expect.stringContaining('registry 127.0.0.1:9'),
  });
  expect(await ground.calls()).toEqual(['']);
  expect(ground.deployments()).toEqual([]);
});

test('a base that does not exist is an error of the input', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  const registry = ground.box.registry;
  const inputs = { image: `${registry}/acme/flights`, base: `${registry}/acme/flights/none:1` };
  await expect(ground.deploy(inputs)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: `"base": expected an image that exists, got ${registry}/acme/flights/none:1`,
  });
});
