/** Resolves the name of a service once, and connects to exactly what was checked. */
import { lookup as lookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { InputError } from '../../domain/kernel/errors.ts';
import { refuseAddress, type AddressPolicy } from './address-policy.ts';

export interface CheckedLookupOptions extends AddressPolicy {
  /** Resolves a name to its addresses. Default: the system's resolver. */
  readonly lookup?: LookupFunction | undefined;
  readonly refusal: (reason: string) => InputError;
}

/** A second answer of the name server has no effect. */
export function checkedLookup(
  url: URL,
  { lookup = lookupAddress, refusal, ...policy }: CheckedLookupOptions,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, []);
        return;
      }
      const all = typeof addresses === 'string' ? [] : addresses;
      const refused = all.map(({ address }) => refuseAddress(address, url.protocol, policy)).find(Boolean);
      if (refused !== undefined) callback(refusal(`${hostname} resolves to it: ${refused}`), []);
      else if (options.all === true) callback(null, all);
      else callback(null, all[0]?.address ?? '', all[0]?.family);
    });
  };
}
