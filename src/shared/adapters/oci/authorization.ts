/**
 * How a client signs in to a registry: not at all, with basic authentication, or with a bearer token. For a bearer
 * token the registry names in its challenge a realm (the URL of a token service) and a service (itself). The client
 * sends `GET <realm>?service=<service>&scope=repository:<name>:pull`, with user name and password where it has them;
 * the token service replies with a token for the scopes that it grants.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
import { z } from 'zod';
import type { ImageName } from '../../domain/kernel/image-reference.ts';
import type { Endpoint } from './endpoint.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** `repository:<name>:<actions>` */
export type Scope = string;

export type Challenge =
  | { readonly scheme: 'basic' }
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service: string | undefined };

export function pullScope({ repository }: Pick<ImageName, 'repository'>): Scope {
  return `repository:${repository}:pull`;
}

export function pushScope({ repository }: Pick<ImageName, 'repository'>): Scope {
  return `repository:${repository}:pull,push`;
}

/** @param header of `WWW-Authenticate`. */
export function parseChallenge(header: string | null): Challenge | undefined {
  const scheme = /^\s*(\w+)/.exec(header ?? '')?.[1]?.toLowerCase();
  if (scheme === 'basic') return { scheme };
  const parameters = new Map(
    [...(header ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
  const realm = parameters.get('realm');
  if (scheme !== 'bearer' || realm === undefined || !URL.canParse(realm)) return undefined;
  return { scheme, realm, service: parameters.get('service') };
}

const tokenReply = z.object({ token: z.string().optional(), access_token: z.string().optional() });

export type Get = (url: string, headers: Readonly<Record<string, string>>) => Promise<Response>;

/**
 * The headers for calls with these scopes.
 * @param credentials undefined for an anonymous request, which public images accept.
 * @returns undefined when the realm issues no token.
 */
export async function authorize(
  get: Get,
  challenge: Challenge,
  credentials: Credentials | undefined,
  scopes: readonly Scope[],
): Promise<Readonly<Record<string, string>> | undefined> {
  const basic = credentials && { authorization: `Basic ${encode(credentials)}` };
  if (challenge.scheme === 'basic') return basic;
  const url = new URL(challenge.realm);
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const response = await get(url.href, basic ?? {});
  if (!response.ok) return undefined;
  const reply = tokenReply.safeParse(await response.json().catch(() => undefined));
  const token = reply.success ? (reply.data.token ?? reply.data.access_token) : undefined;
  return token === undefined ? undefined : { authorization: `Bearer ${token}` };
}

/**
 * Whether the credentials of a registry may be sent to a realm: over TLS, or on the host of the registry itself.
 */
export function isTrustedRealm(endpoint: Endpoint, realm: string): boolean {
  const { protocol, host } = new URL(realm);
  return protocol === 'https:' || host === new URL(endpoint.origin).host;
}

function encode({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}
