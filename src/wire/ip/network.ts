import { OptopoError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { memoize } from '../../model/memoize.ts';
import type { KernelLink } from './links.ts';
import { parseLink } from './links.ts';
import type { IpOptions } from './read-documents.ts';
import { parseDocuments, printDocuments, triedFor } from './read-documents.ts';

export interface KernelAddress {
  dev: string;
  family: 'ipv4' | 'ipv6';
  address: string;
  prefixLength: number;
  /** rtnetlink(7) scope: 0 global, 253 link, 254 host. */
  scope: number;
  /** IPv6: set by router advertisements, not by a person. */
  dynamic: boolean;
  /** IPv6 duplicate detection is still running. */
  tentative: boolean;
  /** IPv6: another host has this address; the kernel does not use it. */
  duplicate: boolean;
  /** IPv4: goes away with the primary address of its network, unless `promote_secondaries` is set. */
  secondary: boolean;
}

export interface KernelRoute {
  family: 'ipv4' | 'ipv6';
  /** `default`, an address or a prefix, as `ip` prints it. */
  to: string;
  table: number;
  /** rtnetlink(7) type: 1 unicast, 2 local, 6 blackhole, … */
  type: number;
  /** Who made it: 2 kernel, 3 boot, 4 static, 9 router advertisements, 79 this program. */
  protocol: number;
  metric: number;
  via: string | null;
  dev: string | null;
  src: string | null;
  /** It spreads over several next hops, which are not read in detail. */
  multipath: boolean;
  /** It holds for some packets only (a TOS, an IPv6 source prefix): not the same route as one without. */
  selective: boolean;
}

export interface KernelNetwork {
  readonly links: readonly KernelLink[];
  readonly addresses: readonly KernelAddress[];
  readonly routes: readonly KernelRoute[];
}

const COMMANDS = ['address show', 'route show table all'];

/**
 * Reads all links, addresses and routes (every table, both families) in one call of `ip`. What is returned is shared,
 * and never to be changed.
 */
export async function readNetwork(options: IpOptions = {}): Promise<KernelNetwork> {
  return networkOf(await printDocuments(COMMANDS, options));
}

/** Only what was read last is worth keeping. */
const networkOf = memoize(parseNetwork, 1);

function parseNetwork(text: string): KernelNetwork {
  const [devices = [], routes = []] = parseDocuments(text, COMMANDS.length, triedFor(COMMANDS));
  return {
    links: devices.map(parseLink),
    addresses: devices.flatMap(parseAddresses),
    routes: routes.map(parseRoute),
  };
}

/** The addresses of one element of `ip -j address show`. */
export function parseAddresses(device: JsonObject): KernelAddress[] {
  const list = Array.isArray(device.addr_info) ? device.addr_info : [];
  // A device whose addresses are left out by a filter has an empty element here.
  return list
    .filter(isJsonObject)
    .flatMap((entry) => (entry.local === undefined ? [] : [parseAddress(device, entry)]));
}

function parseAddress(device: JsonObject, entry: JsonObject): KernelAddress {
  const { family, local, prefixlen } = entry;
  if (typeof local !== 'string' || typeof prefixlen !== 'number' || typeof device.ifname !== 'string') {
    throw new OptopoError('protocol', `ip printed an address that is none: ${JSON.stringify(entry)}`);
  }
  return {
    dev: device.ifname,
    family: family === 'inet6' ? 'ipv6' : 'ipv4',
    address: local,
    prefixLength: prefixlen,
    scope: Number(entry.scope ?? 0),
    dynamic: entry.dynamic === true,
    tentative: entry.tentative === true,
    duplicate: entry.dadfailed === true,
    secondary: entry.secondary === true,
  };
}

/** One element of `ip -j -N route show table all`. */
export function parseRoute(entry: JsonObject): KernelRoute {
  if (typeof entry.dst !== 'string') {
    throw new OptopoError('protocol', `ip printed a route without destination: ${JSON.stringify(entry)}`);
  }
  const via = isJsonObject(entry.via) ? entry.via.host : entry.gateway;
  return {
    family: isIpv6(entry) ? 'ipv6' : 'ipv4',
    to: entry.dst,
    table: number(entry.table, RT_TABLE_MAIN),
    type: number(entry.type, RTN_UNICAST),
    protocol: number(entry.protocol, RTPROT_BOOT),
    metric: number(entry.metric, 0),
    via: text(via),
    dev: text(entry.dev),
    src: text(entry.prefsrc),
    multipath: Array.isArray(entry.nexthops),
    selective: entry.tos !== undefined || (entry.from !== undefined && entry.from !== 'all'),
  };
}

const RT_TABLE_MAIN = 254;
const RTN_UNICAST = 1;
const RTPROT_BOOT = 3;

/** `ip` does not print the family; RTA_PREF is on every IPv6 route and on no other (net/ipv6/route.c). */
function isIpv6(entry: JsonObject): boolean {
  return typeof entry.pref === 'string' || String(entry.dst).includes(':');
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Numbers that `-N` prints as text; what it leaves out has the kernel's usual value. */
function number(value: Json | undefined, usual: number): number {
  if (value === undefined) return usual;
  const parsed = Number(value);
  if (Number.isNaN(parsed)) throw new OptopoError('protocol', `ip printed "${String(value)}" for a number`);
  return parsed;
}
