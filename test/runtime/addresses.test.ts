import { expect, it } from 'vitest';
import { readAddresses } from '../../src/shared/runtime/addresses.ts';

it.each([
  ['github.com', {}, ['https://api.github.com', 'https://api.github.com/graphql']],
  [
    'GitHub Enterprise Server, which says both',
    {
      GITHUB_API_URL: 'https://git.acme.example/api/v3',
      GITHUB_GRAPHQL_URL: 'https://git.acme.example/api/graphql',
    },
    ['https://git.acme.example/api/v3', 'https://git.acme.example/api/graphql'],
  ],
  [
    'a runner that says the address of REST alone',
    { GITHUB_API_URL: 'https://git.acme.example/api/v3/' },
    ['https://git.acme.example/api/v3', 'https://git.acme.example/api/graphql'],
  ],
  [
    'data residency',
    { GITHUB_API_URL: 'https://api.acme.ghe.com', GITHUB_GRAPHQL_URL: 'https://api.acme.ghe.com/graphql' },
    ['https://api.acme.ghe.com', 'https://api.acme.ghe.com/graphql'],
  ],
])('reads where the APIs are: %s', (_, environment, [apiUrl, graphqlUrl]) => {
  expect(readAddresses(environment)).toEqual({ apiUrl, graphqlUrl });
});

it('says which variable is no address', () => {
  expect(() => readAddresses({ GITHUB_GRAPHQL_URL: 'graphql' })).toThrow(
    'environment variable GITHUB_GRAPHQL_URL: expected an address, got "graphql"',
  );
});
