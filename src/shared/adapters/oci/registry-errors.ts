/** What a registry or its token service refuses, as an error that names who has to change what. */
import { z } from 'zod';
import { ServiceError } from '../../domain/kernel/errors.ts';
import type { RegistryLogin } from '../../domain/rollout/image/registry-login.ts';
import type { Endpoint } from './endpoint.ts';
import type { RealmRefusal } from './trusted-realm.ts';

/** What was asked of the registry, as far as messages need it. */
export interface Asked {
  /** `push of sha256:… to ghcr.io/acme/churn` */
  readonly purpose: string;
  /** Whether it writes to the registry. */
  readonly isPush: boolean;
  readonly login: RegistryLogin['kind'];
}

export interface Refusal {
  readonly status: number;
  /** What the body says, in one line; empty where it says nothing. */
  readonly said: string;
}

export function refusal({ registry }: Endpoint, asked: Asked, { status, said }: Refusal): ServiceError {
  const message = `${asked.purpose}: expected the registry ${registry} to accept it, got ${answer(status, said)}`;
  if (status === 401 || status === 403) {
    return new ServiceError('PERMISSION_MISSING', message, { status, hint: permissionHint(asked) });
  }
  const hint = asked.isPush ? pushHints[status] : undefined;
  const retryable = isTransient(status);
  return new ServiceError('SERVICE_FAILED', message, {
    status,
    retryable,
    ...(hint !== undefined && { hint }),
  });
}

/** Some token services say 400 to a password that cannot be one of theirs. */
const PASSWORD_REFUSED: readonly number[] = [400, 401, 403];

const NO_REGISTRY =
  'check that `image` and `base` name registries of images, and that no proxy answers in their place';

interface RefusedRealm {
  readonly realm: string;
  /** Why the credentials were not sent there; undefined where they were, or where there are none. */
  readonly distrust: RealmRefusal | undefined;
}

export function signInRefused(
  { registry }: Endpoint,
  asked: Asked,
  { realm, status, said, distrust }: Refusal & RefusedRealm,
): ServiceError {
  const { origin, pathname } = new URL(realm);
  const message =
    `${asked.purpose}: expected a token of ${registry} from its token service ${origin}${pathname}, ` +
    `got ${answer(status, said)}`;
  if (isTransient(status))
    return new ServiceError('SERVICE_FAILED', message, {
      status,
      retryable: true,
      hint: 'run the job again later',
    });
  if (!PASSWORD_REFUSED.includes(status))
    return new ServiceError('SERVICE_FAILED', message, { status, hint: NO_REGISTRY });
  return new ServiceError('PERMISSION_MISSING', message, {
    status,
    hint: distrust === undefined ? permissionHint(asked) : realmHints[distrust],
  });
}

export function registryUnreachable({ registry }: Endpoint, purpose: string, got: string): ServiceError {
  return new ServiceError(
    'SERVICE_UNREACHABLE',
    `${purpose}: expected an answer from the registry ${registry}, got "${got}"`,
    { retryable: true, hint: `check that the runner can reach ${registry}, then run the job again` },
  );
}

type Level = 'read' | 'write';

const account = (level: Level): string =>
  `set \`registry-username\` and \`registry-password\` to those of an account that may ${level}`;

const loginHints: Readonly<Record<RegistryLogin['kind'], (level: Level) => string>> = {
  'job-token': (level) =>
    `give the job \`packages: ${level}\` and give the repository access to the package, or ${account(level)}`,
  password: (level) => `${account(level)}; on ghcr.io its token needs the scope \`${level}:packages\``,
  'no-password': (level) =>
    `${account(level)}: the token of the job is sent to GitHub's own registries alone, like ghcr.io`,
  'other-registry': () =>
    'name a base image that can be read without a password, or copy it to the registry of `image`: ' +
    'the password of `image` is sent to its own registry alone',
};

function permissionHint({ isPush, login }: Asked): string {
  return loginHints[login](isPush ? 'write' : 'read');
}

const realmHints: Readonly<Record<RealmRefusal, string>> = {
  'without-tls':
    'let the registry name a token service with "https://": without TLS none gets a user name and a password',
  'not-github': `${account('write')}: the token of the job is sent to GitHub alone, and this token service is elsewhere`,
};

/** Refusals of a push that a setting of the registry or of what stands in front of it causes. */
const pushHints: Readonly<Record<number, string>> = {
  404: 'create the repository in the registry before: not every registry makes one with the first push',
  405: 'name a registry that takes images with `image`: this one, or a proxy in front of it, can only be read',
  409: 'allow tags of this repository to be overwritten, or remove the tag: the registry keeps it as it is',
  412: 'allow tags of this repository to be overwritten, or remove the tag: the registry keeps it as it is',
  413: 'raise the limit for the body of a request in the proxy in front of the registry (nginx: `client_max_body_size`)',
  415: 'name a registry that takes OCI images with `image`: this one takes none',
};

function isTransient(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

function answer(status: number, said: string): string {
  return said === '' ? `status ${status}` : `${status} "${said}"`;
}

/** The error of a registry, of Docker Hub's token service, and of OAuth 2 (RFC 6749, section 5.2). */
const messageShape = z
  .object({
    errors: z.array(z.object({ code: z.string(), message: z.string() }).partial()),
    details: z.string(),
    error_description: z.string(),
    error: z.string(),
    message: z.string(),
  })
  .partial();

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
export function readMessage(body: string): string {
  try {
    const { errors = [], ...texts } = messageShape.parse(JSON.parse(body));
    const lines = errors.map(({ code = '', message = '' }) => `${code} ${message}`.trim());
    const text = texts.details ?? texts.error_description ?? texts.message ?? texts.error;
    const said = lines.length > 0 ? lines.join(', ') : text;
    if (said !== undefined) return said.slice(0, 300);
  } catch {
    // Proxies answer with their own pages: take the first line.
  }
  return body.trim().split('\n')[0]?.slice(0, 120) ?? '';
}
