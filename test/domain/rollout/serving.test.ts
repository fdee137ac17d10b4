import { describe, expect, test } from 'vitest';
import { modelConfigSchema } from '../../../src/shared/domain/config/config.ts';
import { selectServing } from '../../../src/shared/domain/rollout/serving.ts';
import type { ServingInputs } from '../../../src/shared/domain/rollout/serving.ts';

const nothing: ServingInputs = {
  target: undefined,
  image: undefined,
  base: undefined,
  platform: undefined,
  modelPath: undefined,
  command: undefined,
  container: undefined,
  publish: [],
  network: undefined,
  url: undefined,
  healthPath: undefined,
  healthTimeoutSeconds: undefined,
  predictPath: undefined,
  allowPrivateNetwork: false,
};
const select = (inputs: Partial<ServingInputs>, serve: unknown = {}) =>
  selectServing('churn', { ...nothing, ...inputs }, modelConfigSchema.parse({ serve }).serve);

describe('where a version is served', () => {
  test('comes from the configuration, with the usual paths', () => {
    expect(
      select({}, { target: 'command', command: './serve.sh', url: 'https://churn.example.com/' }),
    ).toEqual({
      target: 'command',
      image: undefined,
      base: 'scratch',
      platform: 'linux/amd64',
      modelPath: '/model',
      command: './serve.sh',
      container: 'churn',
      ports: [],
      network: undefined,
      url: 'https://churn.example.com',
      healthPath: '/health',
      healthTimeoutSeconds: 120,
      predictPath: '/predict',
      allowPrivateNetwork: false,
    });
  });

  test('is what the step says where both say something', () => {
    const serve = { target: 'command', command: 'old', image: 'ghcr.io/acme/old', publish: ['80:80'] };
    const inputs = {
      target: 'docker',
      image: 'ghcr.io/acme/churn',
      base: 'python:3.12',
      container: 'c',
    } as const;
    expect(select({ ...inputs, publish: ['127.0.0.1:8080:80/tcp'] }, serve)).toMatchObject({
      target: 'docker',
      image: { registry: 'ghcr.io', repository: 'acme/churn' },
      base: { registry: 'docker.io', repository: 'library/python', tag: '3.12' },
      container: 'c',
      ports: [{ hostIp: '127.0.0.1', hostPort: '8080', containerPort: '80/tcp' }],
    });
  });
});

describe('what does not fit together is refused', () => {
  test.each([
    [
      'no image and no target',
      {},
      '"image": expected a value, because without a target the image is all that is made',
    ],
    ['a command target without a command', { target: 'command' }, '"command": expected a value'],
    ['a tag in the image', { image: 'ghcr.io/acme/churn:1' }, 'expected an image without tag and digest'],
    ['a port that is none', { image: 'a', publish: ['8080'] }, '"publish": expected a port like'],
    ['an address that is none', { image: 'a', url: 'churn' }, '"url": expected an address like'],
    [
      'a folder that is not absolute',
      { image: 'a', modelPath: 'model' },
      '"model-path": expected an absolute folder',
    ],
    [
      'a folder that climbs',
      { image: 'a', modelPath: '/model/../etc' },
      '"model-path": expected an absolute folder',
    ],
  ] as const)('%s', (_, inputs, message) => {
    expect(() => select(inputs)).toThrow(message);
  });

  test('all of it at once', () => {
    expect(() => select({ target: 'docker', url: 'x' })).toThrow(
      /^3 inputs are wrong:\n- "url".*\n- "image".*\n- "base"/,
    );
  });
});
