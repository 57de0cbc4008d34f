import { Address4, Address6, AddressError } from 'ip-address';
import { OptopoError } from './error.ts';
import { memoize } from './memoize.ts';

export type AddressFamily = 'ipv4' | 'ipv6';

/** An IP address with its prefix length, in the one text that equal addresses share. */
export interface ParsedCidr {
  family: AddressFamily;
  /** The address itself, canonical (RFC 5952 for IPv6), without prefix length. */
  address: string;
  prefixLength: number;
  /** First address of its network, canonical. */
  network: string;
}

/** Reads `ADDRESS` or `ADDRESS/LENGTH` of either family; `undefined` for anything else (a zone included). */
export function parseCidr(text: string): ParsedCidr | undefined {
  return parsed(text) ?? undefined;
}

/** A host has the same addresses at every reading. */
const parsed = memoize(parseOrNull);

function parseOrNull(text: string): ParsedCidr | null {
  try {
    return text.includes(':') ? parse6(text) : parse4(text);
  } catch (thrown) {
    if (thrown instanceof AddressError) return null;
    throw thrown;
  }
}

function parse4(text: string): ParsedCidr {
  const parsed = new Address4(text);
  return {
    family: 'ipv4',
    address: parsed.correctForm(),
    prefixLength: parsed.subnetMask,
    network: parsed.startAddress().correctForm(),
  };
}

function parse6(text: string): ParsedCidr | null {
  const parsed = new Address6(text);
  if (parsed.zone !== '') return null;
  return {
    family: 'ipv6',
    address: parsed.correctForm(),
    prefixLength: parsed.subnetMask,
    network: parsed.startAddress().correctForm(),
  };
}

/**
 * `ADDRESS/LENGTH` in its one text; host bits stay. An address without a length is a host's (/32, /128).
 * Throws `invalid-topology` for what is no address.
 */
export function canonicalCidr(text: string): string {
  const { address, prefixLength } = required(text);
  return `${address}/${prefixLength}`;
}

/** A host's address (a gateway, a route's source) in its one text. Throws `invalid-topology`. */
export function canonicalAddress(text: string): string {
  const { address, family, prefixLength } = required(text);
  if (prefixLength !== (family === 'ipv4' ? 32 : 128))
    throw invalid(text, 'an address without a prefix length');
  return address;
}

/**
 * A route's destination in its one text: `default` for all of IPv4, `::/0` for all of IPv6, else the network.
 * `default` together with an IPv6 gateway means `::/0`. Throws `invalid-topology`, also when bits below the
 * prefix are set: the kernel refuses such a destination.
 */
export function canonicalDestination(to: string, via?: string): string {
  if (to === 'default') return via?.includes(':') ? '::/0' : 'default';
  const { address, family, network, prefixLength } = required(to);
  if (address !== network) throw invalid(to, `a network; its first address is ${network}/${prefixLength}`);
  return prefixLength === 0 && family === 'ipv4' ? 'default' : `${network}/${prefixLength}`;
}

/** Which family a route's canonical destination belongs to. */
export function destinationFamily(to: string): AddressFamily {
  return to.includes(':') ? 'ipv6' : 'ipv4';
}

function required(text: string): ParsedCidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw invalid(text, 'an IP address');
  return parsed;
}

function invalid(text: string, expected: string): OptopoError {
  return new OptopoError('invalid-topology', `"${text}" is not ${expected}`);
}
