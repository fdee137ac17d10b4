/** Where and how a version is served: the inputs of the step over the section `serve` of the configuration. */
import type { ModelConfig } from '../config/config.ts';
import { InputError, combineInputErrors } from '../kernel/errors.ts';
import type { ImageReference } from '../kernel/image-reference.ts';
import { parseImageReference } from '../kernel/image-reference.ts';
import { EMPTY_BASE } from './image/base-image.ts';

export const targetKinds = ['none', 'docker', 'command'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** Where the model's files lie in the image unless it is said otherwise. */
const DEFAULT_MODEL_PATH = '/model';

export interface PublishedPort {
  /** Empty for every address of the host. */
  readonly hostIp: string;
  readonly hostPort: string;
  /** With its protocol: `8080/tcp`. */
  readonly containerPort: string;
}

export interface ServingSettings {
  readonly target: TargetKind;
  /** Where the image goes, without tag and digest; undefined when none is made. */
  readonly image: ImageReference | undefined;
  /** `scratch` for an image of the model alone. */
  readonly base: ImageReference | typeof EMPTY_BASE;
  readonly platform: string;
  readonly modelPath: string;
  readonly command: string | undefined;
  readonly container: string;
  readonly ports: readonly PublishedPort[];
  readonly network: string | undefined;
  readonly url: string | undefined;
  readonly healthPath: string;
  readonly healthTimeoutSeconds: number;
  readonly predictPath: string;
  readonly allowPrivateNetwork: boolean;
}

/** What the step says; absent and empty mean "as the configuration says". */
export interface ServingInputs {
  readonly target: TargetKind | undefined;
  readonly image: string | undefined;
  readonly base: string | undefined;
  readonly platform: string | undefined;
  readonly modelPath: string | undefined;
  readonly command: string | undefined;
  readonly container: string | undefined;
  readonly publish: readonly string[];
  readonly network: string | undefined;
  readonly url: string | undefined;
  readonly healthPath: string | undefined;
  readonly healthTimeoutSeconds: number | undefined;
  readonly predictPath: string | undefined;
  /** True adds to what the configuration says. */
  readonly allowPrivateNetwork: boolean;
}

/** @throws InputError that lists everything that does not fit together. */
export function selectServing(
  model: string,
  inputs: ServingInputs,
  serve: ModelConfig['serve'],
): ServingSettings {
  const errors: InputError[] = [];
  const attempt = <T>(read: () => T, fallback: T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
      return fallback;
    }
  };
  const image = inputs.image ?? serve.image;
  const base = inputs.base ?? serve.base ?? EMPTY_BASE;
  const publish = inputs.publish.length > 0 ? inputs.publish : serve.publish;
  const settings: ServingSettings = {
    target: inputs.target ?? serve.target,
    image: image === undefined ? undefined : attempt(() => parseTarget(image), undefined),
    base:
      base === EMPTY_BASE
        ? base
        : attempt<ServingSettings['base']>(() => parseImageReference(base, '"base"'), EMPTY_BASE),
    platform: inputs.platform ?? serve.platform,
    modelPath: attempt(() => parseFolder(inputs.modelPath ?? serve['model-path']), DEFAULT_MODEL_PATH),
    command: inputs.command ?? serve.command,
    container: inputs.container ?? serve.container ?? model,
    ports: publish.flatMap((text) => attempt<readonly PublishedPort[]>(() => [parsePort(text)], [])),
    network: inputs.network ?? serve.network,
    url: attempt(() => parseUrl(inputs.url ?? serve.url), undefined),
    healthPath: inputs.healthPath ?? serve['health-path'],
    healthTimeoutSeconds: inputs.healthTimeoutSeconds ?? serve['health-timeout-seconds'],
    predictPath: inputs.predictPath ?? serve['predict-path'],
    allowPrivateNetwork: inputs.allowPrivateNetwork || serve['allow-private-network'],
  };
  errors.push(...missingFor(settings));
  if (errors.length > 0) throw combineInputErrors(errors);
  return settings;
}

function missingFor({ target, image, base, command }: ServingSettings): readonly InputError[] {
  const missing = (name: string, why: string, hint: string): InputError =>
    new InputError('INPUT_INVALID', `"${name}": expected a value, because ${why}, got nothing`, { hint });
  switch (target) {
    case 'none':
      if (image !== undefined) return [];
      return [missing('image', 'without a target the image is all that is made', SERVE_HINT)];
    case 'command':
      if (command !== undefined) return [];
      return [missing('command', 'the target is "command"', 'name the command that starts the service')];
    case 'docker':
      return [
        ...(image === undefined
          ? [missing('image', 'the target is "docker"', 'name where the image goes')]
          : []),
        ...(base === EMPTY_BASE
          ? [missing('base', 'a container needs a server', 'name the image that serves')]
          : []),
      ];
  }
}

const SERVE_HINT =
  'say in `.github/model-steward.yml` under `serve:`, or in the step, where the image goes (`image`) or how the service is started (`target`)';

function parseTarget(text: string): ImageReference {
  const image = parseImageReference(text, '"image"');
  if (image.tag === undefined && image.digest === undefined) return image;
  throw new InputError('INPUT_INVALID', `"image": expected an image without tag and digest, got ${text}`, {
    hint: 'the version becomes the tag',
  });
}

function parseFolder(text: string): string {
  if (/^(?:\/[\w.-]+)+$/.test(text) && !text.split('/').includes('..')) return text;
  throw new InputError(
    'INPUT_INVALID',
    `"model-path": expected an absolute folder, got ${JSON.stringify(text)}`,
  );
}

/** `[address:]port:port[/protocol]`, as `docker run --publish` takes it. */
function parsePort(text: string): PublishedPort {
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?(\d{1,5}):(\d{1,5})(\/(?:tcp|udp))?$/.exec(
    text,
  );
  if (match !== null) {
    const [, hostIp = '', hostPort = '', port = '', protocol = '/tcp'] = match;
    return { hostIp: hostIp.replace(/^\[|\]$/g, ''), hostPort, containerPort: `${port}${protocol}` };
  }
  throw new InputError(
    'INPUT_INVALID',
    `"publish": expected a port like "127.0.0.1:8080:8080", got ${JSON.stringify(text)}`,
  );
}

function parseUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url.href.replace(/\/+$/, '');
  throw new InputError(
    'INPUT_INVALID',
    `"url": expected an address like "https://churn.example.com", got ${text}`,
  );
}
