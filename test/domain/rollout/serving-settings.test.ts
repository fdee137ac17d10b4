import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/shared/domain/config/parse-config.ts';
import type { ServingOption } from '../../../src/shared/domain/config/serving-option.ts';
import type { ServingValues } from '../../../src/shared/domain/config/serving-options.ts';
import { servingFields, servingOptions } from '../../../src/shared/domain/config/serving-options.ts';
import { selectModel } from '../../../src/shared/domain/config/select-model.ts';
import {
  selectServing,
  serviceAddress,
  type ServingSettings,
} from '../../../src/shared/domain/rollout/serving-settings.ts';
import { InputError } from '../../../src/shared/domain/kernel/errors.ts';
import { targetKinds, type TargetKind } from '../../../src/shared/domain/kernel/names.ts';
import { createInputReader } from '../../../src/shared/runtime/inputs.ts';

type Given = Readonly<Record<string, string>>;

/** As the runner passes inputs: text by name. */
function readInputs(given: Given): ServingValues {
  const reader = createInputReader({
    get: (name) => given[name] ?? '',
    names: () => Object.keys(given).map((name) => name.toUpperCase()),
    mask: () => undefined,
  });
  return reader.all<ServingValues>(servingFields(reader));
}

function select(inputs: Given, serve: Readonly<Record<string, unknown>> = {}): ServingSettings {
  const config = parseConfig(JSON.stringify({ models: { churn: { serve } } }));
  return selectServing(selectModel(config, undefined, 'any'), readInputs(inputs));
}

const base = { registry: 'docker.io', repository: 'library/python', tag: '3.12', digest: undefined };

describe('where a version is served', () => {
  test('comes from the configuration, with the usual paths', () => {
    expect(
      select({}, { target: 'command', command: './serve.sh', url: 'https://churn.example.com/' }),
    ).toEqual({
      kind: 'command',
      image: undefined,
      command: './serve.sh',
      timeoutMs: 30 * 60_000,
      service: {
        url: 'https://churn.example.com',
        healthPath: '/health',
        healthTimeoutMs: 120_000,
        predictPath: '/predict',
        allowPrivateNetwork: false,
      },
    });
  });

  test('is what the step says where both say something', () => {
    const serve = { target: 'docker', image: 'ghcr.io/acme/old', base: 'node:24', publish: ['80:80'] };
    const inputs = { image: 'ghcr.io/acme/churn', base: 'python:3.12', publish: '127.0.0.1:8080:80/tcp' };
    expect(select(inputs, serve)).toMatchObject({
      kind: 'docker',
      image: { name: { registry: 'ghcr.io', repository: 'acme/churn' }, base },
      container: 'churn',
      ports: [{ hostIp: '127.0.0.1', hostPort: '8080', containerPort: '80/tcp' }],
    });
  });

  test('is the same from the configuration and from the step', () => {
    const inputs = {
      ...{ target: 'docker', image: 'ghcr.io/acme/churn', base: 'python:3.12', container: 'churn-1' },
      ...{ publish: '8080:80\n[::1]:9000:90', network: 'models', 'docker-socket': '/run/docker.sock' },
      ...{ platform: 'linux/arm64', 'model-path': '/opt/model', url: 'https://churn.example.com' },
      ...{ 'health-path': '/ping', 'health-timeout-seconds': '60', 'predict-path': '/invocations' },
      'allow-private-network': 'true',
    };
    const serve = {
      ...inputs,
      publish: ['8080:80', '[::1]:9000:90'],
      'health-timeout-seconds': 60,
      'allow-private-network': true,
    };
    expect(select({}, serve)).toEqual(select(inputs));
    // Every option of the target is in it.
    const used = Object.values(servingOptions).filter(({ targets }) =>
      targets.some((kind) => kind === 'docker'),
    );
    expect(Object.keys(inputs).sort()).toEqual(used.map(({ name }) => name).sort());
  });

  test('can be narrower than the configuration: a step may forbid private networks', () => {
    const serve = { target: 'command', command: 'x', 'allow-private-network': true };
    expect(select({}, serve).service?.allowPrivateNetwork).toBe(true);
    expect(select({ 'allow-private-network': 'false' }, serve).service?.allowPrivateNetwork).toBe(false);
  });
});

