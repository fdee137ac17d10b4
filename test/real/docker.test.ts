/**
 * Images and containers for real: `deploy` puts models on top of a base image in Debian's registry and into service on
 * Debian's Docker engine. Each test continues where the one before it ended.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { airports } from '../demo/candidates.ts';
import { readParams } from '../demo/repository-files.ts';
import { type Box, startBox } from '../github-box/box.ts';
import type { Repository } from '../github-box/state/repository.ts';
import { pushBaseImage } from './docker/base-image.ts';
import { type DockerEngine, startDockerEngine } from './docker/docker-engine.ts';
import { type Registry, startRegistry } from './docker/registry.ts';
import { inNewFormat, scoreFlights, type Flight } from './docker/served-model.ts';
import { createEngine, type Engine, type EngineResult } from './engine.ts';
import { viewRepository } from './repository-view.ts';
import { createSmallProject, type SmallProject } from './small-project.ts';
import { createResources } from './resources.ts';
import { installTools } from './tools.ts';

const NAME = 'acme/flight-delays';
const MODEL = 'flight-delays';
const tools = await installTools();
const resources = createResources();

let box: Box;
let repository: Repository;
let engine: Engine;
let registry: Registry;
let dockerEngine: DockerEngine;
let project: SmallProject;
let url: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docker-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  box = resources.use(await startBox({ start: new Date() }));
  engine = resources.use(
    await createEngine(box, { act: join(tools.bin, 'act'), pythonBin: tools.samplePython }),
  );
  registry = resources.use(await startRegistry(tools, join(folder, 'registry')));
  await mkdir(join(folder, 'engine'));
  const { login } = registry;
  dockerEngine = resources.use(await startDockerEngine(tools, { folder: join(folder, 'engine'), login }));
  const port = await findFreePort();
  url = `http://127.0.0.1:${port}`;
  const base = `${registry.login.registry}/acme/flight-service:1`;
  await pushBaseImage(dockerEngine, { name: base, folder: join(folder, 'base'), port });
  const image = `${registry.login.registry}/${NAME}`;
  const where = { url, 'allow-private-network': true, 'health-timeout-seconds': 60 };
  project = await createSmallProject({
    config: { serve: { target: 'docker', image, base, network: 'host', ...where } },
    workflows: ['release.yml', 'push-image.yml'].map((name) => join(import.meta.dirname, 'docker', name)),
  });
  resources.defer(() => project.sample[Symbol.asyncDispose]());
  repository = await box.createRepository({ owner: 'acme', name: MODEL, files: project.files });
});

afterAll(() => resources.close());

/** The containers use the host's network, so the service's port has to be one that is free. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function dispatch(workflow: string, inputs: Readonly<Record<string, string>> = {}): Promise<EngineResult> {
  const { username, password } = registry.login;
  return engine.run({
    repository: NAME,
    workflow: `.github/workflows/${workflow}.yml`,
    start: { event: 'workflow_dispatch', inputs },
    variables: { DOCKER_SOCKET: dockerEngine.socket, REGISTRY_USERNAME: username },
    secrets: { REGISTRY_PASSWORD: password },
  });
}

const docker = (...args: readonly string[]): Promise<string> => dockerEngine.docker(...args);

/** The model's only file as the release holds it. */
const releasedModel = (version: string): Buffer => {
  const [file] = viewRepository(repository, MODEL).modelFiles(version);
  return file!.bytes;
};

async function ask(path: string, flights?: readonly Flight[]): Promise<unknown> {
  const request = flights && { method: 'POST', body: JSON.stringify(flights) };
  return (await fetch(url + path, request)).json();
}

async function expectService(version: string): Promise<void> {
  expect(await ask('/health')).toEqual({ status: 'ok', version });
  const { flights, scores } = await scoreFlights(project, releasedModel(version), 5);
  const answers = (await ask('/predict', flights)) as readonly { readonly p_late: number }[];
  expect(answers.map(({ p_late: late }) => late.toFixed(6))).toEqual(scores);
}

describe('deploy with a Docker engine and a registry', () => {
  let first = '';
  let second = '';

  it('puts the first version into service, and it predicts what score.mjs predicts', async () => {
    const { jobs, outputs, log } = await dispatch('release');
    expect(jobs, log).toMatchObject({ register: 'success', deploy: 'success' });
    expect(outputs.deploy, log).toMatchObject({ outcome: 'deployed', version: '1.0.0' });
    first = outputs.deploy?.image ?? '';
    expect(first).toMatch(/^127\.0\.0\.1:\d+\/acme\/flight-delays@sha256:[0-9a-f]{64}$/);
    const container = await docker('inspect', '--format', '{{.Config.Image}} {{.State.Running}}', MODEL);
    expect(container.trim()).toBe(`${first} true`);
    await expectService('1.0.0');
    expect(repository.deployments.at(-1)?.statuses.at(-1)?.state).toBe('success');
  });

  it('makes the same image again, byte for byte', async () => {
    const image = `${registry.login.registry}/acme/copy`;
    const { jobs, outputs, log } = await dispatch('push-image', { image });
    expect(jobs, log).toEqual({ deploy: 'success' });
    expect(outputs.deploy?.image, log).toBe(`${image}@${first.split('@')[1]}`);
  });

  it('makes an image that anybody can pull by its digest, with the registered bytes in it', async () => {
    await docker('pull', '--quiet', first);
    const script = "process.stdout.write(fs.readFileSync(process.env.MODEL_STEWARD_MODEL + '/model.json'))";
    const run = ['run', '--rm', '--network', 'none', '--read-only', '--entrypoint', '/usr/bin/node'];
    expect(await docker(...run, first, '--eval', script)).toBe(releasedModel('1.0.0').toString());
  });

  it('replaces it by a second version', async () => {
    await box.pushFiles({ repository: NAME, files: await readParams(airports) });
    const { jobs, outputs, log } = await dispatch('release');
    expect(jobs, log).toMatchObject({ register: 'success', deploy: 'success' });
    expect(outputs.deploy, log).toMatchObject({ outcome: 'deployed', version: '1.1.0' });
    second = outputs.deploy?.image ?? '';
    expect(second.split('@')[1]).not.toBe(first.split('@')[1]);
    await expectService('1.1.0');
    expect((await docker('ps', '--all', '--format', '{{.Names}}')).trim()).toBe(MODEL);
  });

  it('rolls back automatically when a version never becomes healthy', async () => {
    await box.pushFiles({ repository: NAME, files: inNewFormat(project.files) });
    const { jobs, outputs, log } = await dispatch('release');
    expect(jobs, log).toMatchObject({ register: 'success', deploy: 'failure' });
    expect(outputs.deploy, log).toMatchObject({ outcome: 'rolled-back', version: '1.2.0' });
    const container = await docker('ps', '--all', '--no-trunc', '--format', '{{.Names}} {{.Image}}');
    expect(container.trim()).toBe(`${MODEL} ${second}`);
    await expectService('1.1.0');
    expect(repository.deployments.at(-1)?.statuses.at(-1)?.state).toBe('failure');
  });
});
