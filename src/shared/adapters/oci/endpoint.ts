/** Where a registry answers: its name in image references, and the address of its API. */
import type { ImageName } from '../../domain/kernel/image-reference.ts';

export interface Endpoint {
  /** As in image names: `ghcr.io`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** Origin of the API, without a slash at the end. */
  readonly origin: string;
}

/** Docker's own rule: registries on this machine may be without TLS, others may not. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

export function endpointOf({ registry }: Pick<ImageName, 'registry'>): Endpoint {
  // Docker Hub's API has another host than its images have in their names.
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const origin = `${LOOPBACK.test(host) ? 'http' : 'https'}://${host}`;
  return { registry, origin };
}

/**
 * An address that the registry gave. A registry behind a proxy often does not know that it is reached over TLS and
 * names itself without it: an address on its own host has the scheme of the endpoint.
 * @param base what a relative address is relative to.
 */
export function onEndpoint(address: string, { origin }: Endpoint, base = origin): URL {
  const url = new URL(address, base);
  const own = new URL(origin);
  if (
    url.hostname === own.hostname &&
    url.protocol === 'http:' &&
    (url.port || '80') === (own.port || '80')
  ) {
    url.protocol = own.protocol;
  }
  return url;
}
