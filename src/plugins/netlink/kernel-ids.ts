import { canonicalAddress } from '../../model/address.ts';
import { addressId, linkId, routeId } from '../../model/ids.ts';
import type { KernelLink } from '../../wire/ip/links.ts';
import type { KernelAddress, KernelRoute } from '../../wire/ip/network.ts';

/** Ids of what was read from the kernel; equal to those that the compiler builds from a topology. */

export function linkIdOf({ name }: Pick<KernelLink, 'name'>): string {
  return linkId(name);
}

export function addressIdOf({ address, dev, prefixLength }: KernelAddress): string {
  return addressId(dev, `${address}/${prefixLength}`);
}

/** `ip` prints `default` for both families, and a host's route without its length. */
export function destinationOf({ family, to }: KernelRoute): string {
  if (to === 'default') return family === 'ipv6' ? '::/0' : 'default';
  return to.includes('/') ? to : `${to}/${family === 'ipv6' ? 128 : 32}`;
}

export function routeIdOf(route: KernelRoute): string {
  return routeId(route.table, destinationOf(route), route.metric);
}

/** A gateway or source address in its one text. */
export function canonicalOrNull(address: string | null): string | null {
  return address === null ? null : canonicalAddress(address);
}
