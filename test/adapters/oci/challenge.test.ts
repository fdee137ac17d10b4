import { expect, test } from 'vitest';
import { parseChallenge } from '../../../src/shared/adapters/oci/challenge.ts';
import { onEndpoint } from '../../../src/shared/adapters/oci/endpoint.ts';

const endpoint = { registry: 'registry.example', origin: 'https://registry.example' };
const bearer = {
  scheme: 'bearer',
  realm: 'https://auth.example/token',
  service: 'registry.example',
  scope: 'repository:acme/churn:pull,push',
};
const parameters =
  'realm="https://auth.example/token",service="registry.example",scope="repository:acme/churn:pull,push"';

test.each([
  ['as ghcr.io sends it', `Bearer ${parameters}`],
  ['in lower case', `bearer ${parameters}`],
  ['with names in upper case', `BEARER ${parameters.replace('realm', 'Realm').replace('scope', 'SCOPE')}`],
  ['with blanks around the signs', `Bearer  ${parameters.replaceAll('=', ' = ').replaceAll('",', '" , ')}`],
  ['after another way', `Basic realm="Registry, of acme", Bearer ${parameters}`],
  ['before another way', `Bearer ${parameters}, Basic realm="Registry"`],
  ['after a way with data of its own', `Negotiate YIIB+/z==, Bearer ${parameters}`],
  ['after a bearer without a realm', `Bearer error="invalid_token", Bearer ${parameters}`],
  [
    'with values without quotes',
    `Bearer realm=https://auth.example/token, service=registry.example, scope="${bearer.scope}"`,
  ],
  ['with an escaped sign', `Bearer ${parameters.replace('auth.', 'au\\th.')}`],
])('a challenge %s is read', (_, header) => {
  expect(parseChallenge(header, endpoint)).toEqual(bearer);
});

test.each([
  ['without a host', 'Bearer realm="/service/token"', 'https://registry.example/service/token'],
  [
    'without the TLS of a proxy',
    'Bearer realm="http://registry.example/token"',
    'https://registry.example/token',
  ],
  ['on another host without TLS', 'Bearer realm="http://auth.example/token"', 'http://auth.example/token'],
])('a realm %s is an address', (_, header, realm) => {
  expect(parseChallenge(header, endpoint)).toMatchObject({ realm });
});

test.each([
  ['basic authentication', 'Basic realm="x"', { scheme: 'basic' }],
  [
    'basic authentication beside a realm that is no address',
    'Bearer realm="none", Basic',
    { scheme: 'basic' },
  ],
  ['a realm that is no address', 'Bearer realm="not an address"', undefined],
  ['a realm of another protocol', 'Bearer realm="file:///etc/passwd"', undefined],
  ['no realm', 'Bearer service="registry.example"', undefined],
  ['a quote that does not end', 'Bearer realm="https://auth.example/token', undefined],
  ['a realm before any way', 'realm="https://auth.example/token"', undefined],
  ['another way', 'Negotiate', undefined],
  ['nothing', '', undefined],
  ['no header', null, undefined],
])('of %s is read what can be used', (_, header, challenge) => {
  expect(parseChallenge(header, endpoint)).toEqual(challenge);
});

test.each([
  ['/v2/uploads/1?state=a', 'https://registry.example/v2/uploads/1?state=a'],
  ['http://registry.example/v2/uploads/1', 'https://registry.example/v2/uploads/1'],
  ['http://registry.example:8080/v2/uploads/1', 'http://registry.example:8080/v2/uploads/1'],
  ['http://storage.example/bucket', 'http://storage.example/bucket'],
])('the address %s that a registry gives means %s', (address, meant) => {
  expect(onEndpoint(address, endpoint).href).toBe(meant);
});
