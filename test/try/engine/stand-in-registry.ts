/**
 * Where deploy pushes an image in a play: to the registry of the box, since the registry that the workflow names is
 * another machine, and the token of the play is none of it. What cannot be played here is left out with its reason.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import type { ModelConfig } from '../../../src/shared/domain/config/config.ts';
import { EMPTY_BASE, readImageReference } from '../../../src/shared/domain/kernel/image-reference.ts';
import { CONFIG_PATH } from '../../../src/shared/domain/kernel/names.ts';

export interface DeployPlace {
  /** `INPUT_<NAME>` → value, with the defaults of the action. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly workspace: string;
  /** Of the job: `GITHUB_REPOSITORY`. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface StandIn {
  /** Why the step is left out. */
  readonly left?: string;
  /** The image to push to, where it is another one than the workflow names. */
  readonly image?: string;
  /** What is not done as on GitHub. */
  readonly remark?: string;
}

export type StandInRegistry = (place: DeployPlace) => Promise<StandIn>;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;
const DOCKER_SOCKET = '/var/run/docker.sock';
const REACH_TIMEOUT_MS = 5000;

/** @param registry host and port of that of the box. */
export function createStandInRegistry(registry: string): StandInRegistry {
  return async ({ inputs, workspace, environment }) => {
    const serve = await serveOf(inputs, workspace);
    const target = given(inputs.INPUT_TARGET) ?? serve?.target ?? 'none';
    if (target === 'docker' && !existsSync(DOCKER_SOCKET))
      return {
        left: 'deploy is left out: `target: docker` needs a Docker Engine, and this machine has none. With `target: none` the image is made and pushed',
      };
    const image = given(inputs.INPUT_IMAGE) ?? nameOf(serve?.image);
    if (image === undefined) return {};
    const name = readImageReference(image);
    // What is no name, deploy says itself.
    if (name === undefined || LOOPBACK.test(name.registry)) return {};
    const missing = await describeUnreachableBase(given(inputs.INPUT_BASE) ?? nameOf(serve?.base));
    if (missing !== undefined) return { left: missing };
    const [owner = '', repository = ''] = (environment.GITHUB_REPOSITORY ?? '').toLowerCase().split('/');
    const standIn = `${registry}/${owner}/${repository}`;
    return { image: standIn, remark: `the image goes to the registry of the box, in place of ${image}` };
  };
}

/** An input that a workflow leaves out is empty. */
function given(input: string | undefined): string | undefined {
  return input === '' ? undefined : input;
}

async function describeUnreachableBase(base: string | undefined): Promise<string | undefined> {
  if (base === undefined || base === EMPTY_BASE) return undefined;
  const host = readImageReference(base)?.registry;
  if (host === undefined || (await isReached(host === 'docker.io' ? 'registry-1.docker.io' : host)))
    return undefined;
  return `deploy is left out: its base image ${base} is on ${host}, which does not answer on this machine. Without \`base\` the image is made of the model alone`;
}

/** Any answer will do, a refusal too. */
async function isReached(host: string): Promise<boolean> {
  const protocol = LOOPBACK.test(host) ? 'http' : 'https';
  return fetch(`${protocol}://${host}/v2/`, { signal: AbortSignal.timeout(REACH_TIMEOUT_MS) }).then(
    () => true,
    () => false,
  );
}

/** Of the model that the step deploys; a configuration that cannot be read is said by deploy. */
async function serveOf(
  { INPUT_MODEL: model, INPUT_CONFIG: path }: DeployPlace['inputs'],
  workspace: string,
): Promise<ModelConfig['serve'] | undefined> {
  try {
    const { models } = parseConfig(await readFile(join(workspace, given(path) ?? CONFIG_PATH), 'utf8'));
    return (model === undefined || model === '' ? Object.values(models)[0] : models[model])?.serve;
  } catch {
    return undefined;
  }
}

type ServedImage = ModelConfig['serve']['image'] | ModelConfig['serve']['base'];

function nameOf(image: ServedImage | undefined): string | undefined {
  if (image === undefined || typeof image === 'string') return image;
  const tag = 'tag' in image && image.tag !== undefined ? `:${image.tag}` : '';
  const digest = 'digest' in image && image.digest !== undefined ? `@${image.digest}` : '';
  return `${image.registry}/${image.repository}${tag}${digest}`;
}
