import { canonicalCidr, canonicalDestination, destinationFamily } from './address.ts';

/** Ids of resources, built in one place so that what is declared and what is read meet. Opaque to others. */

export function bridgeId(name: string): string {
  return `bridge/${name}`;
}

export function portId(name: string): string {
  return `port/${name}`;
}

export function linkId(name: string): string {
  return `link/${name}`;
}

export function containerId(name: string): string {
  return `container/${name}`;
}

/** `match` in the canonical text of the flow. */
export function flowId(bridge: string, table: number, priority: number, match: string): string {
  return `flow/${bridge}/${table}/${priority}/${match}`;
}

/** An address on a device; its text is made canonical. Throws `invalid-topology`. */
export function addressId(dev: string, cidr: string): string {
  return `address/${dev}/${canonicalCidr(cidr)}`;
}

/** Names of the kernel's own routing tables (rtnetlink(7), RT_TABLE_*). */
const TABLE_NAMES: Readonly<Record<string, string>> = { '253': 'default', '254': 'main', '255': 'local' };

/** A routing table by the one name that it has here: `main`, `local`, `default`, or its number. */
export function canonicalTable(table: string | number): string {
  const text = String(table);
  return TABLE_NAMES[text] ?? text;
}

/** The metric that the kernel gives an IPv6 route without one (IP6_RT_PRIO_USER). */
export const IPV6_DEFAULT_METRIC = 1024;

/**
 * A route's identity. The metric that a route without one reads back (0 in IPv4, 1024 in IPv6) is left out, so
 * that declared and live routes meet. `to` may be `default`; give `::/0` for the one of IPv6.
 * Throws `invalid-topology`.
 */
export function routeId(table: string | number, to: string, metric?: number): string {
  const destination = canonicalDestination(to);
  const own = `route/${canonicalTable(table)}/${destination}`;
  const usual = destinationFamily(destination) === 'ipv6' ? IPV6_DEFAULT_METRIC : 0;
  return metric === undefined || metric === 0 || metric === usual ? own : `${own}/${metric}`;
}
