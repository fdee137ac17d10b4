/**
 * Who signs in to a registry of images. The password of the inputs is for the registry of `image` alone. The token of the
 * job is for GitHub alone: any other registry, or whoever took over its name, could write to the repository with it.
 * https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry
 */

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type RegistryLogin =
  | (Credentials & { readonly kind: 'password' })
  /** @param hosts where the token may be sent: GitHub's own, as a URL has them. */
  | (Credentials & { readonly kind: 'job-token'; readonly hosts: readonly string[] })
  /** The registry of `image` is not GitHub's, and the inputs have no password for it. */
  | { readonly kind: 'no-password' }
  /** The registry of a base image, which is read without a password. */
  | { readonly kind: 'other-registry' };

export interface LoginSource {
  /** `registry-username`, else the actor of the run. */
  readonly username: string;
  /** `registry-password`. */
  readonly password: string | undefined;
  readonly jobToken: string;
  /** Addresses of GitHub, or of an Enterprise Server, such as `https://github.com` and `https://api.github.com`. */
  readonly serverUrl: string;
  readonly apiUrl: string;
}

/** @param registry host and port, as in names of images; @param imageRegistry that of `image`. */
export function chooseLogin(source: LoginSource, registry: string, imageRegistry: string): RegistryLogin {
  const { username, password, jobToken } = source;
  if (registry !== imageRegistry) return { kind: 'other-registry' };
  if (password !== undefined) return { kind: 'password', username, password };
  const hosts = gitHubHosts(source);
  if (!hosts.includes(new URL(`https://${registry}`).host)) return { kind: 'no-password' };
  return { kind: 'job-token', username, password: jobToken, hosts };
}

/** @returns undefined for an anonymous request, which public images accept. */
export function credentialsOf(login: RegistryLogin): Credentials | undefined {
  switch (login.kind) {
    case 'password':
    case 'job-token':
      return { username: login.username, password: login.password };
    case 'no-password':
    case 'other-registry':
      return undefined;
  }
}

/**
 * The API and the server get the token of the job with every request. Beside them stand the registries, under names of
 * the server; github.com has names of its own for them.
 * https://docs.github.com/en/enterprise-server@3.17/packages/working-with-a-github-packages-registry/working-with-the-container-registry
 */
function gitHubHosts({ serverUrl, apiUrl }: LoginSource): readonly string[] {
  const server = new URL(serverUrl).host;
  const registries =
    server === 'github.com'
      ? ['ghcr.io', 'docker.pkg.github.com']
      : [`containers.${server}`, `docker.${server}`];
  return [server, new URL(apiUrl).host, ...registries];
}
