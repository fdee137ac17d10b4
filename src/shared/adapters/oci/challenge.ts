/**
 * `WWW-Authenticate` of a registry: how it wants to know who asks. One header can name several ways, and headers that
 * are sent several times arrive joined by a comma. Names are read in any case, values with and without quotes.
 * https://www.rfc-editor.org/rfc/rfc9110#field.www-authenticate
 */
import { onEndpoint, type Endpoint } from './endpoint.ts';

export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      /** Absolute address of the token service. */
      readonly realm: string;
      readonly service: string | undefined;
      /** Such as `repository:acme/churn:pull,push`. */
      readonly scope: string | undefined;
    };

interface NamedScheme {
  readonly scheme: string;
  readonly parameters: Map<string, string>;
}

/** A name, and its value where it has one. A name without a value begins the next way to sign in. */
const PART = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"=]+)))?/g;

/**
 * @param header of `WWW-Authenticate`.
 * @returns the way that this client prefers: a token before a password in each request; undefined where it knows none.
 */
export function parseChallenge(header: string | null, endpoint: Endpoint): Challenge | undefined {
  const schemes = parseSchemes(header ?? '');
  for (const { scheme, parameters } of schemes) {
    const realm = scheme === 'bearer' ? realmOf(parameters.get('realm'), endpoint) : undefined;
    if (realm === undefined) continue;
    return { scheme: 'bearer', realm, service: parameters.get('service'), scope: parameters.get('scope') };
  }
  return schemes.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

function parseSchemes(header: string): readonly NamedScheme[] {
  const schemes: NamedScheme[] = [];
  for (const [, name = '', quoted, plain] of header.matchAll(PART)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) schemes.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else schemes.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return schemes;
}

/** Registries behind a proxy give a realm without a host, or without the TLS that the proxy adds. */
function realmOf(realm: string | undefined, endpoint: Endpoint): string | undefined {
  if (realm === undefined || !/^(?:https?:\/\/|\/)/i.test(realm)) return undefined;
  return URL.canParse(realm, endpoint.origin) ? onEndpoint(realm, endpoint).href : undefined;
}
