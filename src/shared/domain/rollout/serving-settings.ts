/**
 * Where and how a version is served: the inputs of the step over the section `serve` of the configuration, checked
 * together, as one settings type per target. Pure.
 */
import { MINUTE_MS } from '../kernel/time.ts';
import type { SelectedModel } from '../config/select-model.ts';
import type { ServingOption } from '../config/serving-option.ts';
import {
  mergeServing,
  servingOptions,
  type MergedServing,
  type ServingKey,
  type ServingValues,
} from '../config/serving-options.ts';
import { findRepeatedPort, readContainerName, type PublishedPort } from '../config/serving-values.ts';
import type { TargetKind } from '../kernel/names.ts';
import { InputError, combineInputErrors } from '../kernel/errors.ts';
import { EMPTY_BASE, type ImageName, type ImageReference } from '../kernel/image-reference.ts';

export interface ImageSettings {
  /** Where the image is pushed to. */
  readonly name: ImageName;
  /** `scratch` for an image of the model alone. */
  readonly base: ImageReference | typeof EMPTY_BASE;
  readonly platform: string;
  /** Absolute folder of the model in the image. */
  readonly modelPath: string;
}

/** How a service is verified. */
export interface ServiceSettings {
  /** Without a slash at the end; undefined when the service cannot be reached from here. */
  readonly url: string | undefined;
  readonly healthPath: string;
  readonly healthTimeoutMs: number;
  readonly predictPath: string;
  readonly allowPrivateNetwork: boolean;
}

/** The image is pushed, and nothing is started. */
export interface ImageOnlySettings {
  readonly kind: 'none';
  readonly image: ImageSettings;
  readonly service: undefined;
}

export interface DockerSettings {
  readonly kind: 'docker';
  readonly image: ImageSettings;
  readonly service: ServiceSettings;
  /** Name of the container. */
  readonly container: string;
  readonly ports: readonly PublishedPort[];
  readonly network: string | undefined;
  readonly socketPath: string;
}

export interface CommandSettings {
  readonly kind: 'command';
  /** Undefined when none is made. */
  readonly image: ImageSettings | undefined;
  readonly service: ServiceSettings;
  readonly command: string;
  readonly timeoutMs: number;
}

export type ServingSettings = ImageOnlySettings | DockerSettings | CommandSettings;

/** @throws InputError that lists everything that is missing or not used. */
export function selectServing({ name, config }: SelectedModel, inputs: ServingValues): ServingSettings {
  const values = mergeServing(inputs, config.serve);
  const { target } = values;
  const errors = [
    ...unusedOptions(target, inputs, (option) => `input "${option}"`),
    // A step that chooses another target leaves the options of the configured one aside.
    ...(inputs.target === undefined
      ? unusedOptions(target, config.serve, (option) => `"serve: ${option}"`)
      : []),
  ];
  const settings = createSettings(values, { model: name, errors });
  if (settings !== undefined && settings.image === undefined) {
    errors.push(...unusedImageOptions(inputs, config.serve));
  }
  if (settings === undefined || errors.length > 0) throw combineInputErrors(errors);
  return settings;
}

interface SettingsContext {
  readonly model: string;
  /** Receives what is missing. */
  readonly errors: InputError[];
}

/** @returns undefined when something is missing. */
function createSettings(
  values: MergedServing,
  { model, errors }: SettingsContext,
): ServingSettings | undefined {
  const image = imageSettings(values);
  const service = serviceSettings(values);
  const { target: kind } = values;
  switch (kind) {
    case 'none':
      if (image !== undefined) return { kind, image, service: undefined };
      errors.push(missing('image', 'without a target the image is the only result', IMAGE_OR_TARGET));
      return undefined;
    case 'docker': {
      if (image === undefined)
        errors.push(missing('image', 'the target is "docker"', 'name where the image goes'));
      if (values.base === EMPTY_BASE)
        errors.push(missing('base', 'a container needs a server', 'name the image that serves'));
      const { container = model, publish: ports = [], network, dockerSocket: socketPath } = values;
      errors.push(...containerErrors(container), ...portErrors(ports));
      return image && { kind, image, service, container, ports, network, socketPath };
    }
    case 'command': {
      const { command, timeoutMinutes } = values;
      const timeoutMs = timeoutMinutes * MINUTE_MS;
      if (command !== undefined) return { kind, image, service, command, timeoutMs };
      errors.push(missing('command', 'the target is "command"', 'name the command that starts the service'));
      return undefined;
    }
  }
}

/** The name of a model may be one letter; a container is named after it where no other name is given. */
function containerErrors(container: string): readonly InputError[] {
  if (readContainerName(container) !== undefined) return [];
  const why = `the name of the model, "${container}", is too short for a container`;
  return [missing('container', why, 'give the container a name of two or more characters')];
}

function portErrors(ports: readonly PublishedPort[]): readonly InputError[] {
  const repeated = findRepeatedPort(ports);
  if (repeated === undefined) return [];
  const { hostIp, hostPort } = repeated;
  const got = `port ${hostPort}${hostIp === '' ? '' : ` of ${hostIp}`} again`;
  const message = `"${servingOptions.publish.name}": expected each port of the host once, got ${got}`;
  return [new InputError('INPUT_INVALID', message, { hint: 'give each line another port of the host' })];
}

function imageSettings(values: MergedServing): ImageSettings | undefined {
  const { image: name, base, platform, modelPath } = values;
  return name && { name, base, platform, modelPath };
}

/** @param path below the path of the service; it may have a query. */
export function serviceAddress(url: string, path: string): string {
  const address = new URL(url);
  const [pathname = '', ...query] = path.split('?');
  address.pathname = address.pathname.replace(/\/+$/, '') + pathname;
  address.search = query.join('?');
  return address.href;
}

function serviceSettings(values: MergedServing): ServiceSettings {
  const { url, healthPath, healthTimeoutSeconds, predictPath, allowPrivateNetwork } = values;
  return { url, healthPath, healthTimeoutMs: healthTimeoutSeconds * 1000, predictPath, allowPrivateNetwork };
}

/** An option without effect is a misunderstanding, and the author should learn of it before the service runs. */
function unusedOptions(
  target: TargetKind,
  values: ServingValues,
  place: (option: string) => string,
): readonly InputError[] {
  return Object.entries<ServingOption<unknown>>(servingOptions)
    .filter(([key, { targets }]) => values[key as ServingKey] !== undefined && !targets.includes(target))
    .map(
      ([, { name, targets }]) =>
        new InputError(
          'INPUT_INVALID',
          `${place(name)}: expected no value, because the target "${target}" does not use it, got one`,
          { hint: `remove it, or set \`target\` to ${targets.join(' or ')}` },
        ),
    );
}

const imageOptions = ['base', 'platform', 'modelPath'] as const satisfies readonly ServingKey[];

function unusedImageOptions(inputs: ServingValues, configured: ServingValues): readonly InputError[] {
  return imageOptions
    .filter((key) => inputs[key] !== undefined || configured[key] !== undefined)
    .map(
      (key) =>
        new InputError(
          'INPUT_INVALID',
          `"${servingOptions[key].name}": expected no value, because no image is made, got one`,
          { hint: 'remove it, or set `image` to where the image goes' },
        ),
    );
}

const IMAGE_OR_TARGET =
  'say in `.github/model-steward.yml` under `serve:`, or in the step, where the image goes (`image`) or how the service is started (`target`)';

function missing(option: ServingKey, why: string, hint: string): InputError {
  const { name } = servingOptions[option];
  return new InputError('INPUT_INVALID', `"${name}": expected a value, because ${why}, got nothing`, {
    hint,
  });
}
