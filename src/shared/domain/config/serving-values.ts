/**
 * The values of serving options, from the text that people write. Each reader returns undefined for text that is not
 * such a value; what was expected is in the row of the option.
 */
import { readImageReference, type ImageName } from '../kernel/image-reference.ts';

/** One port of a container, published on the host. */
export interface PublishedPort {
  /** Empty for every address of the host. */
  readonly hostIp: string;
  readonly hostPort: string;
  /** With its protocol: `8080/tcp`. */
  readonly containerPort: string;
}

export function readImageName(text: string): ImageName | undefined {
  const { registry, repository, tag, digest } = readImageReference(text) ?? {};
  if (registry === undefined || repository === undefined) return undefined;
  return tag === undefined && digest === undefined ? { registry, repository } : undefined;
}

/** `[address:]port:port[/protocol]`, as `docker run --publish` takes it. */
export function readPublishedPort(text: string): PublishedPort | undefined {
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?(\d{1,5}):(\d{1,5})(\/(?:tcp|udp))?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, hostIp = '', hostPort = '', port = '', protocol = '/tcp'] = match;
  return { hostIp: hostIp.replace(/^\[|\]$/g, ''), hostPort, containerPort: `${port}${protocol}` };
}

/** Without a slash at the end, so that a path can be appended. */
export function readServiceUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isHttp ? url.href.replace(/\/+$/, '') : undefined;
}

/** Path of a URL or of a file. */
export function readAbsolutePath(text: string): string | undefined {
  return text.startsWith('/') ? text : undefined;
}

/** A folder in an image, which cannot leave the root. */
export function readFolder(text: string): string | undefined {
  return /^(?:\/[\w.-]+)+$/.test(text) && !text.split('/').includes('..') ? text : undefined;
}

/** `os/architecture[/variant]` https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md */
export function readPlatform(text: string): string | undefined {
  return /^\w+(?:\/\w+){1,2}$/.test(text) ? text : undefined;
}

/** https://github.com/moby/moby/blob/v27.0.0/daemon/names/names.go */
export function readContainerName(text: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]+$/.test(text) ? text : undefined;
}

export function readNonEmpty(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}
