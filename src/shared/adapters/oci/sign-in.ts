/**
 * Requests with their authorization. The first request is sent without credentials (or with the token of an earlier
 * call of the same scopes). A registry that wants to know who asks answers 401 with a challenge in `WWW-Authenticate`;
 * the challenge says how to sign in, the headers that result are kept for later calls, and the request is sent once
 * more. A token that expires in the middle of an upload is replaced in the same way.
 * https://distribution.github.io/distribution/spec/auth/token/#how-to-authenticate
 */
import { credentialsOf } from '../../domain/rollout/image/registry-login.ts';
import { retryAfterMs } from '../http/backoff.ts';
import { describeNetworkError } from '../http/network-error.ts';
import { RetryableError } from '../http/retry.ts';
import { authorize, type Get, type Headers } from './authorization.ts';
import { parseChallenge, type Challenge } from './challenge.ts';
import type { Endpoint } from './endpoint.ts';
import { readMessage, refusal, signInRefused, registryUnreachable, type Asked } from './registry-errors.ts';
import {
  sendRequest,
  type RegistryCall,
  type RegistryOptions,
  type RegistryReply,
} from './registry-request.ts';
import { refuseRealm } from './trusted-realm.ts';

export type AuthorizedSender = (endpoint: Endpoint, call: RegistryCall) => Promise<Response>;

/** @throws ServiceError PERMISSION_MISSING, or RetryableError where the token service may answer later. */
export function createAuthorizedSender(options: RegistryOptions): AuthorizedSender {
  /** Authorization headers by registry and scopes. */
  const authorized = new Map<string, Headers>();
  const { timeoutMs } = options;
  return async (endpoint, call) => {
    const key = `${endpoint.registry} ${call.scopes.join(' ')}`;
    const known = authorized.get(key);
    const reply = await sendRequest(endpoint, call, { authorization: known, timeoutMs });
    const { response } = reply;
    if (!asksWho(reply, known)) return response;
    const refused = { status: response.status, said: readMessage(await response.text()) };
    const challenge = await findChallenge(endpoint, response, timeoutMs);
    if (challenge === undefined) throw refusal(endpoint, askedOf(endpoint, call, options), refused);
    const headers = await signIn(options, { endpoint, call, challenge, refused });
    authorized.set(key, headers);
    return (await sendRequest(endpoint, call, { authorization: headers, timeoutMs })).response;
  };
}

export function askedOf(
  { registry }: Endpoint,
  { purpose, method }: RegistryCall,
  options: RegistryOptions,
): Asked {
  const isPush = method === 'POST' || method === 'PUT';
  return { purpose, isPush, login: options.login(registry).kind };
}

/** A storage may ask too, and gets no answer. Some registries say 403 to those who do not say who they are. */
function asksWho({ response: { status }, isRegistry }: RegistryReply, known: Headers | undefined): boolean {
  return isRegistry && (status === 401 || (status === 403 && known === undefined));
}

/** A refusal without a challenge leaves it to `/v2/`, where every registry has to send one. */
async function findChallenge(
  endpoint: Endpoint,
  refused: Response,
  timeoutMs: number,
): Promise<Challenge | undefined> {
  const challenge = parseChallenge(refused.headers.get('www-authenticate'), endpoint);
  if (challenge !== undefined) return challenge;
  const ping = { method: 'GET', path: '/v2/' } as const;
  const { response, isRegistry } = await sendRequest(endpoint, ping, { authorization: undefined, timeoutMs });
  await response.body?.cancel();
  if (!isRegistry || response.status !== 401) return undefined;
  return parseChallenge(response.headers.get('www-authenticate'), endpoint);
}

interface SignIn {
  readonly endpoint: Endpoint;
  readonly call: RegistryCall;
  readonly challenge: Challenge;
  /** What the registry replied to the request without it. */
  readonly refused: { readonly status: number; readonly said: string };
}

async function signIn(
  options: RegistryOptions,
  { endpoint, call, challenge, refused }: SignIn,
): Promise<Headers> {
  const login = options.login(endpoint.registry);
  const distrust = challenge.scheme === 'basic' ? undefined : refuseRealm(endpoint, challenge.realm, login);
  const credentials = distrust === undefined ? credentialsOf(login) : undefined;
  const result = await authorize(tokenGetter(options, call), challenge, {
    credentials,
    scopes: call.scopes,
  });
  const asked = askedOf(endpoint, call, options);
  switch (result.kind) {
    case 'authorized':
      return result.headers;
    case 'no-credentials':
      throw refusal(endpoint, asked, refused);
    case 'no-token': {
      const { status, headers } = result.reply;
      const error = signInRefused(endpoint, asked, { ...result, status, distrust });
      if (!error.retryable) throw error;
      throw new RetryableError(error, retryAfterMs(Object.fromEntries(headers), options.clock.now()));
    }
  }
}

/** The token service is named when it cannot be reached: it has another host than the registry. */
function tokenGetter({ timeoutMs }: RegistryOptions, { purpose }: RegistryCall): Get {
  return async (url, headers) => {
    try {
      return await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      const registry = new URL(url).host;
      throw new RetryableError(
        registryUnreachable(
          { registry, origin: url },
          `${purpose}: sign-in`,
          describeNetworkError(error, timeoutMs),
        ),
      );
    }
  };
}
