/** Whether a token service may have the credentials of the registry that names it. */
import type { RegistryLogin } from '../../domain/rollout/image/registry-login.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * Why the credentials of a registry may not be sent to a realm. On the host of the registry itself they always may; a
 * password goes to any other over TLS, because many registries have a token service elsewhere, and the token of the job
 * to GitHub alone.
 */
export type RealmRefusal = 'without-tls' | 'not-github';

export function refuseRealm(
  endpoint: Endpoint,
  realm: string,
  login: RegistryLogin,
): RealmRefusal | undefined {
  const { protocol, host } = new URL(realm);
  if (host === new URL(endpoint.origin).host) return undefined;
  if (protocol !== 'https:') return 'without-tls';
  return login.kind === 'job-token' && !login.hosts.includes(host) ? 'not-github' : undefined;
}
