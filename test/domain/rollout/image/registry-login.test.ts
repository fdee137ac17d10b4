/**
 * The token of the job goes to GitHub alone. Names of its registries:
 * https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry
 */
import { describe, expect, test } from 'vitest';
import {
  chooseLogin,
  credentialsOf,
  type LoginSource,
} from '../../../../src/shared/domain/rollout/image/registry-login.ts';

const github: LoginSource = {
  username: 'ann',
  password: undefined,
  jobToken: 'job token',
  serverUrl: 'https://github.com',
  apiUrl: 'https://api.github.com',
};
const enterprise: LoginSource = {
  ...github,
  serverUrl: 'https://git.acme.example',
  apiUrl: 'https://git.acme.example/api/v3',
};
const residency: LoginSource = {
  ...github,
  serverUrl: 'https://acme.ghe.com',
  apiUrl: 'https://api.acme.ghe.com',
};

/** Of an image in this registry. */
const loginTo = (registry: string, source: LoginSource) => chooseLogin(source, registry, registry);

describe('without `registry-password`, the token of the job goes', () => {
  test.each([
    [github, 'ghcr.io'],
    [github, 'GHCR.IO'],
    [github, 'ghcr.io:443'],
    [github, 'docker.pkg.github.com'],
    [enterprise, 'containers.git.acme.example'],
    [enterprise, 'docker.git.acme.example'],
    [enterprise, 'git.acme.example'],
    [residency, 'containers.acme.ghe.com'],
  ])("to GitHub's own registries: $serverUrl, %s", (source, registry) => {
    expect(credentialsOf(loginTo(registry, source))).toEqual({ username: 'ann', password: 'job token' });
  });

  test.each([
    [github, 'docker.io'],
    [github, 'quay.io'],
    [github, '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
    [github, 'registry.acme.example:5000'],
    [github, 'localhost:5000'],
    [github, 'ghcr.io.acme.example'],
    [github, 'evil-ghcr.io'],
    [github, 'ghcr.io:8443'],
    [github, 'containers.github.com'],
    [github, 'github.com.acme.example'],
    [enterprise, 'ghcr.io'],
    [enterprise, 'docker.pkg.github.com'],
    [enterprise, 'containers.git.acme.example.com'],
    [enterprise, 'containers.git.acme.example:8443'],
    [enterprise, 'registry.acme.example'],
    [residency, 'ghcr.io'],
    [residency, 'containers.other.ghe.com'],
  ])('to no other: $serverUrl, %s', (source, registry) => {
    const login = loginTo(registry, source);
    expect(login).toEqual({ kind: 'no-password' });
    expect(credentialsOf(login)).toBeUndefined();
  });
});

test('a given password goes to the registry of `image`, whoever runs it, and never to that of a base image', () => {
  const source = { ...github, password: 'robot password' };
  for (const registry of ['quay.io', 'ghcr.io'])
    expect(credentialsOf(loginTo(registry, source))).toEqual({ username: 'ann', password: 'robot password' });
  expect(chooseLogin(source, 'docker.io', 'quay.io')).toEqual({ kind: 'other-registry' });
  expect(chooseLogin(github, 'ghcr.io', 'quay.io')).toEqual({ kind: 'other-registry' });
});