describe('what does not fit together is refused', () => {
  test.each([
    [
      'no image and no target',
      {},
      '"image": expected a value, because without a target the image is the only result',
    ],
    ['a command target without a command', { target: 'command' }, '"command": expected a value'],
    ['a tag in the image', { image: 'ghcr.io/acme/churn:1' }, 'expected an image without tag and digest'],
    ['a port that is none', { target: 'docker', publish: '8080' }, 'input "publish": expected a port like'],
    ...[
      '70000:80',
      '80:70000',
      '999.999.1.1:80:80',
      '010.0.0.1:80:80',
      '0:0',
      '0:80',
      '80:0',
      '[:::]:80:80',
    ].map(
      (publish) =>
        [
          'the port ' + publish,
          { target: 'docker', publish },
          'input "publish": expected a port like',
        ] as const,
    ),
    ...['http://h/?x=1', 'http://h#a', 'http://h?', 'http://h/#', 'https://me:secret@h', 'https://me@h'].map(
      (url) =>
        [`the address ${url}`, { target: 'docker', url }, 'without query, fragment and credentials'] as const,
    ),
    ['an address that is none', { target: 'docker', url: 'churn' }, 'input "url": expected an address like'],
    [
      'a relative folder',
      { image: 'a', 'model-path': 'model' },
      'input "model-path": expected an absolute folder',
    ],
    ['a folder that climbs', { image: 'a', 'model-path': '/model/../etc' }, 'expected an absolute folder'],
    [
      'an unknown target',
      { target: 'no-such-target' },
      /^input "target": expected one of none, docker, .*, got "no-such-target"$/,
    ],
  ] as const)('%s', (_, inputs, message) => {
    expect(() => select(inputs)).toThrow(message);
  });

  test.each([
    ['https://me:secret@h', 'got "https://***@h" ('],
    ['https://h/?key=secret', 'got "https://h/?key=***" ('],
  ])('the address %s, without repeating what is secret in it', (url, got) => {
    const command = { target: 'command', command: 'x' };
    for (const refuse of [() => select({ ...command, url }), () => select({}, { ...command, url })]) {
      expect(refuse).toThrow(InputError);
      expect(refuse).not.toThrow('secret');
    }
    expect(() => select({ target: 'dokcer', url })).toThrow(got);
  });

  test('a misspelled target, with the one that is meant', () => {
    expect(() => select({ target: 'dokcer' })).toThrow(
      expect.objectContaining({ hint: 'did you mean "docker"?' }),
    );
  });

  test('an option of the configuration, with its line', () => {
    expect(() => select({}, { image: 'ghcr.io/acme/churn:1' })).toThrow(
      /^\.github\/model-steward\.yml:1:\d+: models\.churn\.serve\.image: expected an image without tag and digest[^"]*"ghcr\.io\/acme\/churn"[^"]*, got "ghcr\.io\/acme\/churn:1"$/,
    );
  });

  test('all that is missing at once', () => {
    expect(() => select({ target: 'docker', network: 'models' })).toThrow(
      /^2 inputs are wrong:\n- "image".*\n- "base"/,
    );
  });

  test('an input that the target does not use', () => {
    expect(() => select({ target: 'command', command: 'x', publish: '80:80', network: 'models' })).toThrow(
      '2 inputs are wrong:\n' +
        '- input "publish": expected no value, because the target "command" does not use it, got one (remove it, or set `target` to docker)\n' +
        '- input "network": expected no value, because the target "command" does not use it, got one (remove it, or set `target` to docker)',
    );
  });

  test('a key of the configuration that its target does not use', () => {
    expect(() => select({}, { target: 'command', command: 'x', container: 'churn' })).toThrow(
      '"serve: container": expected no value, because the target "command" does not use it, got one',
    );
    expect(() => select({}, { image: 'ghcr.io/acme/churn', url: 'https://churn.example.com' })).toThrow(
      '"serve: url": expected no value, because the target "none" does not use it, got one',
    );
  });

  test('an option of the image where none is made', () => {
    expect(() => select({ target: 'command', command: 'x', base: 'python:3.12' })).toThrow(
      '"base": expected no value, because no image is made, got one',
    );
  });

  test('but not the keys of a target that the step replaces by another', () => {
    const serve = { target: 'docker', image: 'ghcr.io/acme/churn', base: 'python:3.12', publish: ['80:80'] };
    expect(select({ target: 'none' }, serve)).toMatchObject({ kind: 'none', service: undefined });
  });
});

