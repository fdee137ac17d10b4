/**
 * The options of serving, each once: name, value, default, meaning, and the targets that use it. The section `serve` of
 * the configuration, the inputs of deploy, their rows in action.yml (`npm run docs`) and the merge of both places are
 * made from these rows. A new option is one row and its use in rollout/serving-settings.ts.
 */
import {
  EMPTY_BASE,
  readImageReference,
  type ImageName,
  type ImageReference,
} from '../kernel/image-reference.ts';
import type { Field, InputReader } from '../kernel/input-reader.ts';
import { targetKinds, type TargetKind } from '../kernel/names.ts';
import { MAX_TIMEOUT_MINUTES } from '../kernel/time.ts';
import {
  booleanOption,
  choiceOption,
  linesOption,
  numberOption,
  textOption,
  withDefault,
  type DefaultedOption,
  type ServingOption,
} from './serving-option.ts';
import {
  readAbsolutePath,
  readContainerName,
  readFolder,
  readImageName,
  readNonEmpty,
  readPlatform,
  readPublishedPort,
  readServicePath,
  readServiceUrl,
  type PublishedPort,
} from './serving-values.ts';

interface Target {
  readonly meaning: string;
  /** Whether it starts a service that can be requested. */
  readonly startsService: boolean;
}

const targets: Readonly<Record<TargetKind, Target>> = {
  none: { meaning: 'the image is pushed and nothing is started', startsService: false },
  docker: { meaning: 'a container of a Docker Engine on this runner', startsService: true },
  command: { meaning: 'a command of your own', startsService: true },
};
const SERVICES = targetKinds.filter((kind) => targets[kind].startsService);
const TARGET_MEANINGS = targetKinds.map((kind) => `\`${kind}\` (${targets[kind].meaning})`);

