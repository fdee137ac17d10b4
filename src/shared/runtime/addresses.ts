/**
 * Where GitHub's APIs are. The runner says it; on GitHub Enterprise Server, and with data residency, both are elsewhere.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 */
import { InputError } from '../domain/kernel/errors.ts';
import { quoteWithoutSecrets } from '../domain/kernel/quote.ts';
import { readVariable, type Environment } from './environment.ts';

interface Addresses {
  /** Root of the REST API, without a slash at the end. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
}

export function readAddresses(environment: Environment): Addresses {
  const apiUrl = readUrl(environment, 'GITHUB_API_URL') ?? 'https://api.github.com';
  // `https://HOST/api/v3` has its GraphQL at `https://HOST/api/graphql`.
  const graphqlUrl = readUrl(environment, 'GITHUB_GRAPHQL_URL') ?? `${apiUrl.replace(/\/v3$/, '')}/graphql`;
  return { apiUrl, graphqlUrl };
}

function readUrl(environment: Environment, name: string): string | undefined {
  const url = readVariable(environment, name);
  if (url === undefined) return undefined;
  if (URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new InputError(
    'INPUT_INVALID',
    `environment variable ${name}: expected an address, got ${quoteWithoutSecrets(url)}`,
    { hint: 'the runner sets this variable: do not overwrite it with `env`' },
  );
}
