/** Where deploy pushes in a play, and when it is left out. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CONFIG_PATH } from '../../src/shared/domain/kernel/names.ts';
import { createStandInRegistry } from './engine/stand-in-registry.ts';

const standIn = createStandInRegistry('127.0.0.1:5001');
const environment = { GITHUB_REPOSITORY: 'You/Churn' };
let workspace = '';
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'model-steward-registry-'));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

async function configure(serve: string): Promise<void> {
  await mkdir(join(workspace, dirname(CONFIG_PATH)), { recursive: true });
  await writeFile(join(workspace, CONFIG_PATH), `models:\n  churn: { serve: ${serve} }\n`);
}

it('an image of an input or of the configuration goes to the registry of the box', async () => {
  const place = { workspace, environment };
  const expected = { image: '127.0.0.1:5001/you/churn' };
  expect(await standIn({ ...place, inputs: { INPUT_IMAGE: 'ghcr.io/acme/churn' } })).toMatchObject(expected);
  expect(await standIn({ ...place, inputs: { INPUT_IMAGE: 'acme/churn' } })).toMatchObject(expected);
  await configure('{ image: ghcr.io/acme/churn }');
  const found = await standIn({ ...place, inputs: { INPUT_IMAGE: '' } });
  expect(found).toMatchObject(expected);
  expect(found.remark).toContain('in place of ghcr.io/acme/churn');
});

it('a registry on this machine stays, and no image needs none', async () => {
  await configure('{ target: command, command: ./deploy.sh }');
  const place = { workspace, environment };
  expect(await standIn({ ...place, inputs: { INPUT_IMAGE: 'localhost:5000/churn' } })).toEqual({});
  expect(await standIn({ ...place, inputs: { INPUT_IMAGE: '' } })).toEqual({});
});

it('a base image on a registry that does not answer is a reason to leave it out', async () => {
  const inputs = { INPUT_IMAGE: 'ghcr.io/acme/churn', INPUT_BASE: '127.0.0.1:1/server:3' };
  const { left } = await standIn({ workspace, environment, inputs });
  expect(left).toContain('its base image 127.0.0.1:1/server:3 is on 127.0.0.1:1, which does not answer');
});

it.skipIf(existsSync('/var/run/docker.sock'))(
  'a target that needs a Docker Engine is left out without one',
  async () => {
    await configure('{ target: docker, image: ghcr.io/acme/churn, url: http://127.0.0.1:8080 }');
    const { left } = await standIn({ workspace, environment, inputs: {} });
    expect(left).toContain('`target: docker` needs a Docker Engine');
  },
);