export const servingOptions = {
  target: withDefault(
    'none',
    choiceOption<TargetKind>({
      name: 'target',
      meaning: `How the version is served: ${TARGET_MEANINGS.join(', ')}`,
      targets: targetKinds,
      values: targetKinds,
      example: 'docker',
    }),
  ),
  image: textOption<ImageName>({
    name: 'image',
    meaning:
      'Registry and repository that the image is pushed to, like `ghcr.io/acme/churn`; without it no image is made',
    targets: targetKinds,
    expected: 'an image without tag and digest, like "ghcr.io/acme/churn" (the version becomes the tag)',
    parse: readImageName,
    example: 'ghcr.io/acme/churn',
  }),
  base: withDefault(
    EMPTY_BASE,
    textOption<ImageReference | typeof EMPTY_BASE>({
      name: 'base',
      meaning:
        'Image with the server, to which the model is added as a layer; `scratch` makes an image of the model alone',
      targets: targetKinds,
      expected: 'an image like "ghcr.io/acme/churn-server:3", or "scratch"',
      parse: (text) => (text === EMPTY_BASE ? text : readImageReference(text)),
      example: 'ghcr.io/acme/churn-server:3',
    }),
  ),
  platform: withDefault(
    'linux/amd64',
    textOption({
      name: 'platform',
      meaning: 'Platform of the base image, like `linux/arm64`',
      targets: targetKinds,
      expected: 'a platform like "linux/arm64"',
      parse: readPlatform,
      example: 'linux/arm64',
    }),
  ),
  modelPath: withDefault(
    '/model',
    textOption({
      name: 'model-path',
      meaning: 'Folder of the model in the image',
      targets: targetKinds,
      expected: 'an absolute folder like "/model"',
      parse: readFolder,
      example: '/opt/model',
    }),
  ),
  command: textOption({
    name: 'command',
    meaning:
      'Command that puts a version into service; `MODEL_STEWARD_ACTION` is `start`, `rollback` or `stop`',
    targets: ['command'],
    expected: 'a command',
    parse: readNonEmpty,
    example: './deploy.sh',
  }),
  timeoutMinutes: withDefault(
    30,
    numberOption({
      name: 'timeout-minutes',
      meaning: 'Time limit of one run of the command, in minutes',
      targets: ['command'],
      range: { min: 0.01, max: MAX_TIMEOUT_MINUTES },
      example: 10,
    }),
  ),
  container: textOption({
    name: 'container',
    meaning: 'Name of the container',
    targets: ['docker'],
    shownFallback: 'the name of the model',
    expected: 'the name of a container: two or more letters, digits, "_", "." and "-"',
    parse: readContainerName,
    example: 'churn',
  }),
  publish: linesOption<PublishedPort>({
    name: 'publish',
    meaning: 'Ports of the container that are published, each as `[address:]host-port:port[/udp]`',
    targets: ['docker'],
    expected: `a port like "127.0.0.1:8080:8080": [address:]host-port:port, with ports from 1 to 65535`,
    hint: 'write one port each, with the address in front of it only to restrict who can connect',
    parse: readPublishedPort,
    example: ['127.0.0.1:8080:8080'],
  }),
  network: textOption({
    name: 'network',
    meaning: 'Docker network of the container',
    targets: ['docker'],
    expected: 'the name of a network',
    parse: readNonEmpty,
    example: 'models',
  }),
  dockerSocket: withDefault(
    '/var/run/docker.sock',
    textOption({
      name: 'docker-socket',
      meaning: 'Socket of the Docker Engine on the runner',
      targets: ['docker'],
      expected: 'an absolute path like "/var/run/docker.sock"',
      parse: readAbsolutePath,
      example: '/run/user/1000/docker.sock',
    }),
  ),
  url: textOption({
    name: 'url',
    meaning: 'Address of the service; without it neither its health nor its predictions are checked',
    targets: SERVICES,
    expected: 'an address like "https://churn.example.com", without query, fragment and credentials',
    hint: 'write a query into `health-path` or `predict-path`',
    parse: readServiceUrl,
    example: 'https://churn.example.com',
  }),
  healthPath: withDefault(
    '/health',
    textOption({
      name: 'health-path',
      meaning: 'Path that answers with a 2xx status once the service is up',
      targets: SERVICES,
      expected: 'a path like "/health", without "." and ".." between its slashes',
      parse: readServicePath,
      example: '/ping',
    }),
  ),
  healthTimeoutSeconds: withDefault(
    120,
    numberOption({
      name: 'health-timeout-seconds',
      meaning: 'Time within which the service has to become healthy, in seconds',
      targets: SERVICES,
      range: { min: 1, max: 3600 },
      example: 60,
    }),
  ),
  predictPath: withDefault(
    '/predict',
    textOption({
      name: 'predict-path',
      meaning: 'Path that the example input is posted to',
      targets: SERVICES,
      expected: 'a path like "/predict", without "." and ".." between its slashes',
      parse: readServicePath,
      example: '/invocations',
    }),
  ),
  allowPrivateNetwork: withDefault(
    false,
    booleanOption({
      name: 'allow-private-network',
      meaning: 'Whether `url` may lead to this runner or to a private network, also without TLS',
      targets: SERVICES,
      example: true,
    }),
  ),
} as const;

type Rows = typeof servingOptions;
export type ServingKey = keyof Rows;
type ValueOf<Row> = Row extends ServingOption<infer T> ? T : never;

/** One value per option as given in one place; undefined where that place says nothing. */
export type ServingValues = { readonly [K in ServingKey]: ValueOf<Rows[K]> | undefined };

/** With the defaults filled in. */
export type MergedServing = {
  readonly [K in ServingKey]: Rows[K] extends DefaultedOption<infer T> ? T : ServingValues[K];
};

/** The inputs of deploy that are options of serving. */
export function servingFields(read: InputReader): { readonly [K in ServingKey]: Field<ServingValues[K]> } {
  return collect((option) => option.input(read));
}

/** The section `serve` of the configuration, by key. */
export function readServing(valueOf: (name: string) => unknown): ServingValues {
  return collect((option) => option.readSection(valueOf(option.name)));
}

/** What the step says, else what the configuration says, else the default. */
export function mergeServing(inputs: ServingValues, configured: ServingValues): MergedServing {
  return collect(({ fallback }, key) => inputs[key] ?? configured[key] ?? fallback);
}

/** The one place where the types of rows and values meet: `never` fits every row, and the callers say which they are. */
function collect(
  valueOf: (option: ServingOption<unknown>, key: ServingKey) => unknown,
): Readonly<Record<ServingKey, never>> {
  const keys = Object.keys(servingOptions) as ServingKey[];
  const entries = keys.map((key) => [key, valueOf(servingOptions[key], key)]);
  return Object.fromEntries(entries) as Record<ServingKey, never>;
}
