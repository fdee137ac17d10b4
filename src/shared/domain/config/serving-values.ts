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

const MAX_PORT = 65_535;

/** `[address:]port:port[/protocol]`, as `docker run --publish` takes it. */
export function readPublishedPort(text: string): PublishedPort | undefined {
  const match = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]+\]):)?(\d{1,5}):(\d{1,5})(\/(?:tcp|udp))?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, hostIp = '', host = '', container = '', protocol = '/tcp'] = match;
  const [hostPort, port] = [Number(host), Number(container)];
  if (!isPort(hostPort) || !isPort(port) || !isHostIp(hostIp)) return undefined;
  return {
    hostIp: hostIp.replace(/^\[|\]$/g, ''),
    hostPort: String(hostPort),
    containerPort: `${port}${protocol}`,
  };
}

/** Port 0 is left out: Docker would choose a port that nothing else here knows. */
function isPort(port: number): boolean {
  return port >= 1 && port <= MAX_PORT;
}

/** IPv4 exactly as written: URLs read `010` as octal, and Docker does not. */
function isHostIp(text: string): boolean {
  if (text === '') return true;
  const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : undefined;
  return text.startsWith('[') ? url !== undefined : url?.hostname === text;
}

/** The first port that publishes what an earlier one publishes already. */
export function findRepeatedPort(ports: readonly PublishedPort[]): PublishedPort | undefined {
  return ports.find((port, index) => ports.slice(0, index).some((earlier) => collide(earlier, port)));
}

function collide(a: PublishedPort, b: PublishedPort): boolean {
  const protocolOf = ({ containerPort }: PublishedPort): string => containerPort.replace(/^\d+/, '');
  if (a.hostPort !== b.hostPort || protocolOf(a) !== protocolOf(b)) return false;
  return covers(a.hostIp, b.hostIp) || covers(b.hostIp, a.hostIp);
}

/** Whether an address of the host includes another. */
function covers(outer: string, inner: string): boolean {
  if (outer === '' || outer === inner) return true;
  return inner.includes(':') ? outer === '::' : outer === '0.0.0.0' && inner !== '';
}

/**
 * The address below which the paths of the service are. Query and fragment belong to a path, and credentials would be
 * written to logs and documents.
 */
export function readServiceUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  // An empty query or fragment is seen only in the text.
  if (/[?#]/.test(url.href) || url.username !== '' || url.password !== '') return undefined;
  return url.href.replace(/\/+$/, '');
}

/** Separators and dots as a server may decode them: a URL treats `\\` as `/` and `%2e` as `.`, and leaves out tabs and line ends. */
const DECODED: readonly (readonly [RegExp, string])[] = [
  [/[\t\n\r]/g, ''],
  [/%2e/gi, '.'],
  [/%2f|%5c|\\/gi, '/'],
];

/** A path below the address of the service: one that leads back up would reach another service of the host. */
export function readServicePath(text: string): string | undefined {
  const [path = ''] = text.split('?');
  const decoded = DECODED.reduce((part, [pattern, replacement]) => part.replace(pattern, replacement), path);
  const leadsElsewhere = decoded.split('/').some((segment) => segment === '.' || segment === '..');
  return text.startsWith('/') && !leadsElsewhere ? text : undefined;
}

/** Path of a file. */
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