/** What each target needs at least, with other values than the examples of the options. */
const smallest: Readonly<Record<TargetKind, Given>> = {
  none: { target: 'none', image: 'ghcr.io/acme/other' },
  docker: { target: 'docker', image: 'ghcr.io/acme/other', base: 'python:3.12', container: 'other' },
  command: { target: 'command', image: 'ghcr.io/acme/other', command: './other.sh' },
};

describe.each(targetKinds)('the target %s', (target) => {
  const options = Object.values<ServingOption<unknown>>(servingOptions).filter(
    ({ name, targets }) => name !== 'target' && targets.includes(target),
  );

  test.each(options)('uses its option $name (rollout/serving-settings.ts)', ({ name, example }) => {
    const given = select({ ...smallest[target], [name]: [example].flat().join('\n') });
    expect(
      given,
      `the example ${JSON.stringify(example)} of "${name}" (src/shared/domain/config/serving-options.ts) changes nothing for ${target}: read the option in src/shared/domain/rollout/serving-settings.ts, or give it an example other than its default`,
    ).not.toEqual(select(smallest[target]));
  });
});

describe('ports of a container', () => {
  const publish = (text: string): ServingSettings =>
    select({ target: 'docker', image: 'ghcr.io/acme/churn', base: 'python:3.12', publish: text });

  test.each([
    ['80:80\n80:90', 'port 80'],
    ['80:80\n080:90', 'port 80'],
    ['80:80\n127.0.0.1:80:80', 'port 80 of 127.0.0.1'],
    ['127.0.0.1:80:80\n0.0.0.0:80:81', 'port 80 of 0.0.0.0'],
    ['[::1]:80:80\n[::]:80:81', 'port 80 of ::'],
  ])('%j: one port of the host cannot be published twice', (text, got) => {
    expect(() => publish(text)).toThrow(`"publish": expected each port of the host once, got ${got} again`);
  });

  test.each([
    '127.0.0.1:80:80\n10.0.0.1:80:80',
    '80:80\n80:80/udp',
    '80:80\n81:80',
    '0.0.0.0:80:80\n[::1]:80:80',
  ])('%j: different ports of the host are published', (text) => {
    expect(publish(text)).toMatchObject({ kind: 'docker', ports: { length: 2 } });
  });
});

test('a model of one letter needs a name for its container', () => {
  const serve = { target: 'docker', image: 'ghcr.io/acme/m', base: 'python:3.12' };
  const selected = selectModel(parseConfig(JSON.stringify({ models: { m: { serve } } })), undefined, 'any');
  expect(() => selectServing(selected, readInputs({}))).toThrow(
    '"container": expected a value, because the name of the model, "m", is too short for a container, got nothing',
  );
  expect(selectServing(selected, readInputs({ container: 'model-m' }))).toMatchObject({
    container: 'model-m',
  });
});

test.each([
  ['https://h', '/health', 'https://h/health'],
  ['https://h/models/churn', '/health?deep=1', 'https://h/models/churn/health?deep=1'],
  ['https://h:8443', '/predict?a=1?b', 'https://h:8443/predict?a=1?b'],
  ['https://h', '//other/health', 'https://h//other/health'],
  ['https://h', '/a b', 'https://h/a%20b'],
])('of the service %s, the path %s is at %s', (url, path, address) => {
  expect(serviceAddress(url, path)).toBe(address);
});

const commandTarget = { target: 'command', command: './serve.sh' };

test.each([
  '/../admin',
  '/./health',
  '/health/..',
  '/%2e%2e/admin',
  '/.%2E/admin',
  '/\\..\\admin',
  '/a%2f..%2f..%2fadmin',
  '/a%5c..%5cadmin',
  '/.\t./admin',
  '/%2e?deep=1',
])('the path %j leads out of the address of the service, and is refused', (path) => {
  for (const option of ['health-path', 'predict-path']) {
    expect(() => select({ ...commandTarget, [option]: path })).toThrow(
      `input "${option}": expected a path like`,
    );
    expect(() => select({}, { ...commandTarget, [option]: path })).toThrow(
      'without "." and ".." between its slashes',
    );
  }
});

test.each(['/health', '/v2/models/..hidden', '/a.b/...', '/ready?path=../x', '/'])(
  'the path %j is below the address of the service',
  (path) => {
    expect(select({ ...commandTarget, 'health-path': path })).toMatchObject({
      service: { healthPath: path },
    });
    expect(new URL(serviceAddress('https://h/churn', path)).pathname).toMatch(/^\/churn\//);
  },
);
