import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { startGround, type Ground } from '../../ground/deployment.ts';
import { REPOSITORY } from '../../ground/project.ts';

const digestOf = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Changes the bytes of an asset behind everybody's back, its digest included. */
function tamper({ box }: Ground, name: string, change: (text: string) => string): void {
  const [release] = box.world.findRepository(REPOSITORY)!.releases;
  const position = release!.assets.findIndex((asset) => asset.name === name);
  const asset = release!.assets[position]!;
  const bytes = Buffer.from(change(asset.bytes.toString('utf8')));
  release!.assets[position] = { ...asset, bytes, digest: digestOf(bytes) };
}

test('one changed byte of a model file, and nothing is touched', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  tamper(ground, 'model+nested+weights.bin', (text) => text.replace('weights', 'w3ights'));
  ground.box.requests.clear();
  await expect(ground.deploy()).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
    message: expect.stringContaining('model+nested+weights.bin: expected the registered bytes'),
  });
  expect(ground.box.requests.writes()).toEqual([]);
  expect(await ground.calls()).toEqual(['']);
});

test('a release that was replaced as a whole, digests included, is recognized by its tag', async () => {
  await using ground = await startGround();
  const { modelDigest, files } = await ground.register('1.0.0');
  const forged = 'forged weights here';
  const forgedDigest = digestOf(Buffer.from(forged)).slice('sha256:'.length);
  const replaceAll = (text: string): string =>
    text
      .replaceAll(files[1]!.sha256, forgedDigest)
      .replaceAll(`"sizeBytes":${files[1]!.sizeBytes}`, '"sizeBytes":19');
  tamper(ground, 'model+nested+weights.bin', () => forged);
  let sums = '';
  tamper(ground, 'SHA256SUMS', (text) => (sums = replaceAll(text)));
  const forgedSet = digestOf(Buffer.from(sums)).slice('sha256:'.length);
  tamper(ground, 'model.json', (text) => replaceAll(text).replaceAll(modelDigest, forgedSet));
  await expect(ground.deploy()).rejects.toMatchObject({
    code: 'DIGEST_MISMATCH',
    message: `release of flights@v1.0.0: model digest: expected ${modelDigest} as in the tag, got ${forgedSet}`,
  });
  expect(ground.deployments()).toEqual([]);
});

test('a missing permission for deployments is named before anything is touched', async () => {
  await using ground = await startGround();
  await ground.register('1.0.0');
  await expect(ground.deploy({}, { contents: 'write', deployments: 'read' })).rejects.toMatchObject({
    code: 'PERMISSION_MISSING',
    message: expect.stringContaining('`deployments: write`'),
  });
  expect(await ground.calls()).toEqual(['']);
});

test('a ledger that may not be written is a warning; the service stays', async () => {
  await using ground = await startGround();
  await ground.box.restrictCreation(REPOSITORY, ['refs/heads/model-steward-ledger']);
  await ground.register('1.0.0');
  const { end, warnings } = await ground.deploy();
  expect(end).toBe('success');
  expect(warnings[0]).toMatch(
    /^ledger: flights\/2026\/05\/deployed-production-\d+-1\.json was not written: /,
  );
  expect(ground.deployments().map(([, state]) => state)).toEqual(['success']);
});

test('everything that is wrong with the inputs is reported at once, then everything that does not fit together', async () => {
  await using ground = await startGround({ serve: { target: 'docker' } });
  await ground.register('1.0.0');
  await expect(ground.deploy({ url: 'nowhere', publish: '80' })).rejects.toThrow(
    /^2 inputs are wrong:\n.*"publish".*\n.*"url"/,
  );
  await expect(ground.deploy({ command: 'x' })).rejects.toThrow(
    /^3 inputs are wrong:\n.*"command".*does not use it.*\n.*"image".*\n.*"base"/,
  );
  await expect(ground.deploy({ target: 'no-such-target', imgae: 'x' })).rejects.toThrow(
    /"target": expected one of none, docker, .*, got "no-such-target"\n.*did you mean "image"/,
  );
});

test.each([
  ['http://127.0.0.1:8080', 'is in a private network'],
  ['https://169.254.169.254', 'is not the address of a service'],
])('the address %s is refused before anything is touched', async (url, reason) => {
  const serve = { target: 'command', command: 'touch started', 'allow-private-network': false };
  await using ground = await startGround({ serve });
  await ground.register('1.0.0');
  await expect(ground.deploy({ url })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(reason),
  });
  expect(ground.deployments()).toEqual([]);
});
