/** Where the token of the job goes: to GitHub, and to no registry of images that has another name. */
import { expect, test } from 'vitest';
import { startGround, type Ground } from '../ground/deployment.ts';
import { serveAltered } from '../adapters/oci/altered-registry.ts';

/** Deploy's default, where `registry-password` is not set or names a secret that is not there. */
const NOTHING = { 'registry-password': '' };

async function deployTo(ground: Ground, inputs: Readonly<Record<string, string>>): Promise<unknown> {
  await ground.register('1.0.0');
  return await ground.deploy({ ...NOTHING, ...inputs }).catch((error: unknown) => error);
}

test("`image` names a registry that is not GitHub's, and there is no password → it is asked without one, and the error says what to set", async () => {
  await using ground = await startGround({ serve: {} });
  await using elsewhere = await serveAltered({});
  const error = await deployTo(ground, { image: `${new URL(elsewhere.url).host}/acme/flights` });
  expect(error).toMatchObject({
    code: 'PERMISSION_MISSING',
    hint: expect.stringMatching(/^set `registry-username` and `registry-password` .*the token of the job/),
  });
  expect(elsewhere.seen.length).toBeGreaterThan(0);
  expect(elsewhere.seen.filter(({ authorization }) => authorization?.startsWith('Basic '))).toEqual([]);
});

test('`base` is in another registry than `image`, which wants a password → neither password nor token are sent there', async () => {
  await using ground = await startGround({ serve: {} });
  await using elsewhere = await serveAltered({});
  const error = await deployTo(ground, {
    image: `${ground.box.registry}/acme/flights`,
    base: `${new URL(elsewhere.url).host}/acme/server:3`,
    'registry-password': 'robot password',
  });
  expect(error).toMatchObject({
    code: 'PERMISSION_MISSING',
    hint: expect.stringContaining('name a base image that can be read without a password'),
  });
  expect(elsewhere.seen.filter(({ authorization }) => authorization?.startsWith('Basic '))).toEqual([]);
});
