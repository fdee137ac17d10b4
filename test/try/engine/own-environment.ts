/**
 * What of the person's environment reaches the commands of a play: the way to the network, and where packages come from.
 * A job of GitHub has none of the rest, so names such as AWS_SECRET_ACCESS_KEY stay away.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const KEPT = [
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'],
  ...['GIT_SSL_CAINFO', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'],
  ...['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS', 'PIP_TRUSTED_HOST', 'PIP_CERT', 'PIP_PROXY'],
  ...['PIP_CONFIG_FILE', 'PIP_CACHE_DIR', 'UV_CONFIG_FILE', 'UV_CACHE_DIR', 'UV_DEFAULT_INDEX', 'UV_INDEX'],
  ...['UV_INDEX_URL', 'UV_EXTRA_INDEX_URL', 'UV_FIND_LINKS', 'UV_INSECURE_HOST', 'UV_NATIVE_TLS'],
  ...['UV_SYSTEM_CERTS', 'UV_PYTHON_INSTALL_MIRROR'],
] as const;
/** User and password of a package index: `UV_INDEX_ACME_PASSWORD`. */
const OF_INDEX = /^UV_INDEX_\w+_(USERNAME|PASSWORD)$/;
/** The box is on this machine. */
const NEAR = 'localhost,127.0.0.1,::1';

export interface Person {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Files of settings lie in the person's home, which a step does not see: they are named. */
export function environmentOfPerson(
  { environment, home }: Person = { environment: process.env, home: homedir() },
): Readonly<Record<string, string>> {
  const isKept = (name: string): boolean => KEPT.some((known) => known === name) || OF_INDEX.test(name);
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isKept(name) ? [[name, value] as const] : [],
  );
  const near = [environment.NO_PROXY ?? environment.no_proxy, NEAR].filter((hosts) => hosts !== undefined);
  return {
    ...settingsFile('PIP_CONFIG_FILE', [join(home, '.config/pip/pip.conf'), join(home, '.pip/pip.conf')]),
    ...settingsFile('UV_CONFIG_FILE', [join(home, '.config/uv/uv.toml')]),
    // Without a cache of their own each play downloads every package again.
    PIP_CACHE_DIR: join(home, '.cache/model-steward/pip'),
    UV_CACHE_DIR: join(home, '.cache/model-steward/uv'),
    ...Object.fromEntries(kept),
    NO_PROXY: near.join(','),
    no_proxy: near.join(','),
  };
}

function settingsFile(name: string, paths: readonly string[]): Readonly<Record<string, string>> {
  const path = paths.find((one) => existsSync(one));
  return path === undefined ? {} : { [name]: path };
}
