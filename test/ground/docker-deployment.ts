/** A repository whose versions are served by containers of an engine that runs none: what starts is what the test service serves. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startFakeEngine,
  type FakeContainer,
  type FakeEngine,
} from '../adapters/serving/docker/fake-engine.ts';
import { startGround, type Ground } from './deployment.ts';
import type { Behavior } from './served-model.ts';

export interface DockerGround extends Ground {
  readonly engine: FakeEngine;
  readonly inputs: Readonly<Record<string, string>>;
}

/** @param behaviors of versions, read when one starts. */
export async function startDockerGround(
  behaviors: Readonly<Record<string, Behavior>> = {},
): Promise<DockerGround> {
  const ground = await startGround({ serve: { target: 'docker' } });
  const folder = join(ground.folder, 'workspace/service');
  const onStart = ({ spec }: FakeContainer) => {
    const version = (spec.Labels as Record<string, string>)['model-steward.version']!;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'version.txt'), version);
    writeFileSync(join(folder, 'model.json'), JSON.stringify(behaviors[version] ?? {}));
    return {};
  };
  const engine = await startFakeEngine({ onStart });
  return {
    ...ground,
    engine,
    inputs: await inputsOf(ground, engine),
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await ground[Symbol.asyncDispose]();
    },
  };
}

/** The base is an image of an earlier version: any image will do for an engine that runs none. */
async function inputsOf(
  ground: Ground,
  { socketPath }: FakeEngine,
): Promise<Readonly<Record<string, string>>> {
  await ground.register('0.1.0');
  const image = `${ground.box.registry}/acme/flights`;
  const base = await ground.deploy({ target: 'none', image: `${image}/server`, environment: 'none' });
  return {
    image,
    base: String(base.outputs.image),
    'docker-socket': socketPath,
    publish: '127.0.0.1:8080:8080',
  };
}
