/**
 * How a client signs in to a registry: not at all, with basic authentication, or with a bearer token. For a bearer
 * token the registry names in its challenge a realm (the URL of a token service) and a service (itself). The client
 * sends `GET <realm>?service=<service>&scope=repository:<name>:pull`, with user name and password where it has them;
 * the token service replies with a token for the scopes that it grants.
 * https://distribution.github.io/distribution/spec/auth/token/
 */
import { z } from 'zod';
import type { ImageName } from '../../domain/kernel/image-reference.ts';
import type { Credentials } from '../../domain/rollout/image/registry-login.ts';
import type { Challenge } from './challenge.ts';
import { readMessage } from './registry-errors.ts';

/** `repository:<name>:<actions>` */
export type Scope = string;

export type Headers = Readonly<Record<string, string>>;

export type Authorization =
  | { readonly kind: 'authorized'; readonly headers: Headers }
  /** The registry wants a user name and a password, and there are none for it. */
  | { readonly kind: 'no-credentials' }
  /** @param said what the token service replied, in one line. */
  | { readonly kind: 'no-token'; readonly realm: string; readonly reply: Response; readonly said: string };

export function pullScope({ repository }: Pick<ImageName, 'repository'>): Scope {
  return `repository:${repository}:pull`;
}

export function pushScope({ repository }: Pick<ImageName, 'repository'>): Scope {
  return `repository:${repository}:pull,push`;
}

/** Token services of OAuth 2 call it `access_token`; some send both, and one of them empty. */
const tokenField = z
  .string()
  .transform((token) => (token === '' ? undefined : token))
  .optional();
const tokenReply = z.object({ token: tokenField, access_token: tokenField });

export type Get = (url: string, headers: Headers) => Promise<Response>;

/**
 * The headers for calls with these scopes.
 * @param credentials undefined for an anonymous request, which public images accept.
 */
export async function authorize(
  get: Get,
  challenge: Challenge,
  {
    credentials,
    scopes,
  }: { readonly credentials: Credentials | undefined; readonly scopes: readonly Scope[] },
): Promise<Authorization> {
  const basic = credentials && { authorization: `Basic ${encode(credentials)}` };
  if (challenge.scheme === 'basic') {
    return basic === undefined ? { kind: 'no-credentials' } : { kind: 'authorized', headers: basic };
  }
  const reply = await get(tokenUrl(challenge, scopes).href, basic ?? {});
  const text = await reply.text();
  const token = reply.ok ? tokenOf(text) : undefined;
  if (token !== undefined) return { kind: 'authorized', headers: { authorization: `Bearer ${token}` } };
  const said = reply.ok ? 'a reply without a token' : readMessage(text);
  return { kind: 'no-token', realm: challenge.realm, reply, said };
}

/** A proxy of other registries knows an image by another name than its clients: the scope that it names is asked too. */
function tokenUrl(challenge: Extract<Challenge, { scheme: 'bearer' }>, scopes: readonly Scope[]): URL {
  const url = new URL(challenge.realm);
  if (challenge.service !== undefined) url.searchParams.set('service', challenge.service);
  const named = challenge.scope?.split(' ').filter((scope) => scope !== '') ?? [];
  for (const scope of new Set([...scopes, ...named])) url.searchParams.append('scope', scope);
  return url;
}

function tokenOf(text: string): string | undefined {
  try {
    const reply = tokenReply.safeParse(JSON.parse(text));
    return reply.success ? (reply.data.token ?? reply.data.access_token) : undefined;
  } catch {
    return undefined;
  }
}

function encode({ username, password }: Credentials): string {
  return Buffer.from(`${username}:${password}`).toString('base64');
}
