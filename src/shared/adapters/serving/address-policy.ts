/**
 * Which addresses a health request or a smoke test may be sent to. The URL is an input of a workflow, and a runner
 * reaches addresses that others cannot: cloud metadata, which returns credentials, is always refused, and private
 * networks unless the author allows them. Ranges: IANA special-purpose registries (RFC 6890), manuals of the providers.
 */
import { BlockList, isIP } from 'node:net';

/** Link-local (metadata of AWS, GCP, Azure, Oracle), and the other addresses at which clouds return credentials. */
const forbidden = createList(
  ['0.0.0.0/8', '169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32', '192.0.0.192/32', '224.0.0.0/3'],
  ['::/128', 'fe80::/10', 'fd00:ec2::254/128', 'fd20:ce::254/128', 'ff00::/8'],
);
const local = createList(
  [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
  ],
  // With the transition prefixes, which can contain any IPv4 address.
  ['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', 'fc00::/7', 'fec0::/10'],
);
const forbiddenNames = new Set(['metadata.google.internal', 'metadata.goog', 'instance-data']);

export interface AddressPolicy {
  readonly allowPrivateNetwork: boolean;
}

/** @param address from the resolver. @returns why it is refused; undefined when it is allowed. */
export function refuseAddress(
  address: string,
  protocol: string,
  { allowPrivateNetwork }: AddressPolicy,
): string | undefined {
  if (matches(forbidden, address)) return `${address} is not the address of a service`;
  const isPrivate = matches(local, address);
  if (isPrivate && !allowPrivateNetwork) return `${address} is in a private network`;
  if (!isPrivate && protocol !== 'https:')
    return `${address} is public, and the address does not begin with https`;
  return undefined;
}

/** What can be refused before a name is resolved. In the parsed URL `http://0x7f.1/` is 127.0.0.1 already. */
export function refuseUrl(url: URL, policy: AddressPolicy): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `${url.protocol} is not http or https`;
  if (url.username !== '' || url.password !== '') return 'it contains credentials';
  const host = hostOf(url);
  if (forbiddenNames.has(host.replace(/\.$/, ''))) return `${host} is a metadata service`;
  return isIP(host) === 0 ? undefined : refuseAddress(host, url.protocol, policy);
}

/** Host name or address, without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function matches(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function createList(ipv4: readonly string[], ipv6: readonly string[]): BlockList {
  const list = new BlockList();
  for (const [ranges, family] of [
    [ipv4, 'ipv4'],
    [ipv6, 'ipv6'],
  ] as const) {
    for (const range of ranges) {
      const [network = '', prefix] = range.split('/');
      list.addSubnet(network, Number(prefix), family);
    }
  }
  return list;
}
